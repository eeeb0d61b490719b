package sotto.app.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import sotto.app.Sotto;
import sotto.app.chat.ChatCommand;
import sotto.app.demo.DemoCommand;
import sotto.app.lab.LabCommand;

/// The list of commands, in the order of docs/cli.md.
public final class Commands {
  private static final String[] ABOUT = {
    "End-to-end encrypted messenger that people run themselves."
  };
  private static final Set<String> OPTIONS_WITH_A_VALUE = Set.of("--profile", "--passphrase-file");
  private static final Map<String, Function<Sotto, Object>> ALL = all();

  private Commands() {}

  /// All of them.
  public static CommandLine of(Sotto sotto) {
    var line = new CommandLine(sotto);
    ALL.forEach((name, command) -> line.addSubcommand(name, command.apply(sotto)));
    Others.list(line);
    return dressed(line);
  }

  /// The one that the arguments name, when they name one: reading the annotations of all the others
  /// takes longer than most commands do.
  public static CommandLine of(Sotto sotto, List<String> args) {
    var named = named(args);
    if (named.isEmpty()) {
      return of(sotto);
    }
    var line = new CommandLine(sotto);
    line.addSubcommand(
        named.get(), Optional.ofNullable(ALL.get(named.get())).orElseThrow().apply(sotto));
    return dressed(line);
  }

  private static Optional<String> named(List<String> args) {
    for (int at = 0; at < args.size(); at++) {
      String word = args.get(at);
      if (OPTIONS_WITH_A_VALUE.contains(word)) {
        at++;
      } else if (!word.startsWith("-")) {
        return Optional.of(word).filter(ALL::containsKey);
      }
    }
    return Optional.empty();
  }

  private static CommandLine dressed(CommandLine line) {
    line.getCommandSpec().usageMessage().description(ABOUT).footer("", "Example: ./sotto demo");
    return line.setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static Map<String, Function<Sotto, Object>> all() {
    Map<String, Function<Sotto, Object>> all = new LinkedHashMap<>();
    all.put("demo", DemoCommand::new);
    all.put("serve", ServeCommand::new);
    all.put("invite", InviteCommand::new);
    all.put("release", ReleaseCommand::new);
    all.put("register", RegisterCommand::new);
    all.put("verify", VerifyCommand::new);
    all.put("move", MoveCommand::new);
    all.put("send", SendCommand::new);
    all.put("receive", ReceiveCommand::new);
    all.put("chat", ChatCommand::new);
    all.put("group", GroupCommands::of);
    all.put("conversations", ConversationsCommand::new);
    all.put("history", HistoryCommand::new);
    all.put("contacts", ContactsCommand::new);
    all.put("clients", ClientsCommand::new);
    all.put("safety-number", SafetyNumberCommand::new);
    all.put("trust", TrustCommand::new);
    all.put("settings", SettingsCommand::new);
    all.put("backup", BackupCommand::new);
    all.put("inspect", InspectCommand::new);
    all.put("server-view", ServerViewCommand::new);
    all.put("lab", LabCommand::of);
    return all;
  }
}

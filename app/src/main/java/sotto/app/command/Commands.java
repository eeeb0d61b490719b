package sotto.app.command;

import picocli.CommandLine;
import sotto.app.Sotto;
import sotto.app.chat.ChatCommand;
import sotto.app.demo.DemoCommand;

/// The list of commands, in the order of docs/cli.md.
public final class Commands {
  private static final String[] ABOUT = {
    "End-to-end encrypted messenger that people run themselves."
  };

  private Commands() {}

  public static CommandLine of(Sotto sotto) {
    var line = new CommandLine(sotto);
    line.getCommandSpec().usageMessage().description(ABOUT);
    line.addSubcommand(new DemoCommand(sotto))
        .addSubcommand(new ServeCommand(sotto))
        .addSubcommand(new InviteCommand(sotto))
        .addSubcommand(new RegisterCommand(sotto))
        .addSubcommand(new VerifyCommand(sotto))
        .addSubcommand(new SendCommand(sotto))
        .addSubcommand(new ReceiveCommand(sotto))
        .addSubcommand(new ChatCommand(sotto))
        .addSubcommand(GroupCommands.of(sotto))
        .addSubcommand(new ConversationsCommand(sotto))
        .addSubcommand(new HistoryCommand(sotto))
        .addSubcommand(new ContactsCommand(sotto))
        .addSubcommand(new ClientsCommand(sotto))
        .addSubcommand(new SafetyNumberCommand(sotto))
        .addSubcommand(new TrustCommand(sotto))
        .addSubcommand(new InspectCommand(sotto))
        .addSubcommand(new ServerViewCommand(sotto));
    Others.list(line);
    line.getCommandSpec().usageMessage().footer("", "Example: ./sotto demo");
    return line.setCaseInsensitiveEnumValuesAllowed(true);
  }
}

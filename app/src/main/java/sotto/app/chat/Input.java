package sotto.app.chat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What a typed line means.
sealed interface Input {
  /// What `/help` says of all this.
  List<String> HELP =
      List.of(
          "What you type goes to the conversation before the prompt.",
          "  bob:text         write to bob once (with a space after the colon it stays a text)",
          "  /to NAME         open the conversation with an account, or one of many",
          "  /members, /who   who is in this conversation; which contacts are here (●)",
          "  /safety [NAME]   the safety number to compare",
          "  /trust [NAME]    say that you compared it, or accept a changed key",
          "  /exit            leave (also Ctrl-D)",
          "Marks: … waits   ✓ with the server   ✓✓ arrived   ✓✓ read",
          "Tab completes names and commands, the arrow keys bring back what you typed.");

  Pattern ADDRESSED = Pattern.compile("(#?[^\\s:/]+):\\s*(\\S.*)", Pattern.DOTALL);

  /// `dave:text`, also when nothing was said with dave yet. Not `12:30`, `https://` or `std::sort`.
  Pattern ACCOUNT =
      Pattern.compile(
          "((?![0-9]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,31}):([^\\s:/\\\\].*)", Pattern.DOTALL);

  record Nothing() implements Input {}

  record Say(String text) implements Input {}

  record SayTo(String to, String text) implements Input {}

  record To(String name) implements Input {}

  record Members() implements Input {}

  record Trust(Optional<String> name) implements Input {}

  record Safety(Optional<String> name) implements Input {}

  record Who() implements Input {}

  record Help() implements Input {}

  record Exit() implements Input {}

  record Unknown(String command) implements Input {}

  /// `recipient:message` counts when `known` knows the recipient, so that `note: buy milk` stays a
  /// text; without a space after the colon, any account is meant: a text for dave must not go to
  /// whoever is before the prompt.
  static Input parse(String line, Predicate<String> known) {
    String text = line.strip();
    if (text.isEmpty()) {
      return new Nothing();
    }
    if (text.startsWith("//")) {
      return new Say(text.substring(1));
    }
    if (text.startsWith("/")) {
      return command(text);
    }
    var addressed = ADDRESSED.matcher(text);
    if (addressed.matches() && known.test(addressed.group(1))) {
      return new SayTo(addressed.group(1), addressed.group(2));
    }
    var account = ACCOUNT.matcher(text);
    if (account.matches()) {
      return new SayTo(account.group(1), account.group(2));
    }
    return new Say(text);
  }

  private static Input command(String text) {
    String[] words = text.split("\\s+", 2);
    Optional<String> rest = words.length > 1 ? Optional.of(words[1].strip()) : Optional.empty();
    String command = words[0].toLowerCase(Locale.ROOT);
    return switch (command) {
      case "/to", "/t" -> rest.isPresent() ? new To(rest.get()) : new Unknown("/to NAME");
      case "/members", "/m" -> new Members();
      case "/trust" -> new Trust(rest);
      case "/safety" -> new Safety(rest);
      case "/who" -> new Who();
      case "/help", "/h", "/?" -> new Help();
      case "/exit", "/quit", "/q" -> new Exit();
      default -> new Unknown(command);
    };
  }
}

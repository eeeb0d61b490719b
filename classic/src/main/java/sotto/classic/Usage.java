package sotto.classic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sotto.classic.profile.Document;

/// One command of the five systems: what it does, what it takes, and how it is called.
enum Usage {
  FOLDER(
      Document.FOLDER,
      "",
      "Two users, one shared folder, no server. Start it twice: the first is User1, the second User2. /exit leaves."),
  PHONE_SERVER(
      Document.PHONE,
      "server",
      "Registers phone numbers by a code that it shows, and keeps two messages for whoever is away."),
  PHONE_CLIENT(
      Document.PHONE,
      "client",
      "Registers a number at its first start, then sends and receives. quit leaves."),
  SIGNED_KEYGEN(
      Document.SIGNED,
      "keygen",
      "Makes server_private_key.pem and server_public_key.pem; clients need a copy of the second."),
  SIGNED_SERVER(
      Document.SIGNED,
      "server",
      "Registers up to ten phone numbers by a code that it shows, and keeps two messages for whoever is away."),
  SIGNED_CLIENT(
      Document.SIGNED,
      "client",
      "Registers a number with a password at its first start, then sends and receives. quit leaves."),
  ROOM_KEYGEN(
      Document.ROOM,
      "keygen",
      "Makes private.pem and public.pem; clients need a copy of the second."),
  ROOM_SERVER(
      Document.ROOM,
      "server",
      "Reads each message, checks its hash and repeats it to the room. What is typed here goes to all."),
  ROOM_CLIENT(
      Document.ROOM, "client", "Sends a fresh key to the server, then each line. quit leaves."),
  CHALLENGE_SERVER(
      Document.CHALLENGE,
      "server",
      "Challenges whoever comes, signs the keys, says who is here and passes messages on."),
  CHALLENGE_CLIENT(
      Document.CHALLENGE, "client", "Asks for a name, then sends recipient:message. quit leaves.");

  private static final int WIDTH = 80;
  private static final String PUBLISHED = "behave as the published code of the document does";

  private final Document document;
  private final String action;
  private final String sentence;

  Usage(Document document, String action, String sentence) {
    this.document = document;
    this.action = action;
    this.sentence = sentence;
  }

  static Optional<Usage> of(String system, String action) {
    for (Usage usage : values())
      if (usage.document.word().equals(system) && usage.action.equals(action))
        return Optional.of(usage);
    return Optional.empty();
  }

  /// The actions of one system, as they are typed.
  static List<String> actionsOf(String system) {
    var actions = new ArrayList<String>();
    for (Usage usage : values())
      if (usage.document.word().equals(system)) actions.add(usage.action);
    return actions;
  }

  /// How many words stand before the options.
  int words() {
    return action.isEmpty() ? 1 : 2;
  }

  Set<String> allowed() {
    var allowed = new HashSet<>(options().keySet());
    allowed.addAll(List.of("--data", "--dir"));
    return allowed;
  }

  private Map<String, String> options() {
    var options = new LinkedHashMap<String, String>();
    if (action.equals("server")) {
      options.put("--port", "N|where it listens (default: " + document.port() + ")");
      options.put("--host", "HOST|where it listens (default: this machine only)");
    }
    if (action.equals("client")) {
      options.put("--port", "N|where the server is (default: " + document.port() + ")");
      options.put("--host", "HOST|where the server is (default: this machine)");
    }
    if (action.equals("keygen"))
      options.put(Arguments.REPLACE, "|new keys, also where there are some already");
    if (this == CHALLENGE_SERVER)
      options.put("--timeout", "S|a session ends after so many silent seconds (default: 30)");
    if (this == FOLDER) options.put("--dir", "DIR|the shared folder");
    else if (document != Document.CHALLENGE)
      options.put("--data", "DIR|where its files are (default: the current folder)");
    return options;
  }

  private String command() {
    return "./sotto classic " + document.word() + (action.isEmpty() ? "" : " " + action);
  }

  String help() {
    var text = new StringBuilder("Usage: " + command());
    text.append(this == FOLDER ? " --dir DIR" : " [OPTIONS]");
    text.append("\n").append(wrapped(sentence)).append("\n\n");
    options()
        .forEach((name, meaning) -> {
          int cut = meaning.indexOf('|');
          text.append(
              "  %-16s  %s\n"
                  .formatted(name + " " + meaning.substring(0, cut), meaning.substring(cut + 1)));
        });
    text.append("  %-16s  %s\n\n".formatted("--as-published", PUBLISHED));
    return text.append("Example: ").append(command()).append(example()).toString();
  }

  private static String wrapped(String sentence) {
    var text = new StringBuilder();
    int column = 0;
    for (String word : sentence.split(" ", -1)) {
      boolean next = column + 1 + word.length() > WIDTH;
      if (!text.isEmpty()) text.append(next ? '\n' : ' ');
      column = next ? word.length() : column + 1 + word.length();
      text.append(word);
    }
    return text.toString();
  }

  private String example() {
    return this == FOLDER ? " --dir shared" : "";
  }
}

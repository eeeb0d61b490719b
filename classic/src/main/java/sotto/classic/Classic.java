package sotto.classic;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import sotto.classic.challenge.ChallengeClient;
import sotto.classic.challenge.ChallengeServer;
import sotto.classic.face.Surroundings;
import sotto.classic.face.Terminal;
import sotto.classic.folder.FolderChat;
import sotto.classic.part.Refusal;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;
import sotto.classic.relay.RelayClient;
import sotto.classic.relay.RelayServer;
import sotto.classic.relay.ServerKeys;
import sotto.classic.room.RoomClient;
import sotto.classic.room.RoomServer;

/// `./sotto classic …`: the five original systems.
public final class Classic {
  public static final String HELP =
      """
      The five original systems, each as its document describes it.
      They are for learning: none protects what Sotto protects.

        ./sotto classic folder --dir DIR              run it twice: User1, User2
        ./sotto classic phone server|client           port 12001
        ./sotto classic signed keygen|server|client   port 12345
        ./sotto classic room keygen|server|client     port 12000
        ./sotto classic challenge server|client       port 5000

        --port N          another port
        --host HOST       where the server listens, or is (default: this machine)
        --data DIR        where keys and database are (default: the current folder);
                          --dir is the same
        --as-published    behave as the published code of the document does

      Each has its own help: ./sotto classic signed server --help

      Example: ./sotto classic folder --dir shared
      """;

  private final Arguments arguments;
  private final Terminal terminal;

  private Classic(Arguments arguments, Terminal terminal) {
    this.arguments = arguments;
    this.terminal = terminal;
  }

  /// Runs one command to its end and returns the exit code. A server runs until its thread is
  /// interrupted.
  public static int run(List<String> args, InputStream in, PrintStream out, PrintStream err) {
    try {
      Arguments arguments = Arguments.parse(args);
      if (arguments.help() || arguments.words().isEmpty()) {
        String help = Usage.of(arguments.word(0), arguments.word(1)).map(Usage::help).orElse(HELP);
        new Terminal(in, out).say(help.stripTrailing());
        return arguments.help() ? 0 : 2;
      }
      Terminal terminal = new Terminal(in, out);
      return new Classic(arguments, arguments.colourless() ? terminal.withoutColour() : terminal)
          .run();
    } catch (Refusal e) {
      var utf8 = new PrintStream(err, true, StandardCharsets.UTF_8);
      utf8.println(Terminal.harmless(e.sentence()));
      return e.exitCode();
    }
  }

  private int run() throws Refusal {
    Profile profile = profile();
    String action = arguments.word(1);
    Usage usage = Usage.of(profile.name(), action).orElseThrow(() -> noAction(profile, action));
    arguments.allow(usage.words(), usage.allowed());
    Surroundings around = surroundings(profile);
    return switch (profile.document()) {
      case FOLDER -> folder(profile, around);
      case PHONE, SIGNED -> relay(profile, around, action);
      case ROOM -> room(profile, around, action);
      case CHALLENGE -> challenge(profile, around, action);
    };
  }

  private Profile profile() throws Refusal {
    List<Profile> all = arguments.asPublished() ? Profiles.PUBLISHED : Profiles.DESCRIBED;
    String name = arguments.word(0);
    for (Profile profile : all) if (profile.name().equals(name)) return profile;
    throw Refusal.usage(
        "There is no classic system " + name + ": folder, phone, signed, room or challenge.");
  }

  private Surroundings surroundings(Profile profile) throws Refusal {
    return new Surroundings(
        arguments.options().getOrDefault("--host", "127.0.0.1"),
        arguments.number("--port", profile.document().port(), 0, 65_535),
        arguments.folder("."),
        terminal,
        new SecureRandom(),
        InstantSource.system(),
        Duration.ofSeconds(5));
  }

  private int folder(Profile profile, Surroundings around) throws Refusal {
    boolean given =
        arguments.options().containsKey("--dir") || arguments.options().containsKey("--data");
    if (!given) throw Refusal.usage("Use: ./sotto classic folder --dir DIR");
    return FolderChat.run(profile, around);
  }

  private int relay(Profile profile, Surroundings around, String action) throws Refusal {
    switch (action) {
      case "client" -> {
        return RelayClient.run(profile, around);
      }
      case "keygen" -> {
        if (arguments.replaces()) ServerKeys.replace(around);
        else ServerKeys.create(around);
        return 0;
      }
      case "server" -> {
        try (var server = RelayServer.start(profile, around)) {
          return untilInterrupted(server.port());
        }
      }
      default -> throw noAction(profile, action);
    }
  }

  private int room(Profile profile, Surroundings around, String action) throws Refusal {
    switch (action) {
      case "client" -> {
        return RoomClient.run(profile, around);
      }
      case "keygen" -> {
        if (arguments.replaces()) RoomServer.replaceKeys(around);
        else RoomServer.keygen(around);
        return 0;
      }
      case "server" -> {
        try (var server = RoomServer.start(profile, around)) {
          server.talk();
          return untilInterrupted(server.port());
        }
      }
      default -> throw noAction(profile, action);
    }
  }

  private int challenge(Profile profile, Surroundings around, String action) throws Refusal {
    Duration timeout = Duration.ofSeconds(arguments.number("--timeout", 30, 1, 86_400));
    switch (action) {
      case "client" -> {
        return ChallengeClient.run(profile, around);
      }
      case "server" -> {
        try (var server = ChallengeServer.start(profile, around, timeout)) {
          return untilInterrupted(server.port());
        }
      }
      default -> throw noAction(profile, action);
    }
  }

  private static Refusal noAction(Profile profile, String action) {
    List<String> actions = Usage.actionsOf(profile.name());
    if (actions.contains("")) return Refusal.usage("Use: ./sotto classic folder --dir DIR");
    String what = action.isEmpty() ? "needs an action" : "has no action " + action;
    return Refusal.usage(
        "The classic system "
            + profile.name()
            + " "
            + what
            + ": "
            + String.join(", ", actions)
            + ".");
  }

  private static int untilInterrupted(int port) {
    try {
      while (port > 0) Thread.sleep(Duration.ofDays(1));
      return 0;
    } catch (InterruptedException e) {
      return 0;
    }
  }
}

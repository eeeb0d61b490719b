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
import sotto.classic.profile.Document;
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
      The five original systems, each as its document describes it. They are for learning: none protects what Sotto protects.

        ./sotto classic folder --dir DIR           two users, one folder; run it twice, leave with /exit
        ./sotto classic phone server|client        [--port N] [--data DIR]   default port 12001
        ./sotto classic signed keygen|server|client [--port N] [--data DIR]  default port 12345
        ./sotto classic room keygen|server|client  [--port N] [--data DIR]   default port 12000
        ./sotto classic challenge server|client    [--port N] [--timeout S]  default port 5000

        --host HOST       where the server listens, or where the client connects to (default: this machine only)
        --data DIR        where keys and database are (default: the current folder); --dir is the same
        --as-published    behave as the published code of the document does, not as the document says

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
        new Terminal(in, out).say(HELP.stripTrailing());
        return arguments.help() ? 0 : 2;
      }
      return new Classic(arguments, new Terminal(in, out)).run();
    } catch (Refusal e) {
      var utf8 = new PrintStream(err, true, StandardCharsets.UTF_8);
      utf8.println(Terminal.harmless(e.sentence()));
      return e.exitCode();
    }
  }

  private int run() throws Refusal {
    Profile profile = profile();
    String action = arguments.word(1);
    Surroundings around = surroundings(profile);
    return switch (profile.document()) {
      case FOLDER -> folder(profile, around, action);
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
        arguments.number("--port", profile.document().port(), 65_535),
        arguments.folder("."),
        terminal,
        new SecureRandom(),
        InstantSource.system(),
        Duration.ofSeconds(5));
  }

  private int folder(Profile profile, Surroundings around, String action) throws Refusal {
    boolean given =
        arguments.options().containsKey("--dir") || arguments.options().containsKey("--data");
    if (!action.isEmpty() || !given) throw Refusal.usage("Use: ./sotto classic folder --dir DIR");
    return FolderChat.run(profile, around);
  }

  private int relay(Profile profile, Surroundings around, String action) throws Refusal {
    switch (action) {
      case "client" -> {
        return RelayClient.run(profile, around);
      }
      case "keygen" -> {
        if (profile.document() == Document.PHONE) throw noAction(profile, action);
        ServerKeys.create(around);
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
        RoomServer.keygen(around);
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
    Duration timeout = Duration.ofSeconds(arguments.number("--timeout", 30, 86_400));
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
    String what = action.isEmpty() ? "needs an action" : "has no action " + action;
    return Refusal.usage(
        "The classic system " + profile.name() + " " + what + ": see ./sotto classic --help.");
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

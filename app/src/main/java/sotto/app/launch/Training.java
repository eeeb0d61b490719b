package sotto.app.launch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import sotto.app.Main;
import sotto.app.Surroundings;
import sotto.server.Invites;
import sotto.server.Listener;
import sotto.server.Server;
import sotto.server.ServerException;
import sotto.server.ServerSettings;

/// A small life of Sotto, run once after a build so that the JVM can keep the classes it loaded
/// (`-XX:AOTCacheOutput`). It must end normally: a JVM that is killed writes no cache.
public final class Training {
  private static final PrintStream SILENT =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

  private Training() {}

  public static void main(String[] args) throws IOException {
    run("--version");
    run("--help");
    run("send", "--help");
    Path folder = Files.createTempDirectory("sotto-training-");
    try {
      live(folder);
    } catch (ServerException | RuntimeException e) {
      // A cache of less is still a cache; what is wrong will be said when a person runs it.
      System.err.println(e.getMessage());
    } finally {
      remove(folder);
    }
    // Threads of libraries must not keep this process, and with it the first start, waiting.
    System.exit(0);
  }

  private static void live(Path folder) throws ServerException {
    var data = folder.resolve("server");
    var settings = ServerSettings.of(data).listening("127.0.0.1", 0);
    try (var _ = Server.start(settings, new Silence())) {
      for (String name : new String[] {"alice", "bob"}) {
        String invite = Invites.create(data, 1, Duration.ofHours(1));
        run(
            "register",
            invite,
            "--as",
            name,
            "--no-passphrase",
            "--profile",
            folder.resolve(name).toString());
      }
      var alice = folder.resolve("alice").toString();
      var bob = folder.resolve("bob").toString();
      run("send", "bob", "hello", "--profile", alice);
      run("receive", "--json", "--profile", bob);
      run("send", "alice", "hello back", "--profile", bob);
      run("receive", "--profile", alice);
      run("history", "bob", "--profile", alice);
      run("contacts", "--profile", alice);
    }
  }

  private static void run(String... args) {
    var around =
        new Surroundings(
            new ByteArrayInputStream(new byte[0]),
            SILENT,
            SILENT,
            Map.of(),
            Surroundings.Screen.STREAM,
            Surroundings.Person.ABSENT);
    Main.run(around, args);
  }

  private static void remove(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /// Nobody reads what this server says.
  private static final class Silence implements Listener {
    @Override
    public void invite(String link) {}

    @Override
    public void link(String link) {}

    @Override
    public void code(String address, String code) {}

    @Override
    public void ready(String host, int port, String fingerprint, String metrics) {}

    @Override
    public void failed(String sentence) {}
  }
}

package sotto.app.launch;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sotto.app.Main;
import sotto.app.Surroundings;

/// A small life of Sotto, run once after a build so that the JVM can keep the classes it loaded
/// (`-XX:AOTCacheOutput`). It must end normally: a JVM that is killed writes no cache.
///
/// One life is a server's start and nothing else, the other that of two clients, whose server is a
/// process of its own: what is in a cache is loaded at every start, needed or not.
public final class Training {
  private static final String LINK = "link ";
  private static final PrintStream SILENT = stream(OutputStream.nullOutputStream());

  private Training() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sotto-training-");
    List<String> serve =
        List.of(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--register",
            "open",
            "--data",
            folder.resolve("server").toString());
    try {
      if (List.of(args).contains("server")) {
        // The first start makes keys and database, the second reads them.
        start(serve);
        start(serve);
      } else {
        live(folder, serve);
      }
    } finally {
      remove(folder);
    }
    // Threads of libraries must not keep this process, and with it the first start, waiting.
    System.exit(0);
  }

  private static void start(List<String> serve) throws IOException, InterruptedException {
    try (var lines = new PipedInputStream();
        var out = stream(new PipedOutputStream(lines))) {
      var server = Thread.ofPlatform().start(() -> run(out, serve));
      awaitReady(new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8)));
      server.interrupt();
      server.join();
    }
  }

  private static void live(Path folder, List<String> serve)
      throws IOException, InterruptedException {
    run(SILENT, List.of("--version"));
    run(SILENT, List.of("--help"));
    run(SILENT, List.of("send", "--help"));
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    var server = new ProcessBuilder(Stream.concat(java.stream(), serve.stream()).toList()).start();
    try {
      talk(folder, awaitReady(server.inputReader()));
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static void talk(Path folder, String link) {
    for (String name : List.of("alice", "bob")) {
      as(folder, name, "register", link, "--as", name, "--no-passphrase");
    }
    as(folder, "alice", "send", "bob", "hello");
    as(folder, "bob", "receive", "--json");
    as(folder, "bob", "send", "alice", "hello back");
    as(folder, "alice", "receive");
    as(folder, "alice", "history", "bob");
    as(folder, "alice", "contacts");
  }

  private static void as(Path folder, String name, String... words) {
    run(
        SILENT,
        Stream.concat(Stream.of(words), Stream.of("--profile", folder.resolve(name).toString()))
            .toList());
  }

  /// Reads the lines of a server's start; the link without a token is among them.
  private static String awaitReady(BufferedReader lines) throws IOException {
    String link = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(LINK)) {
        link = line.substring(LINK.length());
      } else if (line.startsWith("ready ")) {
        break;
      }
    }
    return link;
  }

  private static void run(PrintStream out, List<String> args) {
    var around =
        new Surroundings(
            new ByteArrayInputStream(new byte[0]),
            out,
            SILENT,
            Map.of(),
            Surroundings.Screen.STREAM,
            Surroundings.Person.ABSENT);
    Main.run(around, args.toArray(String[]::new));
  }

  private static PrintStream stream(OutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  private static void remove(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}

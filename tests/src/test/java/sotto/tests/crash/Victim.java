package sotto.tests.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A JVM of its own, which will be killed.
final class Victim {
  private static final long PATIENCE_SECONDS = 90;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();
  private final Thread reader;
  private final Path errors;

  private Victim(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  static Victim start(Path errors, String main, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // Whoever is killed leaves it behind: here it goes with the test.
                "-Dorg.sqlite.tmpdir=" + errors.toAbsolutePath().getParent(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                main));
    command.addAll(arguments);
    return new Victim(
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start(),
        errors);
  }

  /// Waits for a line of its standard output.
  String awaitLine(Predicate<String> which) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline) {
      String line = lines.poll(200, TimeUnit.MILLISECONDS);
      if (line != null && which.test(line)) {
        return line;
      }
      if (line == null && !process.isAlive() && lines.isEmpty()) {
        break;
      }
    }
    throw new AssertionError(
        "The process did not say what was awaited, but " + seen + "; " + errors);
  }

  /// SIGKILL; afterwards [#lines] is complete.
  void kill() throws InterruptedException {
    // Process.destroyForcibly would close our end of its output before it is read.
    process.toHandle().destroyForcibly();
    process.waitFor();
    reader.join();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// All whole lines that it has printed.
  synchronized List<String> lines() {
    return List.copyOf(seen);
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        // A kill may cut the last line short; a whole one ends with a full stop.
        if (line.endsWith(".")) {
          keep(line.substring(0, line.length() - 1));
        } else if (line.startsWith("ready ")) {
          keep(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void keep(String line) {
    seen.add(line);
    lines.add(line);
  }
}

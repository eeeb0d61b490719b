package sotto.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sotto.client.ClientException;

/// A real `sotto serve` in a process of its own, as an operator would start it.
final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ServerProcess(Process process) {
    this.process = process;
  }

  static ServerProcess start(Path data) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.matches("(-X|--|-Djava[.]library|-Dorg[.]sqlite).*"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "sotto.app.Main",
            "serve",
            "--data",
            data.toString(),
            "--listen",
            "127.0.0.1:0",
            "--register",
            "code"));
    var process =
        new ProcessBuilder(command)
            .redirectError(data.resolveSibling("server.log").toFile())
            .start();
    var server = new ServerProcess(process);
    Thread.ofVirtual().start(server::read);
    return server;
  }

  /// What follows `word` on the next line that begins with it.
  String await(String word) throws ClientException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String line = lines.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new ClientException.Local(
            "The server did not say '%s'; its errors are in server.log of the demo's folder."
                .formatted(word));
      }
      if (line.startsWith(word + " ")) {
        return line.substring(word.length() + 1);
      }
    }
  }

  long pid() {
    return process.pid();
  }

  /// SIGKILL: no drain, no last word.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// SIGTERM: it drains and ends with 0.
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }

  @Override
  public void close() {
    // Its files are deleted next: it must write none any more.
    process.destroyForcibly().onExit().join();
  }

  private void read() {
    try (var in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // The process has ended; whoever waits for a line is told so by the clock.
      return;
    }
  }
}

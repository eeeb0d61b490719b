package sotto.tests.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `./sotto serve` as a process of its own, on a data folder.
final class ServerProcess implements AutoCloseable {
  private static final long STOPPING_SECONDS = 30;

  private final Process process;
  private final String host;
  private final int port;
  private final double readySeconds;

  private ServerProcess(Process process, String host, int port, double readySeconds) {
    this.process = process;
    this.host = host;
    this.port = port;
    this.readySeconds = readySeconds;
  }

  /// Starts the launcher and waits for its line `ready HOST:PORT FINGERPRINT`.
  ///
  /// @param properties system properties, each `-Dname=value`
  static ServerProcess start(Path data, List<String> properties) throws IOException {
    String launcher = System.getProperty("sotto.launcher", "./sotto");
    List<String> command = new ArrayList<>(List.of(launcher, "serve", "--data", data.toString()));
    command.addAll(List.of("--listen", "127.0.0.1:0", "--register", "open"));
    command.addAll(List.of("--max-accounts", "20000"));
    long from = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(data.resolveSibling(data.getFileName() + ".log").toFile());
    if (!properties.isEmpty()) {
      // The java launcher reads this; it says so on the error output.
      builder.environment().put("JDK_JAVA_OPTIONS", String.join(" ", properties));
    }
    Process process = builder.start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("ready ")) {
        double seconds = (System.nanoTime() - from) / 1e9;
        String place = line.split(" ")[1];
        int colon = place.lastIndexOf(':');
        int port = Integer.parseInt(place.substring(colon + 1));
        drain(lines);
        return new ServerProcess(process, place.substring(0, colon), port, seconds);
      }
    }
    process.destroyForcibly();
    throw new IOException("./sotto serve ended before it was ready.");
  }

  /// Nobody reads what it prints later, and it must not block on that.
  private static void drain(BufferedReader lines) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (lines.readLine() != null) {
              Thread.onSpinWait();
            }
          } catch (IOException ended) {
            Thread.currentThread().interrupt();
          }
        });
  }

  long pid() {
    return process.pid();
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  /// From the shell to the line `ready`.
  double readySeconds() {
    return readySeconds;
  }

  /// SIGKILL.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOPPING_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

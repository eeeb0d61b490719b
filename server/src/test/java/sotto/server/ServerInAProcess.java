package sotto.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A server that can be killed: the same classes in a process of their own, open to everyone.
final class ServerInAProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private ServerInAProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static ServerInAProcess start(Path data) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // Whoever is killed leaves it behind: here it goes with the test.
                "-Dorg.sqlite.tmpdir=" + data.toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                ServerInAProcess.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.startsWith("port ")) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("the server did not start");
    }
    return new ServerInAProcess(process, Integer.parseInt(line.substring(5)));
  }

  Peer greeted() throws IOException {
    Peer peer = Peer.open("127.0.0.1", port, 0);
    peer.greet();
    return peer;
  }

  @Override
  public void close() {
    kill();
  }

  /// SIGKILL.
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public static void main(String[] args) throws Exception {
    ServerSettings settings =
        Running.settings(Path.of(args[0])).registering(Registration.OPEN, 1_000);
    Server server = new Running().start(settings);
    System.out.println("port " + server.port());
    Thread.currentThread().join();
  }
}

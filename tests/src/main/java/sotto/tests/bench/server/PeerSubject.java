package sotto.tests.bench.server;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import sotto.tests.bench.load.Driver;
import sotto.tests.bench.load.Loop;
import sotto.tests.bench.load.MqttDriver;
import sotto.tests.bench.load.NatsDriver;

/// Another server, when its program is on the path.
///
/// @param driver how it is spoken to
/// @param configuration with `@` for its folder; passed as a file
record PeerSubject(
    String name,
    Durability durability,
    String program,
    int port,
    Protocol driver,
    String configuration)
    implements Subject {

  enum Protocol {
    MQTT,
    NATS
  }

  /// The peers that need no more than one program and one file.
  static List<Subject> all() {
    return List.of(
        new PeerSubject(
            "Mosquitto, QoS 1",
            Durability.MEMORY,
            "mosquitto",
            18_930,
            Protocol.MQTT,
            """
            listener 18930 127.0.0.1
            allow_anonymous true
            persistence true
            persistence_location @/
            max_queued_messages 0
            max_queued_bytes 0
            max_inflight_messages 20
            log_type error
            user root
            """),
        new PeerSubject(
            "NATS JetStream, sync always",
            Durability.SERVER,
            "nats-server",
            43_220,
            Protocol.NATS,
            """
            listen: "127.0.0.1:43220"
            max_connections: 64000
            authorization { user: bench, password: bench }
            jetstream { store_dir: "@/js", max_mem: 256M, max_file: 20G, sync_interval: always }
            """));
  }

  @Override
  public String missing() {
    return path().isPresent() ? "" : name + " is left out: " + program + " is not installed.";
  }

  private Optional<String> path() {
    String folders = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Arrays.stream(folders.split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  @Override
  public Running start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("sotto-peer-");
    Path file = folder.resolve("configuration");
    Files.writeString(file, configuration.replace("@", folder.toString()));
    Process process =
        new ProcessBuilder(path().orElse(program), "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    await(process);
    return new PeerRunning(this, folder, process);
  }

  private void await(Process process) throws IOException, InterruptedException {
    for (int i = 0; i < 100; i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 100);
        return;
      } catch (IOException notYet) {
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
          break;
        }
      }
    }
    throw new IOException(name + " did not start.");
  }

  private record PeerRunning(PeerSubject peer, Path folder, Process process) implements Running {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public Driver driver(Loop loop) {
      return switch (peer.driver) {
        case MQTT -> new MqttDriver(loop, "127.0.0.1", peer.port);
        case NATS -> new NatsDriver(loop, "127.0.0.1", peer.port);
      };
    }

    @Override
    public void close() {
      process.destroy();
      try {
        process.waitFor(20, TimeUnit.SECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      process.destroyForcibly();
      Folders.delete(folder);
    }
  }
}

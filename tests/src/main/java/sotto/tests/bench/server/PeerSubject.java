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
import sotto.tests.bench.load.XmppDriver;

/// Another server, when its program is on the path.
///
/// @param preparation sets it up in a folder
record PeerSubject(
    String name,
    Durability durability,
    String program,
    int port,
    Protocol protocol,
    Preparation preparation)
    implements Subject {

  enum Protocol {
    MQTT,
    NATS,
    XMPP
  }

  @FunctionalInterface
  interface Preparation {
    PeerPrograms.Command in(String program, Path folder, int port)
        throws IOException, InterruptedException;
  }

  static List<Subject> all() {
    return List.of(
        new PeerSubject(
            "Artemis, QoS 1",
            Durability.SERVER,
            "artemis",
            18_940,
            Protocol.MQTT,
            PeerPrograms::artemis),
        new PeerSubject(
            "NATS JetStream, sync always",
            Durability.SERVER,
            "nats-server",
            43_220,
            Protocol.NATS,
            PeerPrograms::nats),
        new PeerSubject(
            "Mosquitto, QoS 1",
            Durability.MEMORY,
            "mosquitto",
            18_930,
            Protocol.MQTT,
            PeerPrograms::mosquitto),
        new PeerSubject(
            "ejabberd, Mnesia",
            Durability.MEMORY,
            "ejabberdctl",
            53_220,
            Protocol.XMPP,
            PeerPrograms::ejabberd),
        new PeerSubject(
            "Prosody", Durability.MEMORY, "prosody", 54_220, Protocol.XMPP, PeerPrograms::prosody));
  }

  @Override
  public String missing() {
    return path().isPresent() ? "" : name + " is left out: " + program + " is not installed.";
  }

  @Override
  public int queued() {
    return protocol == Protocol.MQTT ? Subject.super.queued() : 20_000;
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
    PeerPrograms.Command command = preparation.in(path().orElse(program), folder, port);
    ProcessBuilder builder =
        new ProcessBuilder(command.words())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile());
    builder.environment().putAll(command.environment());
    Process process = builder.start();
    PeerRunning running = new PeerRunning(this, folder, process);
    try {
      await(process);
    } catch (IOException notStarted) {
      String said = Files.readString(folder.resolve("out"));
      running.close();
      throw new IOException(notStarted.getMessage() + " " + said, notStarted);
    }
    return running;
  }

  private void await(Process process) throws IOException, InterruptedException {
    for (int i = 0; i < 300; i++) {
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
      return switch (peer.protocol) {
        case MQTT -> new MqttDriver(loop, "127.0.0.1", peer.port);
        case NATS -> new NatsDriver(loop, "127.0.0.1", peer.port);
        case XMPP -> new XmppDriver(loop, "127.0.0.1", peer.port);
      };
    }

    @Override
    public void close() {
      List<ProcessHandle> started = process.descendants().toList();
      process.destroy();
      try {
        process.waitFor(20, TimeUnit.SECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      process.destroyForcibly();
      started.forEach(ProcessHandle::destroyForcibly);
      Folders.delete(folder);
    }
  }
}

package sotto.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sotto.protocol.limits.Policy;
import sotto.server.Invites;
import sotto.server.Listener;
import sotto.server.Registration;
import sotto.server.Server;
import sotto.server.ServerException;
import sotto.server.ServerSettings;

/// A real server on loopback and profiles in a temporary folder, used through commands as a script
/// would.
final class Town implements AutoCloseable {
  private final Path folder;
  private final BlockingQueue<String> codes;
  private final BlockingQueue<String> links;
  private Server server;

  private Town(
      Path folder, BlockingQueue<String> codes, BlockingQueue<String> links, Server server) {
    this.folder = folder;
    this.codes = codes;
    this.links = links;
    this.server = server;
  }

  static Town open(Path folder) throws ServerException {
    return open(folder, Policy.NORMAL);
  }

  static Town open(Path folder, Policy policy) throws ServerException {
    var codes = new LinkedBlockingQueue<String>();
    var links = new LinkedBlockingQueue<String>();
    var server =
        Server.start(
            settings(folder.resolve("server"), 0).limitedBy(policy), new Heard(codes, links));
    return new Town(folder, codes, links, server);
  }

  Path folder() {
    return folder;
  }

  int port() {
    return server.port();
  }

  String host() {
    return "localhost";
  }

  String invite() throws ServerException {
    return Invites.create(folder.resolve("server"), 1, Duration.ofHours(1));
  }

  String link() throws InterruptedException {
    return String.valueOf(links.poll(10, TimeUnit.SECONDS));
  }

  String code() throws InterruptedException {
    return String.valueOf(codes.poll(10, TimeUnit.SECONDS));
  }

  void stop() {
    server.close();
  }

  /// Starts again with the same data, on the same port.
  void start() throws ServerException {
    server =
        Server.start(settings(folder.resolve("server"), server.port()), new Heard(codes, links));
  }

  /// Starts again with the same data, on another port.
  String startElsewhere() throws ServerException, IOException {
    int free;
    try (var probe = new ServerSocket(0)) {
      free = probe.getLocalPort();
    }
    server = Server.start(settings(folder.resolve("server"), free), new Heard(codes, links));
    return invite();
  }

  /// Another server, with keys of its own, takes the place of this one.
  void impostor() throws ServerException {
    server =
        Server.start(settings(folder.resolve("impostor"), server.port()), new Heard(codes, links));
  }

  CommandRun as(String person, String... args) {
    return typing("", person, args);
  }

  CommandRun typing(String input, String person, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--profile");
    all.add(folder.resolve(person).toString());
    return CommandRun.withInput(input, all.toArray(String[]::new));
  }

  /// Registers people by invite, without passphrases.
  void settle(String... people) throws ServerException {
    for (String person : people) {
      var run = as(person, "register", invite(), "--as", person, "--no-passphrase");
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
  }

  Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Override
  public void close() {
    server.close();
  }

  private static ServerSettings settings(Path data, int port) {
    return ServerSettings.of(data).listening("127.0.0.1", port).registering(Registration.CODE, 100);
  }

  private record Heard(BlockingQueue<String> codes, BlockingQueue<String> links)
      implements Listener {
    @Override
    public void invite(String link) {}

    @Override
    public void link(String link) {
      links.add(link);
    }

    @Override
    public void code(String address, String code) {
      codes.add(code);
    }

    @Override
    public void ready(String host, int port, String fingerprint, String metrics) {}

    @Override
    public void failed(String sentence) {}
  }
}

package sotto.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
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
import sotto.server.ServerException;
import sotto.server.ServerSettings;
import sotto.server.net.RunningServer;

/// A real server on loopback and profiles in a temporary folder, used through commands as a script
/// would.
public final class Town implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int UNREACHABLE = 3;

  private final Path folder;
  private final BlockingQueue<String> codes;
  private final BlockingQueue<String> links;
  private RunningServer server;
  private Duration patience = PATIENCE;

  private Town(
      Path folder, BlockingQueue<String> codes, BlockingQueue<String> links, RunningServer server) {
    this.folder = folder;
    this.codes = codes;
    this.links = links;
    this.server = server;
  }

  public static Town open(Path folder) throws ServerException {
    return open(folder, Policy.NORMAL);
  }

  public static Town open(Path folder, Policy policy) throws ServerException {
    var codes = new LinkedBlockingQueue<String>();
    var links = new LinkedBlockingQueue<String>();
    var server =
        RunningServer.start(
            settings(folder.resolve("server"), 0).limitedBy(policy), new Heard(codes, links));
    return new Town(folder, codes, links, server);
  }

  public Path folder() {
    return folder;
  }

  public int port() {
    return server.port();
  }

  public String host() {
    return "localhost";
  }

  public String invite() throws ServerException {
    return Invites.create(folder.resolve("server"), 1, Duration.ofHours(1));
  }

  public String link() throws InterruptedException {
    return String.valueOf(links.poll(10, TimeUnit.SECONDS));
  }

  public String code() throws InterruptedException {
    return String.valueOf(codes.poll(10, TimeUnit.SECONDS));
  }

  public void stop() {
    server.close();
  }

  /// Starts again with the same data, on the same port.
  public void start() throws ServerException {
    server =
        RunningServer.start(
            settings(folder.resolve("server"), server.port()), new Heard(codes, links));
  }

  /// Starts again with the same data, on another port.
  public String startElsewhere() throws ServerException, IOException {
    int free;
    try (var probe = new ServerSocket(0)) {
      free = probe.getLocalPort();
    }
    server = RunningServer.start(settings(folder.resolve("server"), free), new Heard(codes, links));
    return invite();
  }

  /// Another server, with keys of its own, takes the place of this one.
  public void impostor() throws ServerException {
    server =
        RunningServer.start(
            settings(folder.resolve("impostor"), server.port()), new Heard(codes, links));
  }

  /// The server that was there at first, on its port.
  public void genuine() throws ServerException {
    start();
  }

  /// Commands wait no longer for a server from now on: for one that does not answer anyway.
  public void hurry() {
    hurry(Duration.ofMillis(400));
  }

  public void hurry(Duration most) {
    patience = most;
  }

  /// As long as ever, again.
  public void takeTime() {
    patience = PATIENCE;
  }

  /// A command at a server that answers and says no for now: what it says is told when the patience
  /// ends. That is short, unless this machine takes longer than that to connect.
  public CommandRun putOff(String person, String... args) {
    for (Duration most = Duration.ofMillis(400); ; most = most.multipliedBy(2)) {
      hurry(most);
      var run = as(person, args);
      takeTime();
      if (run.exitCode() != UNREACHABLE || most.compareTo(PATIENCE) > 0) {
        return run;
      }
    }
  }

  /// The server's disk takes nothing more.
  public void fillDisk() throws InterruptedException {
    server.onStore(store -> store.limitPages(store.pages()));
  }

  public void freeDisk() throws InterruptedException {
    server.onStore(store -> store.limitPages(1_000_000));
  }

  public CommandRun as(String person, String... args) {
    return typing("", person, args);
  }

  public CommandRun typing(String input, String person, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--profile");
    all.add(folder.resolve(person).toString());
    return CommandRun.patiently(
        patience, input.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
  }

  /// Registers people by invite, without passphrases.
  public void settle(String... people) throws ServerException {
    for (String person : people) {
      var run = as(person, "register", invite(), "--as", person, "--no-passphrase");
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
  }

  public Path file(String name, String content) throws IOException {
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

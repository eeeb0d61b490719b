package sotto.app.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Event;
import sotto.client.MessageId;
import sotto.client.Unlock;
import sotto.protocol.limits.Policy;
import sotto.server.Invites;
import sotto.server.Listener;
import sotto.server.Server;
import sotto.server.ServerException;
import sotto.server.ServerSettings;

/// A real server on this machine, and real clients of it: what the attackers meet.
final class Ground implements AutoCloseable {
  private static final Duration INVITE_LIFE = Duration.ofHours(1);

  private final Path folder;
  private final ServerSettings settings;
  private final List<Citizen> citizens = new ArrayList<>();
  private final List<Tap> taps = new ArrayList<>();
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private Optional<Server> server = Optional.empty();
  private int port;

  private Ground(Path folder, ServerSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  static Ground open(Path folder, Policy policy) throws ServerException {
    var settings =
        ServerSettings.of(folder.resolve("server")).listening("127.0.0.1", 0).limitedBy(policy);
    var ground = new Ground(folder, settings);
    ground.start();
    return ground;
  }

  /// Another server with its own people, under other limits.
  Ground beside(String name, Policy policy) throws ServerException {
    return open(folder.resolve(name), policy);
  }

  /// Starts the server, on the port of its last start.
  void start() throws ServerException {
    Server started = Server.start(settings, new Quiet());
    port = started.port();
    server = Optional.of(started);
  }

  void stop() {
    server.ifPresent(Server::close);
    server = Optional.empty();
  }

  int port() {
    return port;
  }

  Path data() {
    return settings.data();
  }

  Disk disk() {
    return new Disk(data());
  }

  Path profile(String name) {
    return folder.resolve(name);
  }

  Tap tap() throws IOException {
    Tap tap = Tap.to(port);
    taps.add(tap);
    return tap;
  }

  Citizen register(String name) throws Exception {
    return register(name, name, port);
  }

  Citizen register(String name, int through) throws Exception {
    return register(name, name, through);
  }

  /// Somebody who registers a name, with a profile folder of his own, through a port.
  Citizen register(String folderName, String name, int through) throws Exception {
    String invite =
        Invites.create(data(), 1, INVITE_LIFE).replace(":" + port + "/", ":" + through + "/");
    return with(name, Client.register(profile(folderName), new Unlock.KeyFile(), invite, name));
  }

  /// Somebody who opens his profile again and goes online.
  Citizen comes(String name) throws ClientException {
    Client client = Client.open(profile(name), new Unlock.KeyFile());
    Citizen citizen = with(name, client);
    client.connect();
    client.awaitOnline(Citizen.PATIENCE);
    return citizen;
  }

  /// Opens a profile that may not get online.
  Citizen opens(String name) throws ClientException {
    Citizen citizen = with(name, Client.open(profile(name), new Unlock.KeyFile()));
    citizen.client().connect();
    return citizen;
  }

  private Citizen with(String name, Client client) {
    var citizen = new Citizen(name, client);
    citizens.add(citizen);
    return citizen;
  }

  void leaves(Citizen citizen) {
    citizens.remove(citizen);
    citizen.client().close();
  }

  /// Two who have written to each other before. Their receipts are through, too: they would go out
  /// a while later, and lie in a queue among what the attack is about.
  void acquaint(Citizen one, Citizen other) throws Exception {
    MessageId hello = one.says(other.name(), "Hello");
    other.reads("Hello");
    other.client().accept(one.address());
    MessageId back = other.says(one.name(), "Hello yourself");
    one.reads("Hello yourself");
    other.client().flush(Citizen.PATIENCE);
    one.sees(Event.Receipt.class, receipt -> receipt.of().equals(hello));
    one.client().flush(Citizen.PATIENCE);
    other.sees(Event.Receipt.class, receipt -> receipt.of().equals(back));
  }

  @Override
  public void close() {
    List.copyOf(citizens).forEach(c -> c.client().close());
    taps.forEach(Tap::close);
    stop();
  }

  private final class Quiet implements Listener {
    @Override
    public void invite(String link) {}

    @Override
    public void link(String link) {}

    @Override
    public void code(String address, String code) {}

    @Override
    public void ready(String host, int port, String fingerprint, String metrics) {}

    @Override
    public void failed(String sentence) {
      troubles.add(sentence);
    }
  }
}

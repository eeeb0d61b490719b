package sotto.tests.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Unlock;
import sotto.server.Invites;
import sotto.server.Listener;
import sotto.server.Registration;
import sotto.server.Server;
import sotto.server.ServerException;
import sotto.server.ServerSettings;

/// A server in a folder, and the profiles of people who use it.
final class House implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  final Path folder;
  final BlockingQueue<String> codes = new LinkedBlockingQueue<>();
  private final ServerSettings settings;
  private final Map<String, Client> open = new HashMap<>();
  private Optional<Server> server = Optional.empty();
  private volatile String link = "";

  private House(Path folder, ServerSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  static House open(Path folder) throws ServerException {
    return open(folder, Registration.INVITE);
  }

  static House open(Path folder, Registration registration) throws ServerException {
    ServerSettings settings =
        ServerSettings.of(folder.resolve("server"))
            .listening("127.0.0.1", 0)
            .registering(registration, 100);
    House house = new House(folder, settings);
    house.startServer();
    return house;
  }

  void startServer() throws ServerException {
    server = Optional.of(Server.start(settings, new Ear()));
  }

  void stopServer() {
    server.ifPresent(Server::close);
    server = Optional.empty();
  }

  String link() {
    return link;
  }

  Path serverData() {
    return settings.data();
  }

  String invite() throws ServerException {
    return Invites.create(settings.data(), 1, Duration.ofHours(1));
  }

  Path profile(String name) {
    return folder.resolve(name);
  }

  /// A person who registers by invite and stays online.
  Person register(String name) throws Exception {
    Client client = Client.register(profile(name), new Unlock.KeyFile(), invite(), name);
    return entered(name, client);
  }

  /// A person who comes back.
  Person comes(String name) throws ClientException {
    Client client = Client.open(profile(name), new Unlock.KeyFile());
    client.connect();
    client.awaitOnline(PATIENCE);
    return entered(name, client);
  }

  Person entered(String name, Client client) {
    open.put(name, client);
    return new Person(name, client);
  }

  void leaves(Person person) {
    open.remove(person.name());
    person.client().close();
  }

  @Override
  public void close() {
    List<Client> clients = new ArrayList<>(open.values());
    clients.forEach(Client::close);
    stopServer();
  }

  private final class Ear implements Listener {
    @Override
    public void invite(String invite) {}

    @Override
    public void link(String plain) {
      link = plain;
    }

    @Override
    public void code(String address, String code) {
      codes.add(code);
    }

    @Override
    public void ready(String host, int port, String fingerprint, String metrics) {}

    @Override
    public void failed(String sentence) {
      throw new AssertionError(sentence);
    }
  }
}

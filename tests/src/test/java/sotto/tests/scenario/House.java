package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Unlock;
import sotto.protocol.limits.Policy;
import sotto.server.Invites;
import sotto.server.Listener;
import sotto.server.Registration;
import sotto.server.Server;
import sotto.server.ServerException;
import sotto.server.ServerSettings;
import sotto.tests.stage.Stage;
import sotto.tests.stage.Theatre;

/// A server in a folder, and the profiles of people who use it.
final class House implements Stage, AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path folder;
  private final BlockingQueue<String> codes = new LinkedBlockingQueue<>();
  private final ServerSettings settings;
  private final List<Person> people = new ArrayList<>();
  private Optional<Server> server = Optional.empty();
  private volatile String link = "";

  private House(Path folder, ServerSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  static House open(Path folder) throws ServerException {
    return open(folder, Theatre.SMALL);
  }

  static House open(Path folder, Policy limits) throws ServerException {
    ServerSettings settings =
        ServerSettings.of(folder.resolve("server"))
            .listening("127.0.0.1", 0)
            .registering(Registration.CODE, 100)
            .limitedBy(limits);
    House house = new House(folder, settings);
    house.serverStarts();
    return house;
  }

  @Override
  public void serverStarts() throws ServerException {
    server = Optional.of(Server.start(settings, new Ear()));
  }

  @Override
  public void serverStops() {
    server.ifPresent(Server::close);
    server = Optional.empty();
  }

  Path serverData() {
    return settings.data();
  }

  @Override
  public String invite() throws ServerException {
    return Invites.create(settings.data(), 1, Duration.ofHours(1));
  }

  Path profile(String name) {
    return folder.resolve(name);
  }

  // --- who comes ---

  @Override
  public Person enters(String name) throws ServerException, ClientException {
    return enters(name, invite(), name);
  }

  @Override
  public Person enters(String profile, String link, String name) throws ClientException {
    return entered(profile, Client.register(profile(profile), new Unlock.KeyFile(), link, name));
  }

  @Override
  public String asksForACode(String number) throws Exception {
    assertThat(Client.requestCode(profile(number), new Unlock.KeyFile(), link, number).address())
        .isEqualTo(number + "@localhost");
    return codes.take();
  }

  @Override
  public Person entersWith(String code, String number) throws ClientException {
    return entered(number, Client.verify(profile(number), new Unlock.KeyFile(), code));
  }

  /// The clock of the server is the machine's; so its record of the codes is changed.
  @Override
  public void codesGrowOlder(Duration by) throws Exception {
    try (var database =
            DriverManager.getConnection(
                "jdbc:sqlite:" + serverData().resolve("server.db") + "?busy_timeout=5000");
        var sql = database.createStatement()) {
      assertThat(sql.executeUpdate("UPDATE code SET issued = issued - " + by.toMillis()))
          .isPositive();
    }
  }

  /// Somebody at a profile that is there already.
  Person opens(String profile) throws ClientException {
    Client client = Client.open(profile(profile), new Unlock.KeyFile());
    Person person = entered(profile, client);
    client.connect();
    client.awaitOnline(PATIENCE);
    return person;
  }

  /// Whose client is closed with the house.
  Person entered(String name, Client client) {
    Person person = new Person(this, name, client);
    people.add(person);
    return person;
  }

  @Override
  public void atOnce(Act... acts) throws Exception {
    List<FutureTask<Boolean>> all = new ArrayList<>();
    for (Act act : acts) {
      FutureTask<Boolean> task =
          new FutureTask<>(() -> {
            act.done();
            return true;
          });
      all.add(task);
      Thread.ofVirtual().start(task);
    }
    for (FutureTask<Boolean> task : all) {
      try {
        task.get();
      } catch (ExecutionException e) {
        throw new AssertionError("An act failed: " + e.getCause(), e);
      }
    }
  }

  @Override
  public void close() {
    people.forEach(Person::close);
    serverStops();
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

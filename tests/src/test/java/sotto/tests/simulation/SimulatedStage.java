package sotto.tests.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sotto.client.ClientException;
import sotto.client.engine.Command;
import sotto.mls.codec.MlsException;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.Code;
import sotto.protocol.identity.InviteLink;
import sotto.tests.stage.Player;
import sotto.tests.stage.Stage;
import sotto.tests.stage.Theatre;

/// A scene's stage in a world under a seed. People come to be in calm weather; in the end nothing
/// fails any more, everybody is here, and all agree.
final class SimulatedStage implements Stage {
  final World world;
  private final Weather weather;
  private final List<Begun> begun = new ArrayList<>();
  private final Map<String, Person> pending = new HashMap<>();
  private boolean hurried;
  private boolean forgotten;

  SimulatedStage(World world) {
    this.world = world;
    this.weather = Weather.of(world.seed);
  }

  void plays(Theatre.Scene scene) {
    world.note("the weather is " + weather);
    try {
      scene.play(this);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e.toString(), e);
    }
    calm();
    world
        .people
        .values()
        .forEach(person -> {
          person.client().starts();
          person.client().connect();
        });
    world.settle();
    if (forgotten) {
      Agreement.sameGroups(world);
    } else {
      Agreement.holds(world);
    }
  }

  /// Somebody put an old copy in place of a profile: not all that was said is known to all.
  void somebodyForgot() {
    forgotten = true;
  }

  private void calm() {
    world.faults.none();
    world.server.lies(Lies.NONE);
    world.until("the server is up", () -> world.server.up());
  }

  // --- who comes ---

  @Override
  public String invite() {
    return world.server.invite().text();
  }

  @Override
  public Player enters(String profile, String link, String name) throws Exception {
    Person person = new Person(world, name);
    InviteLink parsed = InviteLink.parse(link);
    person.client().begin(parsed, name);
    return registered(person, profile, new Admission.ByInvite(parsed.token().orElseThrow()));
  }

  @Override
  public String asksForACode(String number) throws ClientException {
    calm();
    Person person = new Person(world, number);
    person.client().begin(world.server.invite(), number);
    person.client().connect();
    person.does(new Command.RequestCode());
    world.pass(Duration.ofSeconds(2));
    refused(person);
    pending.put(number, person);
    return Objects.requireNonNull(world.server.codes.get(person.address())).digits();
  }

  @Override
  public Player entersWith(String code, String number) throws ClientException, MlsException {
    Person person = Objects.requireNonNull(pending.get(number));
    person.client().dies();
    person.client().starts();
    return registered(person, number, new Admission.ByCode(Code.parse(code)));
  }

  private Player registered(Person person, String profile, Admission admission)
      throws ClientException {
    calm();
    person.client().connect();
    person.does(new Command.Register(admission));
    world.pass(Duration.ofSeconds(2));
    refused(person);
    world.people.put(profile, person);
    weather.begin(world);
    return new SimulatedPlayer(this, person);
  }

  private static void refused(Person person) throws ClientException {
    if (!person.troubles().isEmpty()) {
      person.client().disconnect();
      throw person.troubles().removeLast().asException();
    }
  }

  @Override
  public void codesGrowOlder(Duration by) {
    world.pass(by);
  }

  // --- what happens ---

  @Override
  public void serverStops() {
    world.until("the server is up", () -> world.server.up());
    world.server.dies();
  }

  @Override
  public void serverStarts() {
    world.server.starts();
  }

  @Override
  public void atOnce(Act... acts) throws Exception {
    hurried = true;
    for (Act act : acts) {
      act.done();
    }
    hurried = false;
    for (Begun change : begun) {
      change.waits();
    }
    begun.clear();
  }

  /// Waits for a change now, or after the others that are begun at once with it.
  void awaits(Begun change) throws ClientException {
    if (hurried) {
      begun.add(change);
    } else {
      change.waits();
    }
  }

  interface Begun {
    void waits() throws ClientException;
  }
}

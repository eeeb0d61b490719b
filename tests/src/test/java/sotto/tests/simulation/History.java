package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import sotto.client.Conversation;
import sotto.client.Event;

/// A random life of some people: they talk, found, change and leave conversations, go and come,
/// while whatever can fail fails. In the end everybody agrees.
final class History {
  private static final String[] NAMES = {"alice", "bob", "carol", "dave", "erin", "frank"};

  private final World world;
  private final SplittableRandom dice;
  private final List<Person> people = new ArrayList<>();

  /// By conversation id: who was in it from its founding and was never asked to go.
  private final Map<String, Set<Person>> stayed = new HashMap<>();

  private int said;
  private int founded;

  History(World world) {
    this.world = world;
    this.dice = world.stream();
  }

  void live(int count, int steps) {
    begin(count);
    for (int i = 0; i < steps; i++) {
      step();
      if (dice.nextInt(4) > 0) {
        world.pass(Duration.ofMillis(dice.nextInt(dice.nextInt(8) == 0 ? 40_000 : 400)));
      }
    }
    end();
    world.settle();
  }

  /// Some people, and a measure of what fails.
  void begin(int count) {
    for (int i = 0; i < count; i++) {
      people.add(world.person(NAMES[i]));
    }
    world.faults.latency = Duration.ofMillis(1 + dice.nextInt(400));
    world.faults.cut = dice.nextInt(3) * 0.004;
    world.faults.clientCrash = dice.nextInt(3) * 0.006;
    world.faults.serverCrash = dice.nextInt(3) * 0.004;
    world.faults.batching = dice.nextInt(2) * 0.3;
  }

  /// Nothing fails any more, and everybody is here.
  void end() {
    world.faults.none();
    world.pass(Duration.ofMinutes(1));
    people.forEach(p -> {
      p.client().starts();
      p.client().connect();
    });
  }

  List<Person> people() {
    return people;
  }

  /// Somebody does something.
  void step() {
    Person who = people.get(dice.nextInt(people.size()));
    if (!who.client().running()) {
      return;
    }
    switch (dice.nextInt(20)) {
      case 0 -> found(who);
      case 1 -> add(who);
      case 2 -> remove(who);
      case 3 -> group(who, c -> who.renames(c.id(), "renamed" + dice.nextInt(100)));
      case 4 -> leave(who);
      case 5 -> who.client().disconnect();
      case 6, 7 -> people.forEach(p -> p.client().connect());
      case 8 -> who.client().cutCable();
      case 9 -> crash(who);
      default -> say(who);
    }
  }

  private void crash(Person who) {
    if (world.faults.clientCrash > 0) {
      who.client().dies();
      world.after(
          world.upTo(Duration.ofSeconds(5)),
          () -> {
            who.client().starts();
            who.client().connect();
          });
    }
  }

  private void found(Person who) {
    List<String> others = new ArrayList<>();
    for (Person other : people) {
      if (other != who && dice.nextInt(3) > 0) {
        others.add(other.name());
      }
    }
    if (founded < 4 && !others.isEmpty()) {
      who.founds("group" + founded++, others.toArray(String[]::new));
    }
  }

  private void add(Person who) {
    group(
        who,
        c -> {
          Person other = people.get(dice.nextInt(people.size()));
          if (!names(c).contains(other.address().toString())) {
            gone(c, other);
            who.adds(c.id(), other.name());
          }
        });
  }

  private void remove(Person who) {
    group(
        who,
        c -> {
          Person other = people.get(dice.nextInt(people.size()));
          if (other != who && names(c).contains(other.address().toString())) {
            gone(c, other);
            who.removes(c.id(), other.name());
          }
        });
  }

  private void leave(Person who) {
    group(
        who,
        c -> {
          if (c.members().size() > 1) {
            gone(c, who);
            who.leaves(c.id());
          }
        });
  }

  private void group(Person who, Consumer<Conversation> change) {
    List<Conversation> open =
        open(who).stream().filter(c -> c.kind() == Conversation.Kind.GROUP).toList();
    if (!open.isEmpty()) {
      change.accept(open.get(dice.nextInt(open.size())));
    }
  }

  private static List<Conversation> open(Person who) {
    return who.conversations().stream()
        .filter(
            c -> c.state() == Conversation.State.ACTIVE || c.state() == Conversation.State.REQUEST)
        .toList();
  }

  private static List<String> names(Conversation c) {
    return c.members().stream().map(Conversation.Member::address).toList();
  }

  private void gone(Conversation c, Person who) {
    stayed.computeIfAbsent(c.id(), _ -> new HashSet<>()).add(who);
  }

  private void say(Person who) {
    String text = who.name() + " says " + said++;
    List<Conversation> open = open(who);
    if (!open.isEmpty() && dice.nextInt(4) > 0) {
      who.says(open.get(dice.nextInt(open.size())).id(), text);
      return;
    }
    Person other = people.get(dice.nextInt(people.size()));
    if (other != who) {
      who.says(other.name(), text);
    }
  }

  /// Who is in a conversation now and was never asked out of it or into it later.
  private List<Person> staying(Conversation c) {
    Set<Person> moved = stayed.getOrDefault(c.id(), Set.of());
    return people.stream()
        .filter(p -> names(c).contains(p.address().toString()) && !moved.contains(p))
        .toList();
  }

  void everybodyAgrees() {
    Agreement.holds(world);
    for (Person person : people) {
      person.sawNothingUnreadable();
      assertThat(person.saw(Event.Gap.class)).as(person.name() + " misses nothing").isEmpty();
      assertThat(person.saw(Event.IdentityChanged.class)).isEmpty();
      for (Conversation c : open(person)) {
        List<Person> staying = staying(c);
        if (staying.contains(person)) {
          Agreement.everythingArrived(c.id(), staying);
        }
      }
    }
  }

  int said() {
    return said;
  }
}

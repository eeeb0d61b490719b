package sotto.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import sotto.mls.crypto.PortableCrypto;
import sotto.protocol.limits.Limits;
import sotto.protocol.limits.Policy;
import sotto.tests.stage.Theatre;

/// One thread, one seed, one clock: whatever happens here happens again under the same seed
/// (invariant 12).
final class World {
  static final Policy SMALL = Theatre.SMALL;

  private static final Instant BEGINNING = Instant.parse("2026-03-01T08:00:00Z");
  private static final Duration PATIENCE = Duration.ofHours(8);
  private static final Duration QUIET = Duration.ofSeconds(70);
  private static final int MOST_EVENTS = 2_000_000;

  private record Due(Instant at, long order, Runnable work) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  final long seed;

  /// The largest ratchet tree, in bytes, that clients put into a Welcome.
  int treeInWelcome = Limits.MAX_TREE_IN_WELCOME;

  final Ledger ledger = new Ledger();
  final Faults faults = new Faults();
  final SimulatedServer server;
  final Map<String, Person> people = new LinkedHashMap<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private final SplittableRandom chance;
  private final List<String> trace = new ArrayList<>();
  private Instant now = BEGINNING;
  private long order;
  private long activity;

  World(long seed) {
    this(seed, SMALL);
  }

  World(long seed, Policy policy) {
    this.seed = seed;
    this.chance = new SplittableRandom(seed);
    this.server = new SimulatedServer(this, PortableCrypto.create(), policy);
  }

  Instant now() {
    return now;
  }

  SplittableRandom stream() {
    return chance.split();
  }

  SplittableRandom chance() {
    return chance;
  }

  /// True once in a while, as a fault's rate says.
  boolean happens(double rate) {
    return rate > 0 && chance.nextDouble() < rate;
  }

  Duration upTo(Duration most) {
    return Duration.ofNanos(1 + chance.nextLong(most.toNanos()));
  }

  void after(Duration wait, Runnable work) {
    at(now.plus(wait), work);
  }

  void at(Instant when, Runnable work) {
    due.add(new Due(when.isBefore(now) ? now : when, order++, work));
  }

  /// What happened, for whoever replays a seed; its hash tells two runs apart.
  void note(String what) {
    trace.add(now + " " + what);
  }

  List<String> trace() {
    return trace;
  }

  /// Lets this much time pass.
  void pass(Duration time) {
    Instant end = now.plus(time);
    for (int i = 0; !due.isEmpty() && !due.peek().at.isAfter(end); i++) {
      if (i > MOST_EVENTS) {
        throw new AssertionError("This world does not come to rest.");
      }
      Due next = due.poll();
      now = next.at;
      next.work.run();
    }
    now = end;
  }

  /// Until this holds, from one thing that happens to the next.
  void until(String what, BooleanSupplier holds) {
    Instant latest = now.plus(PATIENCE);
    while (!holds.getAsBoolean()) {
      if (now.isAfter(latest)) {
        throw new AssertionError("After " + PATIENCE.toHours() + " hours still not: " + what);
      }
      pass(due.isEmpty() ? QUIET : Duration.between(now, due.peek().at));
    }
  }

  /// A frame went out somewhere.
  void stir() {
    activity++;
  }

  /// Until nobody has said anything for more than a minute, and nobody wants to.
  void settle() {
    for (int minutes = 0; minutes < 240; minutes++) {
      long before = activity;
      pass(QUIET);
      boolean rest = people.values().stream().allMatch(Person::atRest) && server.atRest();
      if (rest && activity == before) {
        return;
      }
    }
    StringBuilder busy = new StringBuilder("After hours there is no rest:");
    people.values().forEach(p -> busy.append("\n").append(p.restless()));
    throw new AssertionError(busy.toString());
  }

  /// A new person who registers by invite.
  Person person(String name) {
    Person person = new Person(this, name);
    people.put(name, person);
    person.registers();
    return person;
  }

  Person of(String name) {
    return Objects.requireNonNull(people.get(name));
  }
}

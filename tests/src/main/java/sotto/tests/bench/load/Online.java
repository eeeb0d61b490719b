package sotto.tests.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import sotto.tests.bench.load.Driver.Link;
import sotto.tests.bench.load.Driver.Mailbox;
import sotto.tests.bench.load.Driver.Role;

/// Pairs who are all there: a closed loop. The next message of a slot leaves when the server has
/// accepted the last one and the receiver has it.
public final class Online {
  private static final int CONNECTING = 8;
  private static final int BOTH = 3;

  /// @param inFlight messages on their way in each pair
  public record Plan(int pairs, int inFlight, int size, double warmSeconds, double seconds) {}

  /// @param perServerSecond messages per second of the server's CPU
  /// @param loadMicros CPU of the load generator for each message
  /// @param wrong messages that came twice, damaged or out of place, and those that never came
  public record Result(
      double perSecond,
      double p50Micros,
      double p99Micros,
      double perServerSecond,
      double loadMicros,
      double writtenKilobytesEach,
      long wrong) {}

  /// One message at a time.
  private static final class Slot {
    private final int pair;
    private long sequence;
    private int state;

    Slot(int pair, long sequence) {
      this.pair = pair;
      this.sequence = sequence;
    }
  }

  private final Plan plan;
  private final Loop loop;
  private final Driver driver;
  private final Payloads payloads;
  private final Slot[][] slots;
  private final Link[] senders;
  private final Link[] receivers;
  private Histogram latency = new Histogram();
  private boolean measuring;
  private boolean stopping;
  private int flying;
  private long wrong;

  public Online(Plan plan, Loop loop, Driver driver, long seed) {
    this.plan = plan;
    this.loop = loop;
    this.driver = driver;
    this.payloads = new Payloads(plan.size(), seed);
    this.slots = new Slot[plan.pairs()][plan.inFlight()];
    this.senders = new Link[plan.pairs()];
    this.receivers = new Link[plan.pairs()];
  }

  public static String sender(int pair) {
    return "s" + pair;
  }

  public static String receiver(int pair) {
    return "r" + pair;
  }

  public Result run(long serverPid) throws Exception {
    List<Integer> pairs = IntStream.range(0, plan.pairs()).boxed().toList();
    Parallel.each(CONNECTING, pairs, this::connect);
    loop.call(this::start);
    Thread.sleep((long) (1_000 * plan.warmSeconds()));
    ProcessUsage before = ProcessUsage.of(serverPid);
    ProcessUsage ownBefore = ProcessUsage.own();
    long from = System.nanoTime();
    loop.call(() -> measuring = true);
    Thread.sleep((long) (1_000 * plan.seconds()));
    loop.call(() -> {
      measuring = false;
      stopping = true;
    });
    double seconds = (System.nanoTime() - from) / 1e9;
    ProcessUsage used = ProcessUsage.of(serverPid).minus(before);
    ProcessUsage own = ProcessUsage.own().minus(ownBefore);
    for (int i = 0; i < 50 && flying > 0; i++) {
      Thread.sleep(100);
    }
    loop.call(this::disconnect);
    long delivered = latency.total();
    return new Result(
        delivered / seconds,
        latency.micros(0.5),
        latency.micros(0.99),
        delivered / Math.max(used.cpuSeconds(), 0.01),
        1e6 * own.cpuSeconds() / Math.max(1, delivered),
        used.writtenKilobytes() / Math.max(1, delivered),
        wrong + flying);
  }

  private void connect(int pair) throws Exception {
    for (int i = 0; i < plan.inFlight(); i++) {
      slots[pair][i] = new Slot(pair, i - plan.inFlight());
    }
    receivers[pair] =
        driver.connect(
            receiver(pair),
            Role.RECEIVER,
            (payload, acknowledge) -> {
              acknowledge.run();
              received(pair, payload);
            });
    senders[pair] = driver.connect(sender(pair), Role.SENDER, Mailbox.IGNORING);
  }

  private void start() {
    for (Slot[] ofPair : slots) {
      for (Slot slot : ofPair) {
        next(slot);
      }
    }
  }

  private void next(Slot slot) {
    if (stopping) {
      return;
    }
    slot.sequence += plan.inFlight();
    slot.state = 0;
    flying++;
    long sequence = slot.sequence;
    senders[slot.pair].send(
        receiver(slot.pair), payloads.next(slot.pair, sequence), () -> arrived(slot, sequence, 2));
  }

  private void received(int pair, byte[] payload) {
    if (payloads.isOld(payload)) {
      return;
    }
    Payloads.Parsed parsed = payloads.parse(payload).orElse(new Payloads.Parsed(-1, 0, 0, 0));
    if (parsed.stream() != pair) {
      wrong++;
      return;
    }
    Slot slot = slots[pair][(int) (parsed.sequence() % plan.inFlight())];
    if (measuring && slot.sequence == parsed.sequence() && (slot.state & 1) == 0) {
      latency.add(System.nanoTime() - parsed.sentAt());
    }
    arrived(slot, parsed.sequence(), 1);
  }

  /// @param part 1 when the receiver has it, 2 when the server accepted it
  private void arrived(Slot slot, long sequence, int part) {
    if (slot.sequence != sequence || (slot.state & part) != 0) {
      wrong++;
      return;
    }
    slot.state |= part;
    if (slot.state == BOTH) {
      flying--;
      next(slot);
    }
  }

  private void disconnect() {
    List<Link> links = new ArrayList<>(List.of(senders));
    links.addAll(List.of(receivers));
    links.forEach(Link::disconnect);
  }
}

package sotto.tests.bench.load;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import sotto.tests.bench.load.Driver.Link;
import sotto.tests.bench.load.Driver.Mailbox;
import sotto.tests.bench.load.Driver.Pair;
import sotto.tests.bench.load.Driver.Role;

/// Messages to people who are away, and then everybody comes: queued in, then out. Each receiver
/// belongs to one sender.
public final class Offline {
  private static final int CONNECTING = 8;
  private static final long SILENCE_NANOS = 4_000_000_000L;

  /// @param messages in all
  /// @param inFlight of each sender while queuing
  /// @param longestSeconds after which a phase ends as it is
  public record Plan(
      int senders, int receivers, int messages, int inFlight, int size, int longestSeconds) {
    public Plan lasting(int seconds) {
      return new Plan(senders, receivers, messages, inFlight, size, seconds);
    }

    int each() {
      return messages / receivers;
    }

    /// Everybody who writes and to whom.
    public List<Pair> pairs() {
      return IntStream.range(0, receivers)
          .mapToObj(r -> new Pair(Online.sender(r % senders), Online.receiver(r)))
          .toList();
    }
  }

  /// @param accepted how many the server took responsibility for
  public record Queued(double perSecond, double perServerSecond, int accepted) {}

  /// @param lost what was accepted and did not come
  public record Drained(
      double perSecond,
      double perServerSecond,
      double loginSeconds,
      int lost,
      int twice,
      int wrong) {}

  private final Plan plan;
  private final Loop loop;
  private final Driver driver;
  private final Payloads payloads;
  private final Link[] senders;
  private final int[] sentBy;
  private final BitSet[] got;
  private final CompletableFuture<Long> allAccepted = new CompletableFuture<>();
  private final CompletableFuture<Long> allReceived = new CompletableFuture<>();
  private final Link[] receivers;
  private int accepted;
  private int received;
  private int twice;
  private int wrong;
  private volatile long lastReceived;
  private volatile boolean stopping;

  public Offline(Plan plan, Loop loop, Driver driver, long seed) {
    this.plan = plan;
    this.loop = loop;
    this.driver = driver;
    this.payloads = new Payloads(plan.size(), seed);
    this.senders = new Link[plan.senders()];
    this.receivers = new Link[plan.receivers()];
    this.sentBy = new int[plan.senders()];
    this.got = new BitSet[plan.receivers()];
  }

  public Queued enqueue(long serverPid) throws Exception {
    List<Integer> indexes = IntStream.range(0, plan.senders()).boxed().toList();
    Parallel.each(
        CONNECTING,
        indexes,
        s -> senders[s] = driver.connect(Online.sender(s), Role.SENDER, Mailbox.IGNORING));
    ProcessUsage before = ProcessUsage.of(serverPid);
    long from = System.nanoTime();
    loop.call(this::startSending);
    long to = endOf(allAccepted, Long.MAX_VALUE);
    stopping = true;
    ProcessUsage used = ProcessUsage.of(serverPid).minus(before);
    loop.call(() -> List.of(senders).forEach(Link::disconnect));
    double seconds = (to - from) / 1e9;
    return new Queued(accepted / seconds, accepted / Math.max(used.cpuSeconds(), 0.01), accepted);
  }

  private void startSending() {
    for (int i = 0; i < plan.inFlight(); i++) {
      for (int s = 0; s < plan.senders(); s++) {
        sendNext(s);
      }
    }
  }

  private void sendNext(int sender) {
    int receiversEach = plan.receivers() / plan.senders();
    int index = sentBy[sender];
    if (stopping || index >= receiversEach * plan.each()) {
      return;
    }
    sentBy[sender]++;
    int receiver = sender + plan.senders() * (index % receiversEach);
    byte[] payload = payloads.next(receiver, index / receiversEach);
    senders[sender].send(
        Online.receiver(receiver),
        payload,
        () -> {
          if (++accepted == plan.messages()) {
            allAccepted.complete(System.nanoTime());
          }
          sendNext(sender);
        });
  }

  public Drained drain(long serverPid) throws Exception {
    List<Integer> indexes = IntStream.range(0, plan.receivers()).boxed().toList();
    indexes.forEach(r -> got[r] = new BitSet());
    ProcessUsage before = ProcessUsage.of(serverPid);
    long from = System.nanoTime();
    lastReceived = from;
    Parallel.each(
        CONNECTING,
        indexes,
        r ->
            receivers[r] =
                driver.connect(
                    Online.receiver(r),
                    Role.RECEIVER,
                    (payload, acknowledge) -> {
                      acknowledge.run();
                      take(r, payload);
                    }));
    double loginSeconds = (System.nanoTime() - from) / 1e9;
    long to = endOf(allReceived, SILENCE_NANOS);
    ProcessUsage used = ProcessUsage.of(serverPid).minus(before);
    loop.call(() -> List.of(receivers).forEach(Link::disconnect));
    return new Drained(
        received / ((to - from) / 1e9),
        received / Math.max(used.cpuSeconds(), 0.01),
        loginSeconds,
        accepted - received,
        twice,
        wrong);
  }

  private void take(int receiver, byte[] payload) {
    if (payloads.isOld(payload)) {
      return;
    }
    Payloads.Parsed parsed = payloads.parse(payload).orElse(new Payloads.Parsed(-1, 0, 0, 0));
    if (parsed.stream() != receiver) {
      wrong++;
      return;
    }
    lastReceived = System.nanoTime();
    if (got[receiver].get((int) parsed.sequence())) {
      twice++;
      return;
    }
    got[receiver].set((int) parsed.sequence());
    if (++received == accepted) {
      allReceived.complete(lastReceived);
    }
  }

  /// When the phase ended: at its end, or at the last message before a long silence.
  private long endOf(CompletableFuture<Long> end, long longestSilence) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(plan.longestSeconds());
    while (true) {
      try {
        return end.get(200, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        long now = System.nanoTime();
        boolean silent = now - lastReceived > longestSilence;
        if (silent || now > deadline) {
          return silent ? lastReceived : now;
        }
      }
    }
  }
}

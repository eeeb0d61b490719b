package sotto.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.Code;
import sotto.protocol.identity.Ed25519;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.InviteLink;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.identity.SignatureCheck;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.identity.Signer;
import sotto.protocol.limits.Policy;
import sotto.server.authentication.AuthenticationService;
import sotto.server.authentication.Decision;
import sotto.server.authentication.Terms;
import sotto.server.delivery.DeliveryService;
import sotto.server.delivery.Effect;
import sotto.server.delivery.Presence;
import sotto.server.delivery.Queue;
import sotto.server.store.MemoryStore;
import sotto.server.store.QueueReader;

/// The server's process: the two cores in transactions over one store in memory, as the sequencer
/// of the real one runs them. It may die before a commit, after it, and among what follows it.
final class SimulatedServer {
  static final String NAME = "example.org";
  private static final int PAGE = 16;
  private static final Duration LAZY = Duration.ofMillis(10);

  final Policy policy;
  final SimulatedBlobs blobs;
  final SignatureCheck check;
  final Signer signer;
  final ServerKey key;
  final Hash tlsKey = Hash.sha256(new byte[] {1});
  final Map<Address, Code> codes = new HashMap<>();
  final RandomGenerator random;
  private final World world;
  private final MemoryStore store = new MemoryStore();
  private final Map<Queue, ServerLine> sessions = new LinkedHashMap<>();
  private final Set<ServerLine> lines = new LinkedHashSet<>();
  private final List<Runnable> tasks = new ArrayList<>();
  private final List<Runnable> promises = new ArrayList<>();
  private Lies lies = Lies.NONE;
  private DeliveryService delivery;
  private AuthenticationService authentication;
  private Presence presence = new Presence();
  private boolean up = true;
  private boolean scheduled;
  private boolean dirty;
  private long life;
  private long tickAt = Long.MAX_VALUE;
  private Duration skew = Duration.ZERO;
  private Instant lastSweep = Instant.EPOCH;

  SimulatedServer(World world, Crypto crypto, Policy policy) {
    this.world = world;
    this.policy = policy;
    this.blobs = new SimulatedBlobs(policy);
    this.random = world.stream();
    this.check = Ed25519.check(crypto);
    SignatureKeyPair keys = crypto.generateSignatureKeyPair(SignatureScheme.ED25519, random);
    try {
      this.signer = Ed25519.signer(crypto.signingKey(keys));
    } catch (MlsException e) {
      throw new IllegalStateException(e);
    }
    this.key = ServerKey.of(keys.publicKey());
    this.delivery = new DeliveryService(store.delivery(), policy);
    this.authentication = authentication();
  }

  private AuthenticationService authentication() {
    int all = Admission.INVITE | Admission.CODE | Admission.OPEN;
    return new AuthenticationService(
        store.authentication(), Terms.of(NAME, all, 100, 100), new byte[32]);
  }

  boolean up() {
    return up;
  }

  boolean atRest() {
    return up && tasks.isEmpty() && promises.isEmpty() && !dirty;
  }

  void lies(Lies other) {
    lies = other;
  }

  Lies lies() {
    return lies;
  }

  Hash tlsKeyShown() {
    return tlsKey;
  }

  DeliveryService delivery() {
    return delivery;
  }

  AuthenticationService accounts() {
    return authentication;
  }

  /// As an operator might who puts another's list in the place of the first.
  Decision giveAway(SignedClientList list) {
    store.authentication().replaceList(list);
    return new Decision.Registered(
        list.list().clients().stream()
            .map(client -> new ClientAddress(list.list().address(), client.client()))
            .toList(),
        List.of());
  }

  Presence presence() {
    return presence;
  }

  MemoryStore store() {
    return store;
  }

  InviteLink invite() {
    long at = millis();
    var token = authentication.invite(1, at, at + 3_600_000, random);
    store.commit();
    return new InviteLink(NAME, 7443, Fingerprint.of(key), Optional.of(token));
  }

  // --- the process ---

  void dies() {
    if (!up) {
      return;
    }
    world.note("the server dies");
    up = false;
    life++;
    tasks.clear();
    promises.clear();
    sessions.clear();
    scheduled = false;
    dirty = false;
    tickAt = Long.MAX_VALUE;
    List.copyOf(lines).forEach(ServerLine::serverDied);
    lines.clear();
    store.rollback();
  }

  void starts() {
    world.note("the server starts");
    store.reopen();
    delivery = new DeliveryService(store.delivery(), policy);
    authentication = authentication();
    presence = new Presence();
    up = true;
  }

  private boolean crashes() {
    if (!world.happens(world.faults.serverCrash)) {
      return false;
    }
    dies();
    world.after(world.upTo(Duration.ofSeconds(15)), this::starts);
    return true;
  }

  // --- the sequencer ---

  void post(Runnable task) {
    if (up) {
      tasks.add(task);
      schedule(world.upTo(Duration.ofMillis(2)));
    }
  }

  /// The answer waits until what it speaks of is durable.
  void promise(Runnable answer) {
    promises.add(answer);
  }

  private void schedule(Duration wait) {
    if (scheduled) {
      return;
    }
    scheduled = true;
    long mine = life;
    world.after(
        wait,
        () -> {
          if (mine == life) {
            scheduled = false;
            cycle();
          }
        });
  }

  private void cycle() {
    List<Runnable> batch = List.copyOf(tasks);
    tasks.clear();
    dirty |= !batch.isEmpty();
    batch.forEach(Runnable::run);
    long now = millis();
    delivery.tick(now);
    sweep(now);
    run(delivery.effects());
    if (delivery.urgent() || !promises.isEmpty()) {
      commit();
    } else if (dirty) {
      lazily();
    }
    if (up) {
      tickWhenDue(now);
    }
  }

  private void lazily() {
    long mine = life;
    world.after(
        LAZY,
        () -> {
          if (mine == life && dirty) {
            commit();
          }
        });
  }

  /// One tick waits at a time: with one for each cycle, their number would only grow.
  private void tickWhenDue(long now) {
    OptionalLong next = delivery.nextTick();
    if (next.isEmpty() || next.getAsLong() >= tickAt) {
      return;
    }
    long at = next.getAsLong();
    long mine = life;
    tickAt = at;
    world.after(
        Duration.ofMillis(Math.max(1, at - now)),
        () -> {
          if (mine == life && tickAt == at) {
            tickAt = Long.MAX_VALUE;
            schedule(Duration.ofNanos(1));
          }
        });
  }

  private void sweep(long now) {
    if (lastSweep.plusSeconds(5).isBefore(world.now())) {
      lastSweep = world.now();
      delivery.sweep(now);
      authentication.sweep(now);
    }
  }

  /// Invariant 5: what is promised is said after this, never before.
  private void commit() {
    if (crashes()) {
      return;
    }
    store.commit();
    dirty = false;
    if (crashes()) {
      return;
    }
    List<Runnable> due = List.copyOf(promises);
    promises.clear();
    due.forEach(Runnable::run);
    run(delivery.committed());
  }

  private void run(List<Effect> effects) {
    for (Effect effect : effects) {
      if (up) {
        run(effect);
      }
    }
  }

  private void run(Effect effect) {
    switch (effect) {
      case Effect.Judged judged -> {
        ServerLine.Request asked = (ServerLine.Request) judged.ticket();
        asked.line().reply(asked.number(), new ServerFrame.Judged(judged.id(), judged.verdict()));
      }
      case Effect.Failed failed -> {
        ServerLine.Request asked = (ServerLine.Request) failed.ticket();
        asked.line().reply(asked.number(), ServerFrame.Failed.of(failed.code()));
      }
      case Effect.Push push ->
          of(push.entry().queue(), push.session())
              .ifPresent(line -> line.deliver(push.entry().delivery()));
      case Effect.Read read ->
          of(read.queue(), read.session()).ifPresent(line -> page(line, read, read.after()));
      case Effect.Offer offer ->
          of(offer.queue(), offer.session())
              .ifPresent(line ->
                  store
                      .contents()
                      .one(offer.queue().id(), offer.number())
                      .ifPresent(line::deliver));
      case Effect.StockLow low ->
          of(low.queue(), low.session())
              .ifPresent(line -> line.reply(0, new ServerFrame.Stock(low.left())));
    }
  }

  /// Reads on only while the client takes what it is sent, and only what is durable.
  private void page(ServerLine line, Effect.Read read, long after) {
    if (of(read.queue(), read.session()).filter(l -> l == line).isEmpty()) {
      return;
    }
    List<QueueReader.Pending> entries = store.contents().page(read.queue().id(), after, PAGE);
    long reached = entries.isEmpty() ? after : entries.getLast().number();
    entries.forEach(line::deliver);
    line.whenReady(() -> {
      if (entries.size() >= PAGE) {
        post(() -> promise(() -> page(line, read, reached)));
      } else {
        line.caughtUp();
        post(() -> delivery.read(read.queue(), read.session(), reached, read.upTo()));
      }
    });
  }

  /// The connection of a client, for what only a liar would say on it.
  ServerLine lineOf(ClientAddress who) {
    return sessionOf(who).orElseThrow();
  }

  Optional<ServerLine> sessionOf(ClientAddress who) {
    return delivery.queue(who).flatMap(queue -> of(queue, queue.session()));
  }

  /// For whoever reads the trace of a failure.
  void heard(ClientAddress who, String does, Object frame) {
    if (frame instanceof ServerFrame.Judged judged
        && judged.verdict() instanceof Verdict.Accepted) {
      world.ledger.taken(judged.submission());
    }
    world.note("  " + who.address().account() + " " + does + " " + Shortly.told(frame));
  }

  // --- sessions ---

  void connected(ServerLine line) {
    lines.add(line);
  }

  void gone(ServerLine line) {
    lines.remove(line);
  }

  Optional<ServerLine> begin(Queue queue, ServerLine line) {
    return Optional.ofNullable(sessions.put(queue, line));
  }

  boolean end(Queue queue, ServerLine line) {
    return sessions.remove(queue, line);
  }

  Optional<ServerLine> of(Queue queue, long session) {
    return queue.session() == session ? Optional.ofNullable(sessions.get(queue)) : Optional.empty();
  }

  void tell(List<Presence.Notice> notices) {
    for (Presence.Notice notice : notices) {
      Optional.ofNullable(sessions.get(notice.to()))
          .ifPresent(
              line -> line.reply(0, new ServerFrame.Presence(notice.about(), notice.online())));
    }
  }

  long millis() {
    return now().toEpochMilli();
  }

  /// What its clock says.
  Instant now() {
    return world.now().plus(skew);
  }

  /// Its clock goes wrong by this much: ahead, or behind when negative.
  void isAhead(Duration by) {
    skew = by;
  }

  static byte[] encoded(long request, ServerFrame frame) {
    return new ServerReply(request, frame).encoded();
  }
}

package sotto.server.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Limits;
import sotto.protocol.limits.Policy;

/// The Delivery Service (RFC 9750 §5): it takes each message once, gives every group one order, and
/// keeps what waits for a client until that client has it.
///
/// It is used by one thread, in transactions of its store that the caller opens and ends:
///
/// ```
/// calls …  → effects()          what may happen at once
/// commit   → committed()        what had to wait until it was durable, or, when it is not yet:
///            written(), then durable()
/// rollback → rolledBack()       whose submissions stay without a verdict
/// ```
///
/// Times are milliseconds since 1970.
public final class DeliveryService {
  /// How long an application message that was pushed to everyone may wait for their
  /// acknowledgements before it is written.
  public static final long GRACE_MILLIS = 20;

  private static final int SWEEP_QUEUES = 200;
  private static final int SWEEP_ENTRIES = 500;

  private final DeliveryStore store;
  private final Policy policy;
  private final Outbox outbox = new Outbox();
  private final Rates rates;
  private final Queues queues;
  private final Groups groups;
  private final Flights flights;
  private final Overflow overflow;
  private final Submissions submissions;
  private final Judging judging = new Judging();
  private final Reoffers reoffers;
  private final KeyPackages keyPackages;
  private long sweptQueue;

  public DeliveryService(DeliveryStore store, Policy policy) {
    this(store, policy, GRACE_MILLIS);
  }

  /// @param graceMillis 0 writes everything
  public DeliveryService(DeliveryStore store, Policy policy, long graceMillis) {
    this.store = store;
    this.policy = policy;
    this.rates = new Rates(store, policy);
    this.reoffers = new Reoffers(policy.of(Limit.QUEUE_MESSAGES));
    this.queues = new Queues(store);
    this.groups = new Groups(store, queues);
    this.flights = new Flights(store, graceMillis);
    this.overflow = new Overflow(store, queues, policy);
    this.submissions =
        new Submissions(
            store, policy, rates, queues, groups, flights, overflow, outbox, graceMillis > 0);
    this.keyPackages = new KeyPackages(store, policy, queues);
  }

  /// A client that the Authentication Service admitted gets a queue.
  public Queue addClient(ClientAddress who) {
    groups.forget();
    return queues.add(who);
  }

  /// A client that is no longer on its account's list: its queue and KeyPackages go; groups are
  /// told `gone`.
  public void removeClient(ClientAddress who) {
    queues.of(who).ifPresent(queues::remove);
    groups.forget();
  }

  public Optional<Queue> queue(ClientAddress who) {
    return queues.of(who);
  }

  /// Begins a session of the client; one that it had is over. The queue is read out to it.
  public Queue connect(Queue queue, long now) {
    writeUnwritten(queue);
    queue.session++;
    queue.state = Queue.State.READING;
    queue.cursor = 0;
    queue.stalls.clear();
    store.loggedIn(queue.id(), now);
    queue.buried = store.tombstones(queue.id());
    expire(queue, now);
    outbox.afterCommit(new Effect.Read(queue, queue.session, 0, queue.behind));
    return queue;
  }

  public long waiting(Queue queue) {
    return store.waiting(queue.id());
  }

  public void disconnect(Queue queue, long session) {
    if (queue.session == session && queue.connected()) {
      queue.state = Queue.State.AWAY;
      writeUnwritten(queue);
      reoffers.forget(queue);
    }
  }

  /// The connection has read the queue and sent everything up to `upTo`; `reached` is the last
  /// entry.
  public void read(Queue queue, long session, long reached, long upTo) {
    if (queue.session != session || queue.state != Queue.State.READING) {
      return;
    }
    queue.cursor = Math.max(queue.cursor, reached);
    if (queue.behind > upTo) {
      outbox.afterCommit(new Effect.Read(queue, session, queue.cursor, queue.behind));
    } else {
      queue.state = Queue.State.LIVE;
    }
  }

  /// The client is slower than what comes: the rest stays in the store.
  public void pause(Queue queue, long session) {
    if (queue.session == session && queue.state == Queue.State.LIVE) {
      queue.state = Queue.State.PAUSED;
    }
  }

  public void resume(Queue queue, long session) {
    if (queue.session == session && queue.state == Queue.State.PAUSED) {
      queue.state = Queue.State.READING;
      outbox.afterCommit(new Effect.Read(queue, session, queue.cursor, queue.behind));
    }
  }

  public void submit(Queue sender, Posting posting, long now, Ticket ticket) {
    judging.add(sender, posting);
    submissions.submit(sender, posting, now, ticket);
  }

  /// Rule 13: entries are acknowledged one by one, never "up to".
  public void acknowledge(Queue queue, List<Acknowledgement> entries, long now) {
    StoredRun run = new StoredRun(queue);
    for (Acknowledgement entry : entries) {
      switch (entry) {
        case Acknowledgement.Stored(long number) -> stored(queue, number, run);
        case Acknowledgement.Later(long number) -> reoffers.later(queue, number, now);
        case Acknowledgement.Refused(long number, var reason) -> refused(queue, number, now);
      }
    }
    run.flush();
  }

  private void stored(Queue queue, long number, StoredRun run) {
    Entry entry = queue.unwritten.remove(number);
    if (entry == null) {
      run.add(number);
      return;
    }
    entry.acknowledged = true;
    Message message = entry.message();
    if (--message.open == 0) {
      // Rule 12: "the server acknowledges when the message is durable, at itself or at every
      // recipient".
      message.judgement.ifPresent(judgement -> {
        submissions.writeBefore(judgement.sender(), judgement.verdict().number());
        store.addVerdict(judgement.verdict());
        submissions.judged(judgement);
        outbox.now(judgement.effect());
      });
    }
  }

  /// Numbers that follow each other leave the store in one statement.
  private final class StoredRun {
    private final Queue queue;
    private long first;
    private long last = -2;

    StoredRun(Queue queue) {
      this.queue = queue;
    }

    void add(long number) {
      if (number != last + 1) {
        flush();
        first = number;
      }
      last = number;
    }

    void flush() {
      if (last < 0) {
        return;
      }
      for (RemovedEntry entry : store.removeEntries(queue.id(), first, last)) {
        if (entry.kind() == Kind.APPLICATION) {
          queue.load.ifPresent(load -> load.remove(entry.sender(), entry.size()));
        }
      }
      for (long number = first; queue.buried > 0 && number <= last; number++) {
        if (store.removeTombstone(queue.id(), number)) {
          queue.buried--;
        }
      }
      last = -2;
    }
  }

  private void refused(Queue queue, long number, long now) {
    Entry unwritten = queue.unwritten.get(number);
    if (unwritten != null) {
      write(unwritten.message());
    }
    Optional<StoredEntry> stored = store.entry(queue.id(), number);
    stored.ifPresent(entry -> {
      int refusals = entry.refusals() + 1;
      if (refusals >= Limits.MAX_OFFERS) {
        overflow.drop(queue, entry);
      } else {
        store.refused(entry, refusals);
        reoffers.refused(queue, number, refusals, now);
      }
    });
  }

  /// Whether the client may look an account up, so often in a minute.
  public boolean mayLookUp(Queue asker, long now) {
    return rates.lookup(asker, now);
  }

  /// Whether the client may replace its account's list, so often in an hour.
  public boolean mayReplaceList(Queue owner, long now) {
    return rates.list(owner, now);
  }

  public KeyPackages keyPackages() {
    return keyPackages;
  }

  /// What time brings: messages whose grace is over, entries to offer again, entries too old.
  public void tick(long now) {
    flights.due(now).forEach(submissions::durableAfterCommit);
    reoffers.due(now, outbox);
  }

  /// When [#tick] is next needed, apart from sweeps.
  public OptionalLong nextTick() {
    OptionalLong flight = flights.nextDue();
    OptionalLong offer = reoffers.nextDue();
    if (flight.isEmpty() || offer.isEmpty()) {
      return flight.isPresent() ? flight : offer;
    }
    return OptionalLong.of(Math.min(flight.getAsLong(), offer.getAsLong()));
  }

  /// Drops what is too old in some queues; called now and then.
  public void sweep(long now) {
    List<Long> some = store.queuesAfter(sweptQueue, SWEEP_QUEUES);
    for (long id : some) {
      queues.of(id).ifPresent(queue -> expire(queue, now));
    }
    sweptQueue = some.isEmpty() ? 0 : some.getLast();
    store.forgetVerdicts(now - Limits.VERDICT_KEPT.toMillis());
    store.tidy();
  }

  /// Nothing else is to be done: whether there is more of this.
  public boolean tidy() {
    return store.tidy();
  }

  /// Whether somebody waits for the transaction to be durable.
  public boolean urgent() {
    return outbox.waitsForCommit();
  }

  /// What may happen at once.
  public List<Effect> effects() {
    return outbox.takeNow();
  }

  /// The transaction is durable: what had to wait for that.
  public List<Effect> committed() {
    return durable(written());
  }

  /// The transaction is committed, and the next one may begin, but it is not durable yet: what has
  /// to wait for that.
  public List<Effect> written() {
    judging.written();
    return outbox.takeAfterCommit();
  }

  /// What [#written] returned may happen now.
  public List<Effect> durable(List<Effect> written) {
    Outbox.release(written);
    return written;
  }

  /// The transaction did not happen. The submissions named stay without a verdict.
  public List<Effect.Judged> rolledBack() {
    List<Effect.Judged> unanswered = new ArrayList<>(outbox.abandon());
    judging.rolledBack(unanswered);
    for (Message message : flights.abandon()) {
      message.judgement.ifPresent(judgement -> {
        unanswered.add(judgement.effect());
        judgement.sender().stalls.notJudged(message.group.id(), judgement.effect().id());
      });
    }
    store.forget();
    queues.forget();
    groups.forget();
    return unanswered;
  }

  private void expire(Queue queue, long now) {
    long before = now - policy.of(Limit.QUEUE_SECONDS) * 1000;
    for (StoredEntry entry : store.accepted(queue.id(), before, SWEEP_ENTRIES)) {
      overflow.drop(queue, entry);
    }
  }

  private void writeUnwritten(Queue queue) {
    for (Entry entry : List.copyOf(queue.unwritten.values())) {
      write(entry.message());
    }
  }

  private void write(Message message) {
    if (!message.written) {
      flights.write(message);
      submissions.durableAfterCommit(message);
    }
  }
}

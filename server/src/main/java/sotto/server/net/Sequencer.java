package sotto.server.net;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.identity.ClientAddress;
import sotto.server.delivery.Effect;
import sotto.server.delivery.StoreFullException;
import sotto.server.store.DamagedRowException;
import sotto.server.store.Store;
import sotto.server.store.StoreFailure;

/// The one thread that writes: it takes what waits, up to 256 messages, runs them in one
/// transaction, and lets out at once what may go and what must be durable first when the [Syncer]
/// has it on the disk. Meanwhile the next transaction gathers.
final class Sequencer implements AutoCloseable {
  private static final int MESSAGES = 256;
  private static final int TASKS = 1_024;
  private static final long LAZY_COMMIT_MILLIS = 50;
  private static final long SWEEP_MILLIS = 5_000;
  private static final long IDLE_MILLIS = 200;
  private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /// Something to do on the sequencer's thread, inside the transaction.
  interface Task {
    void run(Turn turn);

    /// How many messages it submits, of which a transaction takes up to 256.
    default int messages() {
      return 0;
    }

    /// The transaction did not happen, or the task failed.
    default void failed(ErrorCode why) {}
  }

  private final Store store;
  private final Turn turn;
  private final Metrics metrics;
  private final EffectRunner effects;
  private final Blobs blobs;
  private final Consumer<String> fatal;
  private final Syncer syncer;
  private final Checkpointer checkpointer;
  private final ConcurrentLinkedQueue<Written> durable = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Task> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean parked = new AtomicBoolean();
  private final AtomicBoolean waking = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean closing;
  private long lastCommit;
  private long lastSweep;

  /// When there was something to do last, or no room to do it in.
  private long lastTask;

  private boolean untidy;
  private int gathered;

  Sequencer(
      Store store,
      Turn turn,
      Metrics metrics,
      EffectRunner effects,
      Blobs blobs,
      Syncer syncer,
      Checkpointer checkpointer,
      Consumer<String> fatal) {
    this.store = store;
    this.turn = turn;
    this.metrics = metrics;
    this.effects = effects;
    this.blobs = blobs;
    this.fatal = fatal;
    this.syncer = syncer;
    this.checkpointer = checkpointer;
    this.thread = new Thread(this::loop, "sotto-sequencer");
    this.thread.setDaemon(true);
  }

  void start() {
    syncer.whenSynced(this::wake);
    thread.start();
  }

  void post(Task task) {
    tasks.add(task);
    wake();
  }

  /// From the thread of `loop`, when it has more to do in this turn: the sequencer is woken once,
  /// after it, for all that the turn has brought.
  void post(EventLoop loop, Task task) {
    tasks.add(task);
    if (parked.get() && waking.compareAndSet(false, true)) {
      try {
        loop.execute(this::wakeForTurn);
      } catch (RejectedExecutionException stopping) {
        wakeForTurn();
      }
    }
  }

  private void wakeForTurn() {
    waking.set(false);
    wake();
  }

  private void wake() {
    if (parked.get() && parked.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
    }
  }

  private void loop() {
    List<Task> batch = new ArrayList<>(TASKS);
    try {
      while (!closing || !tasks.isEmpty()) {
        awaitWork();
        take(batch);
        cycle(batch);
        batch.clear();
        if (syncer.failed()) {
          return;
        }
      }
      commit();
      syncer.close();
      letOut();
    } catch (StoreFailure e) {
      // After a failed fsync nobody knows what is on the disk: nothing is acknowledged any more.
      fatal.accept(e.getMessage());
    } catch (RuntimeException e) {
      metrics.failure(e);
      fatal.accept("The server made a mistake and stopped before it could do harm: " + e);
    }
  }

  private void take(List<Task> batch) {
    int messages = 0;
    while (batch.size() < TASKS && messages < MESSAGES) {
      Task task = tasks.poll();
      if (task == null) {
        break;
      }
      batch.add(task);
      messages += task.messages();
    }
    gathered += messages;
  }

  private void cycle(List<Task> batch) {
    turn.at(System.currentTimeMillis());
    int done = 0;
    letOut();
    tryRoom();
    try {
      for (; done < batch.size(); done++) {
        run(batch.get(done));
      }
      unasked(() -> turn.delivery.tick(turn.now()));
      unasked(this::sweep);
      unasked(() -> tidy(batch.isEmpty()));
      effects.run(turn.delivery.effects());
      effects.flush();
      if (commitDue()) {
        commit();
      }
    } catch (StoreFullException e) {
      store.room().none(turn.now());
      lastTask = turn.now();
      // Those that ran have their answers due, which undo() turns into refusals.
      undo(ErrorCode.STORAGE_FULL, batch.subList(done, batch.size()));
    }
  }

  /// After a transaction that did not fit, and in one of its own: nobody's work fails with it.
  private void tryRoom() {
    try {
      store.tryRoom(turn.now());
    } catch (StoreFullException e) {
      store.rollback();
      store.room().none(turn.now());
    }
  }

  /// Nobody waits for it, and nobody is to be hurt by it.
  private void unasked(Runnable work) {
    long before = store.writes();
    try {
      work.run();
    } catch (DamagedRowException e) {
      damaged(e, before);
    }
  }

  private void damaged(DamagedRowException row, long before) {
    store.damage().met(row);
    if (store.writes() != before) {
      undo(ErrorCode.UNAVAILABLE, List.of());
    }
  }

  private void run(Task task) {
    long before = store.writes();
    try {
      task.run(turn);
    } catch (StoreFullException | StoreFailure e) {
      throw e;
    } catch (DamagedRowException e) {
      // Who needs the row is refused; the others' work stays, unless it is mixed with this one's.
      task.failed(ErrorCode.INTERNAL);
      damaged(e, before);
    } catch (RuntimeException e) {
      // A mistake of ours that one request found: that request fails, and nothing is half done,
      // because whatever the transaction holds so far is undone with it.
      metrics.failure(e);
      task.failed(ErrorCode.INTERNAL);
      undo(ErrorCode.UNAVAILABLE, List.of());
    }
  }

  /// What a transaction promised, and does when it is durable.
  private record Written(List<Turn.Promise> promises, List<Effect> effects) {}

  /// While the disk is busy the transaction stays open for more: fewer and larger ones cost less.
  private boolean commitDue() {
    return urgent() ? syncer.idle() || gathered >= MESSAGES : lazyCommitDue();
  }

  private boolean urgent() {
    return turn.delivery.urgent() || turn.promised();
  }

  private void commit() {
    syncer.announce();
    try {
      store.commit();
      metrics.commits.increment();
      lastCommit = turn.now();
      gathered = 0;
      Written written = new Written(turn.takePromises(), turn.delivery.written());
      if (!written.promises.isEmpty() || !written.effects.isEmpty()) {
        syncer.whenDurable(() -> durable.add(written));
      }
    } finally {
      syncer.handedOver();
    }
    if (checkpointer.needsHelp()) {
      store.checkpoint();
    }
    if (store.checkpointDue()) {
      checkpointer.start();
    }
  }

  private void letOut() {
    for (Written written = durable.poll(); written != null; written = durable.poll()) {
      written.promises.forEach(Turn.Promise::durable);
      effects.run(turn.delivery.durable(written.effects));
    }
    effects.flush();
  }

  private void undo(ErrorCode why, List<Task> batch) {
    metrics.rollbacks.increment();
    gathered = 0;
    store.rollback();
    for (Effect.Judged unanswered : turn.delivery.rolledBack()) {
      effects.run(List.of(new Effect.Failed(unanswered.ticket(), why)));
    }
    turn.takePromises().forEach(promise -> promise.failed(why));
    batch.forEach(task -> task.failed(why));
    effects.flush();
  }

  private boolean lazyCommitDue() {
    return store.dirty() && turn.now() - lastCommit >= LAZY_COMMIT_MILLIS;
  }

  private void sweep() {
    if (turn.now() - lastSweep >= SWEEP_MILLIS) {
      lastSweep = turn.now();
      turn.delivery.sweep(lastSweep);
      turn.authentication.sweep(lastSweep);
      released();
      blobs.delete(turn.blobs.sweep(lastSweep));
    }
  }

  /// What can wait until nobody else does.
  private void tidy(boolean idle) {
    if (!idle) {
      lastTask = turn.now();
      untidy = true;
    } else if (untidy && turn.now() - lastTask >= IDLE_MILLIS) {
      untidy = turn.delivery.tidy();
    }
  }

  /// The operator releases addresses from another process.
  private void released() {
    for (ClientAddress who : turn.authentication.released()) {
      if (turn.delivery.queue(who).isPresent()) {
        Departure.of(turn, who, ErrorCode.ACCOUNT_RELEASED);
      }
    }
  }

  private void awaitWork() {
    effects.flush();
    if (work()) {
      return;
    }
    parked.set(true);
    if (!work() && !closing) {
      LockSupport.parkNanos(this, longestWait());
    }
    parked.set(false);
  }

  private boolean work() {
    return !tasks.isEmpty() || !durable.isEmpty() || (urgent() && syncer.idle());
  }

  private long longestWait() {
    OptionalLong next = turn.delivery.nextTick();
    long wait = LONGEST_WAIT_NANOS;
    long now = System.currentTimeMillis();
    if (next.isPresent()) {
      wait = Math.min(wait, TimeUnit.MILLISECONDS.toNanos(next.getAsLong() - now));
    }
    if (store.dirty()) {
      wait = Math.min(wait, TimeUnit.MILLISECONDS.toNanos(lastCommit + LAZY_COMMIT_MILLIS - now));
    }
    if (untidy) {
      wait = Math.min(wait, TimeUnit.MILLISECONDS.toNanos(lastTask + IDLE_MILLIS - now));
    }
    return Math.max(wait, 50_000);
  }

  /// Ends after everything that was posted is done and durable.
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(TimeUnit.SECONDS.toMillis(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

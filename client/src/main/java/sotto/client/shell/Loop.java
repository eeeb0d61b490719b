package sotto.client.shell;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sotto.client.ClientException;
import sotto.client.Event;
import sotto.client.MessageId;
import sotto.client.Subscription;
import sotto.client.engine.Command;
import sotto.client.engine.Effect;
import sotto.client.engine.Engine;
import sotto.client.engine.Input;
import sotto.client.engine.Moment;
import sotto.client.engine.Outcome;
import sotto.client.engine.State;
import sotto.client.engine.Step;
import sotto.client.engine.Table;
import sotto.client.engine.Trouble;
import sotto.client.engine.Views;
import sotto.client.store.DamagedProfile;
import sotto.client.store.SealedStore;
import sotto.client.store.StoreException;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.limits.Limits;

/// One client's only thread: takes inputs, lets the engine decide, writes what changed in one
/// transaction, and only then does the rest (invariant 4).
public final class Loop implements AutoCloseable {
  /// Inputs that share a transaction at most.
  private static final int BATCH = 64;

  private final Engine engine;
  private final SealedStore store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private final PendingRows pending;
  private final List<Effect> effects = new ArrayList<>();
  private final List<Acknowledgement> acknowledgements = new ArrayList<>();
  private final Waiters waiters = new Waiters();
  private final List<Feed> feeds = new ArrayList<>();
  private final Set<String> present = ConcurrentHashMap.newKeySet();
  private final Line line;
  private final Thread thread;
  private State state;
  private Optional<Instant> wakeAt = Optional.empty();
  private Optional<String> dead = Optional.empty();
  private boolean closing;
  private volatile boolean ended;

  public Loop(
      Engine engine, SealedStore store, State state, InstantSource clock, RandomGenerator random) {
    this.engine = engine;
    this.store = store;
    this.state = state;
    this.clock = clock;
    this.random = random;
    this.pending = new PendingRows(store);
    this.line = new Line(heard -> tasks.add(new Task.Hear(heard)), clock, random);
    this.thread = Thread.ofVirtual().name("sotto-client").start(this::run);
  }

  // --- what other threads call ---

  /// Gives a command to the engine.
  public CompletableFuture<Outcome> ask(Command command) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    run(() -> take(new Input.Ask(waiters.ticket(answer), command)), answer);
    return answer;
  }

  /// Looks at state and store, between steps.
  public <T> T look(Look<T> look) throws ClientException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    run(
        () -> {
          flush();
          try {
            answer.complete(look.at(state, store));
          } catch (ClientException | StoreException | MlsException | RuntimeException e) {
            answer.completeExceptionally(e);
          }
        },
        answer);
    return Waiting.value(answer);
  }

  /// A question to the state of a client.
  public interface Look<T> {
    T at(State state, SealedStore store) throws ClientException, StoreException, MlsException;
  }

  /// Completes when `condition` first has a value.
  public CompletableFuture<Outcome> watch(Function<State, Optional<Outcome>> condition) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    run(() -> waiters.watch(condition, answer), answer);
    return answer;
  }

  /// Completes when the server has accepted or refused a message of ours.
  public CompletableFuture<Outcome> acceptance(MessageId id, Function<State, Boolean> waiting) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    run(
        () -> {
          Optional<Trouble> trouble = waiters.trouble(id);
          if (trouble.isPresent()) {
            answer.complete(new Outcome.Failed(trouble.get()));
          } else if (waiting.apply(state)) {
            waiters.acceptance(id, answer);
          } else {
            answer.complete(new Outcome.Done(""));
          }
        },
        answer);
    return answer;
  }

  public Subscription subscribe(Consumer<Event> consumer) {
    Feed feed = new Feed(consumer, gone -> run(() -> feeds.remove(gone)));
    run(() -> {
      flush();
      Views.events(state).forEach(feed::add);
      feeds.add(feed);
    });
    return feed;
  }

  /// The contacts known to be connected now.
  public List<String> present() {
    return present.stream().sorted().toList();
  }

  /// Connects, and goes on trying.
  public void connect() {
    run(() -> line.want(Views.host(state), Views.port(state)));
  }

  /// Ends the connection and closes the store.
  @Override
  public void close() {
    run(() -> closing = true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Runnable work) {
    tasks.add(new Task.Run(work));
    if (ended) {
      answerTheLate();
    }
  }

  private void run(Runnable work, CompletableFuture<?> answer) {
    run(() -> {
      if (dead.isPresent()) {
        answer.completeExceptionally(new ClientException.Local(dead.get()));
      } else if (closing) {
        answer.completeExceptionally(new ClientException.Local("The profile is closed."));
      } else {
        work.run();
      }
    });
  }

  // --- the loop itself ---

  private void run() {
    while (!closing) {
      try {
        Task first = next();
        for (int i = 0; first != null && i < BATCH; i++) {
          perform(first);
          first = i + 1 < BATCH ? tasks.poll() : null;
        }
        flush();
        waiters.notice(state);
      } catch (InterruptedException e) {
        closing = true;
      } catch (RuntimeException e) {
        die("Sotto failed (" + e + "): please report it with what you did.");
      }
    }
    finish();
  }

  private @Nullable Task next() throws InterruptedException {
    Optional<Instant> until = earlier(wakeAt, line.retryAt());
    if (until.isEmpty()) {
      return tasks.take();
    }
    Duration left = Duration.between(clock.instant(), until.get());
    Task task = tasks.poll(Math.max(0, left.toMillis()) + 1, TimeUnit.MILLISECONDS);
    if (task != null) {
      return task;
    }
    line.retry();
    if (wakeAt.filter(at -> !at.isAfter(clock.instant())).isPresent()) {
      wakeAt = Optional.empty();
      return new Task.Take(new Input.Tick());
    }
    return null;
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> two) {
    if (one.isEmpty() || two.isEmpty()) {
      return one.or(() -> two);
    }
    return one.get().isBefore(two.get()) ? one : two;
  }

  private void perform(Task task) {
    switch (task) {
      case Task.Take(Input input) -> take(input);
      case Task.Hear(Line.Heard heard) -> line.current(heard).ifPresent(this::take);
      case Task.Run(Runnable work) -> work.run();
    }
  }

  private void take(Input input) {
    if (dead.isPresent()) {
      return;
    }
    try {
      Step step = engine.step(state, input, new Moment(clock.instant(), random, pending));
      state = step.state();
      for (Effect effect : step.effects()) {
        if (effect instanceof Effect.Write write) {
          pending.add(write.change());
        } else {
          effects.add(effect);
        }
      }
    } catch (DamagedProfile e) {
      die(e.getMessage() == null ? "The profile is damaged." : e.getMessage());
    } catch (RuntimeException e) {
      stumble(input, e);
    }
  }

  /// Writes what the steps so far changed, then does the rest of what they asked for.
  private void flush() {
    try {
      if (!pending.isEmpty()) {
        store.apply(pending.taken());
      }
    } catch (StoreException e) {
      effects.clear();
      reload(e.getMessage() == null ? "The profile cannot be written." : e.getMessage());
      return;
    }
    List<Effect> due = List.copyOf(effects);
    effects.clear();
    due.forEach(this::perform);
    if (!acknowledgements.isEmpty()) {
      for (int from = 0; from < acknowledgements.size(); from += Limits.MAX_ACKNOWLEDGEMENTS) {
        int to = Math.min(acknowledgements.size(), from + Limits.MAX_ACKNOWLEDGEMENTS);
        line.send(
            new ClientRequest(0, new ClientFrame.Acknowledge(acknowledgements.subList(from, to))));
      }
      acknowledgements.clear();
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Write _ -> throw new IllegalStateException("Changes are written before.");
      case Effect.Erase erase -> erase.consumed().erase();
      case Effect.Send send -> line.send(send.request());
      case Effect.Acknowledge one -> acknowledgements.add(one.entry());
      case Effect.Tell tell -> tell(tell.event());
      case Effect.Undelivered one ->
          waiters.accepted(one.message(), new Outcome.Failed(one.trouble()));
      case Effect.Settle settle -> waiters.settle(settle.ticket(), settle.outcome());
      case Effect.Wake wake -> wakeAt = Optional.of(wake.at());
      case Effect.Hangup hangup -> line.hangUp(hangup.reason());
      case Effect.Halt _ -> line.stop();
    }
  }

  private void tell(Event event) {
    switch (event) {
      case Event.Accepted one -> waiters.accepted(one.id(), new Outcome.Done(""));
      case Event.Connection connection -> {
        present.clear();
        if (connection.state() == Event.ConnectionState.ONLINE) {
          line.steady();
        }
      }
      case Event.Presence one when one.state() == Event.PresenceState.HERE ->
          present.add(one.address());
      case Event.Presence one -> present.remove(one.address());
      default -> {}
    }
    feeds.forEach(feed -> feed.add(event));
  }

  // --- when something is wrong ---

  /// A step failed in a way that it never should: its input is refused, the state is what is on
  /// disk.
  private void stumble(Input input, RuntimeException e) {
    String sentence = "Sotto failed (" + e + "): please report it with what you did.";
    effects.clear();
    pending.taken();
    switch (input) {
      case Input.Ask ask ->
          waiters.settle(
              ask.ticket(), new Outcome.Failed(new Trouble(Trouble.Kind.LOCAL, sentence)));
      case Input.Received received
          when received.reply().frame() instanceof ServerFrame.Deliver deliver ->
          line.send(
              new ClientRequest(
                  0,
                  new ClientFrame.Acknowledge(
                      List.of(
                          new Acknowledgement.Refused(
                              deliver.delivery().entry(), Acknowledgement.Reason.UNREADABLE)))));
      case Input.Received _, Input.Opened _, Input.Closed _, Input.Garbage _, Input.Tick _ -> {}
    }
    tell(new Event.Notice(0, Optional.empty(), sentence));
    reload(sentence);
  }

  private void reload(String sentence) {
    // Whoever waits for the server is told of the disk, not of a server that keeps him waiting.
    waiters.failAll(new Outcome.Failed(new Trouble(Trouble.Kind.LOCAL, sentence)));
    acknowledgements.clear();
    line.hangUp(sentence);
    try {
      state = engine.load(table -> loaded(table));
    } catch (MlsException | UnreadableTable e) {
      die(sentence);
    }
  }

  private Map<String, byte[]> loaded(Table table) {
    try {
      return store.load(table);
    } catch (StoreException e) {
      throw new UnreadableTable(e);
    }
  }

  private static final class UnreadableTable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableTable(StoreException cause) {
      super(cause);
    }
  }

  private void die(String sentence) {
    dead = Optional.of(sentence);
    effects.clear();
    pending.taken();
    line.stop();
    waiters.failAll(new Outcome.Failed(new Trouble(Trouble.Kind.LOCAL, sentence)));
  }

  private void finish() {
    line.closeGently();
    waiters.failAll(new Outcome.Failed(new Trouble(Trouble.Kind.LOCAL, "The profile is closed.")));
    feeds.forEach(Feed::end);
    store.close();
    ended = true;
    answerTheLate();
  }

  /// Whoever asks after the end is told so; see [#run(Runnable)].
  private void answerTheLate() {
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      if (task instanceof Task.Run(Runnable work)) {
        work.run();
      }
    }
  }
}

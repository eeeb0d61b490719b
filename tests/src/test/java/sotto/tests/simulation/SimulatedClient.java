package sotto.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import sotto.client.Event;
import sotto.client.engine.Archive;
import sotto.client.engine.Change;
import sotto.client.engine.Command;
import sotto.client.engine.Effect;
import sotto.client.engine.Engine;
import sotto.client.engine.Input;
import sotto.client.engine.Moment;
import sotto.client.engine.Outcome;
import sotto.client.engine.State;
import sotto.client.engine.Step;
import sotto.client.engine.Table;
import sotto.client.engine.Views;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.PortableCrypto;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.identity.InviteLink;

/// The client's process: an engine, its disk, and at most one connection. It does what the real
/// shell does — write first, then the rest — and may die at every point between.
final class SimulatedClient {
  private final World world;
  private final String name;
  private final Engine engine;
  private final RandomGenerator random;
  private final Consumer<Event> ear;
  private final Map<String, Change> pending = new LinkedHashMap<>();
  private final List<Effect> effects = new ArrayList<>();
  private final List<Acknowledgement> acknowledgements = new ArrayList<>();
  private final Map<Long, Consumer<Outcome>> tickets = new HashMap<>();
  private Disk disk = new Disk();
  private Optional<State> state = Optional.empty();
  private Optional<Cable> cable = Optional.empty();
  private Instant wakeAt = Instant.MAX;
  private Duration skew = Duration.ZERO;
  private boolean wanted;
  private boolean flushing;
  private long life;
  private long nextTicket = 1;
  private int tries;

  SimulatedClient(World world, String name, Consumer<Event> ear) {
    this.world = world;
    this.name = name;
    this.random = world.stream();
    this.engine =
        new Engine(new RecordingCrypto(PortableCrypto.create(), world.ledger), world.treeInWelcome);
    this.ear = ear;
  }

  State state() {
    return state.orElseThrow();
  }

  /// What its clock says.
  private Instant clock() {
    return world.now().plus(skew);
  }

  /// Its clock goes wrong by this much: ahead, or behind when negative.
  void isAhead(Duration by) {
    skew = by;
    take(new Input.Tick());
  }

  /// Rises with each death.
  long life() {
    return life;
  }

  boolean running() {
    return state.isPresent();
  }

  Disk disk() {
    return disk;
  }

  boolean nothingPending() {
    return pending.isEmpty() && effects.isEmpty();
  }

  void begin(InviteLink link, String account) {
    Step first = engine.begin(link, account, new Moment(clock(), random, disk));
    state = Optional.of(first.state());
    disk.apply(writes(first.effects()));
  }

  // --- the process ---

  /// It dies: what is not on the disk is gone.
  void dies() {
    if (state.isEmpty()) {
      return;
    }
    world.note(name + " dies");
    life++;
    state = Optional.empty();
    pending.clear();
    effects.clear();
    acknowledgements.clear();
    tickets.clear();
    wakeAt = Instant.MAX;
    cable.ifPresent(Cable::hangUp);
    cable = Optional.empty();
  }

  void starts() {
    if (state.isPresent()) {
      return;
    }
    world.note(name + " starts");
    try {
      state = Optional.of(engine.load(table -> disk.load(table)));
    } catch (MlsException e) {
      throw new AssertionError(name + " cannot read its profile", e);
    }
    // "after a kill they come again, with the same number"
    Views.events(state()).forEach(ear);
  }

  /// Dies, and comes again after a while, as whatever started it does.
  private void crash() {
    dies();
    world.after(
        world.upTo(Duration.ofSeconds(20)),
        () -> {
          starts();
          if (wanted) {
            connect();
          }
        });
  }

  /// Replaces the profile by an older copy of itself.
  void restores(Disk copy) {
    dies();
    disk = copy.copy();
    starts();
  }

  /// A second process on a copy of this profile.
  SimulatedClient twin() {
    SimulatedClient twin = new SimulatedClient(world, name + "'s twin", _ -> {});
    twin.disk = disk.copy();
    twin.starts();
    return twin;
  }

  // --- the connection ---

  void connect() {
    wanted = true;
    if (state.isPresent() && cable.isEmpty() && Views.halted(state()).isEmpty()) {
      open();
    }
  }

  void disconnect() {
    wanted = false;
    if (cable.isPresent()) {
      cable.get().hangUp();
      cable = Optional.empty();
      take(new Input.Closed("Going away."));
    }
  }

  /// Nobody wants it to be connected, or it has stopped for good.
  boolean isAway() {
    return !wanted;
  }

  boolean connected() {
    return cable.isPresent();
  }

  void cutCable() {
    cable.ifPresent(Cable::cut);
  }

  private void open() {
    if (!world.server.up()) {
      take(new Input.Closed("The server cannot be reached."));
      later();
      return;
    }
    Cable fresh = new Cable(world, this);
    cable = Optional.of(fresh);
    take(new Input.Opened(world.server.tlsKeyShown(), "X25519MLKEM768"));
  }

  private void later() {
    tries = Math.min(tries + 1, 6);
    long mine = life;
    world.after(
        world.upTo(Duration.ofMillis(200L << tries)),
        () -> {
          if (mine == life && wanted && cable.isEmpty() && running()) {
            connect();
          }
        });
  }

  void received(Cable from, byte[] frame) {
    if (cable.filter(c -> c == from).isEmpty()) {
      return;
    }
    Input input;
    try {
      input = new Input.Received(ServerReply.decode(frame));
    } catch (MlsException e) {
      input = new Input.Garbage(String.valueOf(e.getMessage()));
    }
    take(input);
  }

  void closed(Cable which, String reason) {
    if (cable.filter(c -> c == which).isPresent()) {
      cable = Optional.empty();
      take(new Input.Closed(reason));
      later();
    }
  }

  // --- steps ---

  void ask(Command command, Consumer<Outcome> answer) {
    long ticket = nextTicket++;
    tickets.put(ticket, answer);
    take(new Input.Ask(ticket, command));
  }

  void take(Input input) {
    if (state.isEmpty()) {
      return;
    }
    Step step = engine.step(state(), input, new Moment(clock(), random, archive()));
    state = Optional.of(step.state());
    for (Effect effect : step.effects()) {
      if (effect instanceof Effect.Write write) {
        pending.put(write.change().table() + "/" + write.change().key(), write.change());
      } else {
        effects.add(effect);
      }
    }
    if (flushing || world.happens(world.faults.batching)) {
      long mine = life;
      world.after(Duration.ofMillis(3), () -> flushOf(mine));
    } else {
      flush();
    }
  }

  private Archive archive() {
    return (Table table, String key) ->
        switch (pending.get(table + "/" + key)) {
          case null -> disk.find(table, key);
          case Change.Put put -> Optional.of(put.value());
          case Change.Delete _, Change.Clear _ -> Optional.empty();
        };
  }

  private void flushOf(long which) {
    if (which == life) {
      flush();
    }
  }

  /// Invariant 4: one transaction, and only then what leaves.
  private void flush() {
    if (world.happens(world.faults.clientCrash)) {
      crash();
      return;
    }
    disk.apply(List.copyOf(pending.values()));
    pending.clear();
    List<Effect> due = List.copyOf(effects);
    effects.clear();
    flushing = true;
    try {
      for (Effect effect : due) {
        if (world.happens(world.faults.clientCrash / Math.max(1, due.size()))) {
          crash();
          return;
        }
        perform(effect);
      }
    } finally {
      flushing = false;
    }
    if (!acknowledgements.isEmpty()) {
      send(new ClientRequest(0, new ClientFrame.Acknowledge(List.copyOf(acknowledgements))));
      acknowledgements.clear();
    }
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Write _ -> throw new IllegalStateException("Changes are written before.");
      case Effect.Erase erase -> erase.consumed().erase();
      case Effect.Send send -> send(send.request());
      case Effect.Acknowledge one -> acknowledgements.add(one.entry());
      case Effect.Tell tell -> tell(tell.event());
      case Effect.Undelivered _ -> {}
      case Effect.Settle settle ->
          Optional.ofNullable(tickets.remove(settle.ticket()))
              .ifPresent(answer -> answer.accept(settle.outcome()));
      case Effect.Wake wake -> wake(wake.at());
      case Effect.Hangup hangup -> hangUp(hangup.reason());
      case Effect.Halt _ -> {
        wanted = false;
        cable.ifPresent(Cable::hangUp);
        cable = Optional.empty();
      }
    }
  }

  private void tell(Event event) {
    if (event instanceof Event.Connection connection
        && connection.state() == Event.ConnectionState.ONLINE) {
      tries = 0;
    }
    ear.accept(event);
  }

  private void send(ClientRequest request) {
    byte[] frame = request.encoded();
    if (request.frame() instanceof ClientFrame.Submit submit && cable.isPresent()) {
      world.ledger.leaves(frame, submit.submission().id());
    }
    cable.ifPresent(c -> c.toServer(frame));
  }

  private void wake(Instant at) {
    if (at.equals(wakeAt)) {
      return;
    }
    wakeAt = at;
    long mine = life;
    world.at(
        at.minus(skew),
        () -> {
          if (mine == life && wakeAt.equals(at)) {
            wakeAt = Instant.MAX;
            take(new Input.Tick());
          }
        });
  }

  private void hangUp(String reason) {
    if (cable.isPresent()) {
      cable.get().hangUp();
      cable = Optional.empty();
      take(new Input.Closed(reason));
      later();
    }
  }

  private static List<Change> writes(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Write.class::isInstance)
        .map(effect -> ((Effect.Write) effect).change())
        .toList();
  }
}

package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import sotto.client.ClientException;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.MessageId;
import sotto.client.engine.Command.Destination;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.PortableCrypto;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.InviteLink;

/// An engine in one thread, with tables in memory: what it sends and tells can be looked at, it can
/// be restarted from what it wrote, and its clock and randomness are the test's.
final class Puppet {
  private final Engine engine;
  private final Map<Table, LinkedHashMap<String, byte[]>> tables = new EnumMap<>(Table.class);
  final Map<String, String> shelves = new HashMap<>();
  private final Random random;
  final String name;
  final List<ClientRequest> sent = new ArrayList<>();
  final List<Acknowledgement> answers = new ArrayList<>();
  final List<Event> told = new ArrayList<>();
  final Map<Long, Outcome> outcomes = new HashMap<>();
  final List<Trouble> halts = new ArrayList<>();
  State state;
  Instant now = Instant.parse("2026-11-20T08:00:00Z");
  boolean hungUp;

  /// Why it ended its last connection.
  String parting = "";

  private long tickets;

  Puppet(String name, InviteLink link, long seed, int treeInWelcome) {
    this.engine = new Engine(PortableCrypto.create(), treeInWelcome);
    this.name = name;
    this.random = new Random(seed);
    for (Table table : Table.values()) {
      tables.put(table, new LinkedHashMap<>());
    }
    Step first = engine.begin(link, name, moment());
    state = first.state();
    perform(first);
  }

  // --- what happens to it ---

  void connect(Hash tlsKey) {
    hungUp = false;
    take(new Input.Opened(tlsKey, "X25519MLKEM768"));
  }

  void disconnect() {
    take(new Input.Closed("The cable was pulled."));
  }

  void hear(ServerReply reply) {
    take(new Input.Received(reply));
  }

  /// Time passes.
  void until(Instant later) {
    now = later;
    take(new Input.Tick());
  }

  void take(Input input) {
    Step step = engine.step(state, input, moment());
    state = step.state();
    perform(step);
  }

  /// Does what no engine would decide by itself.
  void cheats(Consumer<Turn> deed) {
    Turn turn = new Turn(state, moment(), Cryptography.of(PortableCrypto.create()));
    deed.accept(turn);
    Step step = turn.finished();
    state = step.state();
    perform(step);
    take(new Input.Tick());
  }

  /// What a kill and a start leave: nothing but the tables.
  void restart() throws MlsException {
    state = engine.load(table -> new LinkedHashMap<>(rows(table)));
    sent.clear();
    answers.clear();
  }

  /// A copy of everything that is kept.
  Map<Table, Map<String, byte[]>> snapshot() {
    Map<Table, Map<String, byte[]>> copy = new EnumMap<>(Table.class);
    tables.forEach((table, rows) -> copy.put(table, new LinkedHashMap<>(rows)));
    return copy;
  }

  void restore(Map<Table, Map<String, byte[]>> copy) throws MlsException {
    copy.forEach((table, rows) -> tables.put(table, new LinkedHashMap<>(rows)));
    restart();
  }

  // --- what a person does ---

  long ask(Command command) {
    long ticket = ++tickets;
    take(new Input.Ask(ticket, command));
    return ticket;
  }

  void register() {
    ask(new Command.Register(new Admission.Open()));
  }

  MessageId says(String to, String text) throws ClientException {
    Destination destination = Names.destination(state, to);
    long ticket = ask(new Command.SendText(destination, text, Optional.empty()));
    assertThat(outcomes.get(ticket)).isInstanceOf(Outcome.Done.class);
    return new MessageId(((Outcome.Done) outcomes.get(ticket)).value());
  }

  Trouble isRefused(String to, String text) throws ClientException {
    Destination destination = Names.destination(state, to);
    Outcome outcome = outcomes.get(ask(new Command.SendText(destination, text, Optional.empty())));
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed) outcome).trouble();
  }

  Address address() {
    return Views.address(state);
  }

  // --- what can be seen ---

  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (byte[] row : rows(Table.HISTORY).values()) {
      try {
        if (HistoryLine.decode(row) instanceof HistoryEntry.Message message) {
          texts.add(message.text());
        }
      } catch (MlsException e) {
        throw new AssertionError(e);
      }
    }
    return texts;
  }

  /// The shelf on which the message of that text lies.
  String shelfOf(String text) throws MlsException {
    for (Map.Entry<String, byte[]> row : rows(Table.HISTORY).entrySet()) {
      if (HistoryLine.decode(row.getValue()) instanceof HistoryEntry.Message message
          && message.text().equals(text)) {
        return String.valueOf(shelves.get(Table.HISTORY + " " + row.getKey()));
      }
    }
    throw new AssertionError("no message says " + text);
  }

  <E extends Event> List<E> told(Class<E> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  LinkedHashMap<String, byte[]> rows(Table table) {
    return tables.computeIfAbsent(table, _ -> new LinkedHashMap<>());
  }

  private Moment moment() {
    return new Moment(now, random, (table, key) -> Optional.ofNullable(rows(table).get(key)));
  }

  private void perform(Step step) {
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.Write(Change.Put put) -> {
          rows(put.table()).put(put.key(), put.value());
          shelves.put(put.table() + " " + put.key(), put.shelf());
        }
        case Effect.Write(Change.Clear clear) ->
            rows(clear.table())
                .keySet()
                .removeIf(key -> clear.shelf().equals(shelves.get(clear.table() + " " + key)));
        case Effect.Write(Change.Delete delete) -> rows(delete.table()).remove(delete.key());
        case Effect.Send send -> sent.add(send.request());
        case Effect.Acknowledge one -> answers.add(one.entry());
        case Effect.Tell tell -> told.add(tell.event());
        case Effect.Erase erase -> erase.consumed().erase();
        case Effect.Undelivered _, Effect.Wake _ -> {}
        case Effect.Settle settle -> outcomes.put(settle.ticket(), settle.outcome());
        case Effect.Hangup hangup -> {
          hungUp = true;
          parting = hangup.reason();
        }
        case Effect.Halt halt -> halts.add(halt.trouble());
      }
    }
  }
}

package sotto.client.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.mls.group.Consumed;
import sotto.mls.group.KeyPackageSecrets;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.Delivery;
import sotto.protocol.identity.Address;

/// One step in the making: the state as it will be, and what is to be done for it. A turn that is
/// dropped has changed nothing.
final class Turn {
  static final String EPOCH = " epoch";
  static final String MESSAGES = " messages";

  private final Cryptography cryptography;
  private final Moment moment;
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private final List<Effect> effects = new ArrayList<>();
  private final Map<Long, Event> told = new LinkedHashMap<>();
  private State state;

  Turn(State state, Moment moment, Cryptography cryptography) {
    this.state = state;
    this.moment = moment;
    this.cryptography = cryptography;
  }

  State state() {
    return state;
  }

  Self self() {
    return state.self();
  }

  Link link() {
    return state.link();
  }

  /// Whether a moment has come that was set for at most so long after. One that lies further ahead
  /// was set by a clock that has been put back since.
  boolean isDue(Instant at, Duration atMost) {
    return !at.isAfter(now()) || at.isAfter(now().plus(atMost));
  }

  Instant now() {
    return moment.now();
  }

  RandomGenerator random() {
    return moment.random();
  }

  Cryptography crypto() {
    return cryptography;
  }

  byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random().nextBytes(bytes);
    return bytes;
  }

  /// A row of the archive as this turn sees it.
  Optional<byte[]> archived(Table table, String key) {
    Change changed = changes.get(changeKey(table, key));
    return switch (changed) {
      case null -> moment.archive().find(table, key);
      case Change.Put put -> Optional.of(put.value());
      case Change.Delete _, Change.Clear _ -> Optional.empty();
    };
  }

  // --- state that is kept ---

  void self(Self other) {
    state = state.with(other);
    change(new Change.Put(Table.SELF, "self", other.encoded()));
  }

  void contact(Known known) {
    String key = known.address().toString();
    state = state.withContacts(state.contacts().with(key, known));
    change(new Change.Put(Table.CONTACT, key, known.encoded()));
  }

  Known known(Address address) {
    return state.contact(address).orElseGet(() -> Known.of(address));
  }

  void talk(Talk talk) {
    state = state.withTalks(state.talks().with(talk.key(), talk));
    change(new Change.Put(Table.CONVERSATION, talk.key(), talk.encoded()));
  }

  void dropContact(Address address) {
    state = state.withContacts(state.contacts().without(address.toString()));
    change(new Change.Delete(Table.CONTACT, address.toString()));
  }

  void dropTalk(String key) {
    state = state.withTalks(state.talks().without(key));
    change(new Change.Delete(Table.CONVERSATION, key));
  }

  Talk talk(String key) {
    return state
        .talks()
        .find(key)
        .orElseThrow(() -> new IllegalStateException("A conversation is missing from the state."));
  }

  void group(GroupRow row) {
    boolean sameEpoch =
        state
            .groups()
            .find(row.id())
            .filter(old -> old.group().epoch() == row.group().epoch())
            .isPresent();
    state = state.withGroups(state.groups().with(row.id(), row));
    change(new Change.Put(Table.MLS_GROUP, row.id() + MESSAGES, row.encodedMessages()));
    if (!sameEpoch) {
      change(new Change.Put(Table.MLS_GROUP, row.id() + EPOCH, row.encodedEpoch()));
    }
  }

  /// A Commit of ours that was on its way in it comes to nothing; whoever waits for it will hear.
  void dropGroup(GroupRow row) {
    row.staged()
        .ifPresent(staged -> {
          dropOutgoing(staged.outgoing());
          Intents.overtaken(this, staged.intent());
        });
    row.group().members().forEach(m -> Removals.forget(this, row.id(), Identities.who(m)));
    Spent.forget(this, Resends.grown(row.id()));
    Spent.forget(this, Rejoins.lost(row.id()));
    Spent.forget(this, Aged.key(row.id()));
    state = state.withGroups(state.groups().without(row.id()));
    change(new Change.Delete(Table.MLS_GROUP, row.id() + MESSAGES));
    change(new Change.Delete(Table.MLS_GROUP, row.id() + EPOCH));
  }

  void keyPackage(String reference, KeyPackageSecrets secrets) {
    state = state.withPackages(state.packages().with(reference, secrets));
    change(new Change.Put(Table.KEY_PACKAGE, reference, secrets.encode()));
  }

  void dropKeyPackage(String reference) {
    state = state.withPackages(state.packages().without(reference));
    change(new Change.Delete(Table.KEY_PACKAGE, reference));
  }

  /// Adds to the end of the outbox.
  long outgoing(LongFunction<Outgoing> make) {
    long seq = self().nextOutgoing();
    self(self().afterOutgoing());
    outgoing(make.apply(seq));
    return seq;
  }

  void outgoing(Outgoing row) {
    state = state.withOutbox(state.outbox().with(row.seq(), row));
    change(new Change.Put(Table.OUTBOX, Long.toString(row.seq()), row.encoded()));
  }

  void dropOutgoing(long seq) {
    state = state.withOutbox(state.outbox().without(seq));
    change(new Change.Delete(Table.OUTBOX, Long.toString(seq)));
  }

  // --- what people see ---

  /// Keeps an event until it was shown, and tells it.
  Optional<Event> tell(LongFunction<Event> make) {
    return tell("", make);
  }

  /// @return what was told, unless there was too much of it today
  Optional<Event> tell(String talk, LongFunction<Event> make) {
    long number = self().nextEvent();
    Optional<Event> admitted = Telling.admitted(this, talk, make.apply(number));
    admitted.ifPresent(event -> {
      self(self().afterEvent());
      Kept kept = new Kept(talk, event);
      state = state.withEvents(state.events().with(number, kept));
      change(new Change.Put(Table.EVENT, Long.toString(number), kept.encoded()));
      told.put(number, event);
      Telling.crop(this);
    });
    return admitted;
  }

  /// A kept event that is a line of the conversation's history, too.
  ///
  /// @return whether it was told
  boolean note(Talk talk, LongFunction<Event> make) {
    Optional<Event> told = tell(talk.key(), make);
    told.ifPresent(event ->
        archive(
            Table.HISTORY,
            HistoryLine.noticeKey(event),
            talk.key(),
            HistoryLine.encode(talk.key(), new HistoryEntry.Notice(now(), event))));
    return told.isPresent();
  }

  /// A line of the history about what the user asked for: whoever waits for the command hears it
  /// from there, so that it is not shown once more later.
  void noteDone(Talk talk, LongFunction<Event> make) {
    long number = self().nextEvent();
    self(self().afterEvent());
    archive(
        Table.HISTORY,
        HistoryLine.noticeKey(make.apply(number)),
        talk.key(),
        HistoryLine.encode(talk.key(), new HistoryEntry.Notice(now(), make.apply(number))));
    passing(make.apply(0));
  }

  void dropEvent(long number) {
    state = state.withEvents(state.events().without(number));
    change(new Change.Delete(Table.EVENT, Long.toString(number)));
  }

  /// Tells an event that is only for whoever is watching.
  void passing(Event event) {
    effects.add(new Effect.Tell(event));
  }

  void archive(Table table, String key, String shelf, byte[] value) {
    change(new Change.Put(table, key, shelf, value));
  }

  // --- state that is not kept ---

  void link(Link link) {
    state = state.with(link);
  }

  long intent(LongFunction<Intent> make) {
    long id = state.nextIntent();
    state = state.withIntents(state.intents().with(id, make.apply(id)), id + 1);
    return id;
  }

  void intent(Intent intent) {
    state = state.withIntents(state.intents().with(intent.id(), intent), state.nextIntent());
  }

  void dropIntent(long id) {
    state = state.withIntents(state.intents().without(id), state.nextIntent());
  }

  void errand(Optional<State.Errand> errand) {
    state = state.withErrand(errand);
  }

  void park(Delivery delivery) {
    state = state.parking(state.parked().with(delivery.entry(), delivery));
  }

  void unpark(Rows<Long, Delivery> left) {
    state = state.parking(left);
  }

  void retryAt(Optional<Instant> at) {
    state = state.retrying(at);
  }

  // --- what is done ---

  void send(ClientFrame frame, Link.Waiting question) {
    effects.add(new Effect.Send(new ClientRequest(link().nextRequest(), frame)));
    link(link().asking(question));
  }

  /// A frame that nothing answers.
  void send(ClientFrame frame) {
    effects.add(new Effect.Send(new ClientRequest(0, frame)));
  }

  void effect(Effect effect) {
    effects.add(effect);
  }

  void erase(Consumed consumed) {
    effects.add(new Effect.Erase(consumed));
  }

  void settle(long ticket, Outcome outcome) {
    if (ticket != 0) {
      effects.add(new Effect.Settle(ticket, outcome));
    }
  }

  void done(long ticket, String value) {
    settle(ticket, new Outcome.Done(value));
  }

  void failed(long ticket, Trouble trouble) {
    settle(ticket, new Outcome.Failed(trouble));
  }

  void change(Change change) {
    changes.put(changeKey(change.table(), change.key()), change);
  }

  private static String changeKey(Table table, String key) {
    return table.ordinal() + "/" + key;
  }

  /// Everything, in the order in which it is to be done: changes first.
  Step finished() {
    List<Effect> all = new ArrayList<>();
    changes.values().forEach(change -> all.add(new Effect.Write(change)));
    told.values().forEach(event -> all.add(new Effect.Tell(event)));
    all.addAll(effects);
    Wakeups.next(state, now()).ifPresent(at -> all.add(new Effect.Wake(at)));
    return new Step(state, List.copyOf(all));
  }
}

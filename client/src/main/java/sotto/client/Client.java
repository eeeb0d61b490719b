package sotto.client;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import sotto.client.engine.Command;
import sotto.client.engine.Delays;
import sotto.client.engine.Evidence;
import sotto.client.engine.Facts;
import sotto.client.engine.HistoryLine;
import sotto.client.engine.Names;
import sotto.client.engine.Outcome;
import sotto.client.engine.State;
import sotto.client.engine.Table;
import sotto.client.engine.Trouble;
import sotto.client.engine.Views;
import sotto.client.shell.Loop;
import sotto.client.shell.Profiles;
import sotto.client.shell.Waiting;
import sotto.mls.codec.MlsException;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.InviteLink;

/// One client of one account: an open profile and, once [#connect] was called, its connection.
///
/// Safe for use by several threads. A profile is open in one process at a time. Whatever a method
/// here reports as done is on disk. `name` and `to` are an address (`bob@host`), a bare account
/// name on the own server, or a conversation's name, with or without a leading `#`.
public final class Client implements AutoCloseable {
  private static final Duration TO_REGISTER = Duration.ofSeconds(30);
  private static final Duration TO_CHANGE = Duration.ofSeconds(20);
  private static final Duration AT_ONCE = Duration.ofSeconds(30);

  private final Loop loop;

  private Client(Loop loop) {
    this.loop = loop;
  }

  /// Makes a profile and an account named `name` with an invite link that carries a token (or with
  /// any link, on an open server). Returns it open and connected. A server that registers by code
  /// answers a link without a token with a code: then the profile is [#pending].
  public static Client register(Path profile, Unlock unlock, String link, String name)
      throws ClientException {
    return register(profile, unlock, link, name, TO_REGISTER);
  }

  public static Client register(
      Path profile, Unlock unlock, String link, String name, Duration patience)
      throws ClientException {
    return new Client(Profiles.register(profile, unlock, link, name, patience));
  }

  /// Begins a registration that a six-digit code completes: `address` is `+E164` or a mail address.
  /// The profile stays pending until [#verify].
  public static Pending requestCode(Path profile, Unlock unlock, String link, String address)
      throws ClientException {
    return Profiles.requestCode(profile, unlock, link, address, TO_REGISTER);
  }

  /// Completes a pending registration. Returns the profile open and connected.
  public static Client verify(Path profile, Unlock unlock, String code) throws ClientException {
    return new Client(Profiles.verify(profile, unlock, code, TO_REGISTER));
  }

  /// Says that the person heard of the registration, durably. Until then, registering in the same
  /// way again ends what was cut off; after it, that is a mistake.
  public void told() throws ClientException {
    command(new Command.Told(), AT_ONCE);
  }

  /// Opens a profile without connecting.
  public static Client open(Path profile, Unlock unlock) throws ClientException {
    return new Client(Profiles.open(profile, unlock));
  }

  /// Whether a folder holds a profile, and whether it needs a passphrase; opens nothing. Rows
  /// without a file that opens them are refused: nothing may be made over them.
  public static ProfileKind profileKind(Path profile) throws ClientException {
    return Profiles.kind(profile);
  }

  /// Copies a profile that no process has open into a folder that does not exist yet. The copy
  /// opens as the profile does; when the profile has gone on since, it joins its conversations
  /// anew.
  public static void backup(Path profile, Path copy) throws ClientException {
    Profiles.backup(profile, copy);
  }

  public enum ProfileKind {
    NONE,
    WITH_PASSPHRASE,
    WITH_KEY_FILE
  }

  /// Whether the profile waits for [#verify].
  public boolean pending() {
    return quietly((state, _) -> Views.pending(state));
  }

  /// The own address, `alice@host`.
  public String address() {
    return quietly((state, _) -> Views.address(state).toString());
  }

  /// The fingerprint of the own account key.
  public String fingerprint() {
    return quietly((state, _) -> Views.fingerprint(state));
  }

  /// Where to connect from now on, when the server has moved: a link of that server, with a token
  /// or without. Before [#connect].
  public String move(String link) throws ClientException {
    try {
      return command(new Command.Move(InviteLink.parse(link)), AT_ONCE);
    } catch (MlsException e) {
      throw new ClientException.Usage(e.getMessage());
    }
  }

  /// Connects, and from now on reconnects by itself; does not wait.
  public void connect() {
    loop.connect();
  }

  /// Waits until the client is logged in. A security stop or a refusal comes out at once, trouble
  /// with the network only when `patience` is over; it goes on trying after that.
  public void awaitOnline(Duration patience) throws ClientException {
    await(patience, state -> Views.online(state) ? done() : stopped(state));
  }

  /// Waits until what lay in the queue when the client logged in is stored here (and its events are
  /// out).
  public void catchUp(Duration patience) throws ClientException {
    await(patience, state -> Views.caughtUp(state) ? done() : stopped(state));
  }

  /// Waits until the outbox is empty and receipts that are due have been accepted.
  public void flush(Duration patience) throws ClientException {
    Waiting.outcome(loop.ask(new Command.FlushReceipts()), AT_ONCE, this::delay);
    await(patience, state -> Views.settled(state) ? done() : stopped(state));
  }

  public Connection connection() {
    return quietly((state, _) -> Views.connection(state));
  }

  /// Puts a text into the outbox, durably, and returns. With an `id` that was used before, nothing
  /// is sent again: the same id comes back.
  public Sent send(String to, String text, Optional<MessageId> id) throws ClientException {
    Command.Destination destination = loop.look((state, _) -> Names.destination(state, to));
    String sent = command(new Command.SendText(destination, text, id), AT_ONCE);
    MessageId message = new MessageId(sent);
    return new Sent(
        message,
        switch (destination) {
          case Command.Destination.ToContact contact -> contact.contact().address().toString();
          case Command.Destination.ToTalk talk ->
              loop.look((state, _) -> Views.conversation(state, talk.talk()).name());
        });
  }

  /// Waits until the server has accepted a message durably. When `patience` ends first, the message
  /// stays in the outbox: [ClientException.Unreachable], or [ClientException.Postponed] when the
  /// server is there and says no for now. So it does at a security stop, or when the server lets
  /// this client in no more: each sentence says so. Any other refusal is final.
  public void awaitAccepted(MessageId id, Duration patience) throws ClientException {
    CompletableFuture<Outcome> answer =
        loop.acceptance(id, state -> Views.waits(state, id) && Views.halted(state).isEmpty());
    CompletableFuture<Outcome> halt =
        loop.watch(state -> Delays.stopped(state, id).map(Outcome.Failed::new));
    halt.thenAccept(answer::complete);
    try {
      Waiting.outcome(answer, patience, () -> quietly((state, _) -> Delays.ofMessage(state, id)));
    } finally {
      halt.cancel(false);
    }
    failure(id);
  }

  /// How far an own message has come; empty when this profile wrote none of that id.
  public Optional<HistoryEntry.Delivery> delivery(MessageId id) throws ClientException {
    return loop.look((state, store) -> {
      Optional<byte[]> row = store.find(Table.HISTORY, Views.sentKey(state, id));
      return row.isPresent() && HistoryLine.decode(row.get()) instanceof HistoryEntry.Message line
          ? Optional.of(line.delivery())
          : Optional.empty();
    });
  }

  /// Delivers every kept event that was not acknowledged, oldest first, then each as it comes, on
  /// one thread. The consumer may call any method of this client that does not wait.
  public Subscription subscribe(Consumer<Event> consumer) {
    return loop.subscribe(consumer);
  }

  /// Says that an event was shown, durably: it never comes again, and for a message a read receipt
  /// becomes due (when they are on).
  public void acknowledge(Event event) throws ClientException {
    command(new Command.Shown(event.number()), AT_ONCE);
  }

  /// Founds a conversation of many; waits until the server has accepted it.
  public Conversation createGroup(String name, List<String> members) throws ClientException {
    String key = command(new Command.CreateGroup(name, accounts(members)), TO_CHANGE);
    return loop.look((state, _) -> Views.conversation(state, key));
  }

  public void addMembers(String group, List<String> members) throws ClientException {
    command(new Command.AddMembers(talk(group), accounts(members)), TO_CHANGE);
  }

  public void removeMembers(String group, List<String> members) throws ClientException {
    command(new Command.RemoveMembers(talk(group), accounts(members)), TO_CHANGE);
  }

  public void rename(String group, String newName) throws ClientException {
    command(new Command.Rename(talk(group), newName), TO_CHANGE);
  }

  public void leave(String group) throws ClientException {
    command(new Command.Leave(talk(group)), AT_ONCE);
  }

  /// Accepts a first contact or a conversation that began as a request.
  public void accept(String name) throws ClientException {
    command(new Command.Accept(talk(name)), AT_ONCE);
  }

  public List<Conversation> conversations() throws ClientException {
    return loop.look((state, _) -> Views.conversations(state));
  }

  public Conversation conversation(String name) throws ClientException {
    return loop.look((state, _) -> Views.conversation(state, Names.talk(state, name)));
  }

  /// The history of a conversation from `since` on, oldest first.
  public List<HistoryEntry> history(String name, Instant since) throws ClientException {
    return loop.look((state, store) -> {
      List<HistoryEntry> entries = new ArrayList<>();
      for (byte[] row : store.shelf(Table.HISTORY, Names.talk(state, name))) {
        entries.add(HistoryLine.decode(row));
      }
      beginningFirst(entries, Views.address(state).toString());
      return entries.stream().filter(entry -> !entry.at().isBefore(since)).toList();
    });
  }

  /// The text that founded a conversation was written before there was one; it stands after the
  /// beginning.
  private static void beginningFirst(List<HistoryEntry> entries, String self) {
    for (int at = 0; at < entries.size(); at++) {
      switch (entries.get(at)) {
        case HistoryEntry.Notice notice -> {
          if (notice.event() instanceof Event.Membership) {
            entries.addFirst(entries.remove(at));
          }
          return;
        }
        case HistoryEntry.Message message -> {
          if (!message.from().equals(self)) {
            return;
          }
        }
      }
    }
  }

  public List<Contact> contacts() throws ClientException {
    return loop.look((state, _) -> Views.contacts(state));
  }

  /// The clients on the own signed list.
  public List<ClientEntry> clients() throws ClientException {
    return loop.look((state, _) -> Views.clients(state));
  }

  public List<Contradiction> evidence(String name) throws ClientException {
    String shelf = Evidence.shelf(another(name));
    return loop.look((_, store) -> Evidence.toShow(store.shelf(Table.EVIDENCE, shelf)));
  }

  public SafetyNumber safetyNumber(String name) throws ClientException {
    Address other = another(name);
    return loop.look((state, _) -> Views.safetyNumber(state, other));
  }

  /// Marks an account's key as verified, or accepts a changed one: sending works again. Where a
  /// client of it waits to be added again, that is all that is allowed.
  public Trusted trust(String name) throws ClientException {
    return Trusted.valueOf(command(new Command.Trust(another(name)), AT_ONCE));
  }

  public Inspection inspect(MessageId id) throws ClientException {
    return loop.look((state, store) -> {
      for (String key : Views.messageKeys(state, id)) {
        Optional<byte[]> row = store.find(Table.FACTS, key);
        if (row.isPresent()) {
          return Facts.decode(id, row.get());
        }
      }
      throw new ClientException.Usage(
          "This profile knows no message " + id + ", or it was not sent yet: see history.");
    });
  }

  public Preferences preferences() throws ClientException {
    return loop.look((state, _) -> Views.preferences(state));
  }

  public void prefer(Preferences preferences) throws ClientException {
    command(new Command.Prefer(preferences), AT_ONCE);
  }

  /// The contacts known to be connected now, where both show themselves to each other.
  public List<String> present() {
    return loop.present();
  }

  /// Ends the connection and closes the profile; what waits in the outbox stays there.
  @Override
  public void close() {
    loop.close();
  }

  // --- inside ---

  private String command(Command command, Duration patience) throws ClientException {
    return Waiting.outcome(loop.ask(command), patience, () -> delay().and("Try again later."));
  }

  private void await(Duration patience, Function<State, Optional<Outcome>> condition)
      throws ClientException {
    Waiting.outcome(loop.watch(condition), patience, this::delay);
  }

  private Trouble delay() {
    return quietly((state, _) -> Delays.now(state));
  }

  /// A message that was refused before anybody waited says so in the history.
  private void failure(MessageId id) throws ClientException {
    if (delivery(id).orElse(null) instanceof HistoryEntry.Delivery.Failed(var reason)) {
      throw new ClientException.Refused(reason);
    }
    boolean waits = loop.look((state, _) -> Views.waits(state, id));
    Optional<Trouble> stopped = loop.look((state, _) -> Delays.stopped(state, id));
    if (waits && stopped.isPresent()) {
      throw stopped.get().asException();
    }
  }

  private String talk(String name) throws ClientException {
    return loop.look((state, _) -> Names.talk(state, name));
  }

  private Address another(String name) throws ClientException {
    Address named = accounts(List.of(name)).getFirst();
    if (named.toString().equals(address())) {
      throw new ClientException.Usage("That is your own address: name somebody else.");
    }
    return named;
  }

  private List<Address> accounts(List<String> names) throws ClientException {
    return loop.look((state, _) -> Names.accounts(state, names));
  }

  private <T> T quietly(Loop.Look<T> look) {
    try {
      return loop.look(look);
    } catch (ClientException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static Optional<Outcome> done() {
    return Optional.of(new Outcome.Done(""));
  }

  private static Optional<Outcome> stopped(State state) {
    return Views.halted(state).map(Outcome.Failed::new);
  }
}

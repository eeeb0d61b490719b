package sotto.client;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One client of one account: an open profile and, once [#connect] was called, its connection.
///
/// Safe for use by several threads. A profile is open in one process at a time. Whatever a method
/// here reports as done is on disk. `name` and `to` are an address (`bob@host`), a bare account
/// name on the own server, or a conversation's name, with or without a leading `#`.
public final class Client implements AutoCloseable {
  private Client() {}

  /// Makes a profile and an account named `name` with an invite link that carries a token (or with
  /// any link, on an open server). Returns it open and connected.
  public static Client register(Path profile, Unlock unlock, String link, String name)
      throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// Begins a registration that a six-digit code completes: `address` is `+E164` or a mail address.
  /// The profile stays pending until [#verify].
  public static Pending requestCode(Path profile, Unlock unlock, String link, String address)
      throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// Completes a pending registration. Returns the profile open and connected.
  public static Client verify(Path profile, Unlock unlock, String code) throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// Opens a profile without connecting.
  public static Client open(Path profile, Unlock unlock) throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// Whether a folder holds a profile, and whether it needs a passphrase; opens nothing.
  public static ProfileKind profileKind(Path profile) {
    throw new UnsupportedOperationException();
  }

  public enum ProfileKind {
    NONE,
    WITH_PASSPHRASE,
    WITH_KEY_FILE
  }

  /// The own address, `alice@host`.
  public String address() {
    throw new UnsupportedOperationException();
  }

  /// The fingerprint of the own account key.
  public String fingerprint() {
    throw new UnsupportedOperationException();
  }

  /// Connects, and from now on reconnects by itself; does not wait.
  public void connect() {
    throw new UnsupportedOperationException();
  }

  /// Waits until the client is logged in. A security stop or a refusal comes out at once, trouble
  /// with the network only when `patience` is over; it goes on trying after that.
  public void awaitOnline(Duration patience) throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// Waits until what lay in the queue when the client logged in is stored here (and its events are
  /// out).
  public void catchUp(Duration patience) throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// Waits until the outbox is empty and receipts that are due have been accepted.
  public void flush(Duration patience) throws ClientException {
    throw new UnsupportedOperationException();
  }

  public Connection connection() {
    throw new UnsupportedOperationException();
  }

  /// Puts a text into the outbox, durably, and returns. With an `id` that was used before, nothing
  /// is sent again: the same id comes back.
  public Sent send(String to, String text, Optional<MessageId> id) throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// Waits until the server has accepted a message durably. [ClientException.Unreachable] when
  /// `patience` ends first: the message stays in the outbox.
  public void awaitAccepted(MessageId id, Duration patience) throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// Delivers every kept event that was not acknowledged, oldest first, then each as it comes, on
  /// one thread. The consumer may call any method of this client that does not wait.
  public Subscription subscribe(Consumer<Event> consumer) {
    throw new UnsupportedOperationException();
  }

  /// Says that an event was shown, durably: it never comes again, and for a message a read receipt
  /// becomes due (when they are on).
  public void acknowledge(Event event) throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// Founds a conversation of many; waits until the server has accepted it.
  public Conversation createGroup(String name, List<String> members) throws ClientException {
    throw new UnsupportedOperationException();
  }

  public void addMembers(String group, List<String> members) throws ClientException {
    throw new UnsupportedOperationException();
  }

  public void removeMembers(String group, List<String> members) throws ClientException {
    throw new UnsupportedOperationException();
  }

  public void rename(String group, String newName) throws ClientException {
    throw new UnsupportedOperationException();
  }

  public void leave(String group) throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// Accepts a first contact or a conversation that began as a request.
  public void accept(String name) throws ClientException {
    throw new UnsupportedOperationException();
  }

  public List<Conversation> conversations() throws ClientException {
    throw new UnsupportedOperationException();
  }

  public Conversation conversation(String name) throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// The history of a conversation from `since` on, oldest first.
  public List<HistoryEntry> history(String name, Instant since) throws ClientException {
    throw new UnsupportedOperationException();
  }

  public List<Contact> contacts() throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// The clients on the own signed list.
  public List<ClientEntry> clients() throws ClientException {
    throw new UnsupportedOperationException();
  }

  public SafetyNumber safetyNumber(String name) throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// Marks an account's key as verified, or accepts a changed one: sending works again.
  public void trust(String name) throws ClientException {
    throw new UnsupportedOperationException();
  }

  public Inspection inspect(MessageId id) throws ClientException {
    throw new UnsupportedOperationException();
  }

  public Preferences preferences() throws ClientException {
    throw new UnsupportedOperationException();
  }

  public void prefer(Preferences preferences) throws ClientException {
    throw new UnsupportedOperationException();
  }

  /// The contacts known to be connected now, where both show themselves to each other.
  public List<String> present() {
    throw new UnsupportedOperationException();
  }

  /// Ends the connection and closes the profile; what waits in the outbox stays there.
  @Override
  public void close() {}
}

package sotto.app.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.MessageId;
import sotto.client.Subscription;
import sotto.client.Unlock;

/// Alice, bob or carol: a profile on disk, and what its owner saw.
final class Person implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String name;
  private final Path profile;
  private final Unlock unlock;
  private final List<Event> seen = new ArrayList<>();
  private Optional<Client> client = Optional.empty();
  private Optional<Subscription> subscription = Optional.empty();

  Person(String name, Path folder, Unlock unlock) {
    this.name = name;
    this.profile = folder.resolve(name);
    this.unlock = unlock;
  }

  String name() {
    return name;
  }

  Path profile() {
    return profile;
  }

  Unlock unlock() {
    return unlock;
  }

  Client client() {
    return client.orElseThrow(() -> new IllegalStateException(name + " is away."));
  }

  String address() {
    return client().address();
  }

  /// Watches a client that a registration has just opened.
  void use(Client opened) {
    client = Optional.of(opened);
    subscription = Optional.of(opened.subscribe(this::take));
  }

  void come() throws ClientException {
    use(Client.open(profile, unlock));
    client().connect();
    client().awaitOnline(PATIENCE);
    client().catchUp(PATIENCE);
  }

  void go() {
    subscription.ifPresent(Subscription::close);
    client.ifPresent(Client::close);
    client = Optional.empty();
    subscription = Optional.empty();
  }

  MessageId writes(String to, String text) throws ClientException {
    var id = client().send(to, text, Optional.empty()).id();
    client().awaitAccepted(id, PATIENCE);
    return id;
  }

  /// The text of a message once it is here, or empty when it does not come.
  Optional<String> reads(MessageId id) throws InterruptedException {
    return awaits(event ->
        event instanceof Event.Message m && m.id().equals(id)
            ? Optional.of(m.text())
            : Optional.empty());
  }

  Optional<String> refuses() throws InterruptedException {
    return awaits(
        event -> event instanceof Event.Unreadable u ? Optional.of(u.reason()) : Optional.empty());
  }

  boolean hasReceipt(MessageId of, Event.ReceiptKind kind) throws InterruptedException {
    return awaits(event ->
            event instanceof Event.Receipt r && r.of().equals(of) && r.kind() == kind
                ? Optional.of(r)
                : Optional.empty())
        .isPresent();
  }

  <T> Optional<T> awaits(Function<Event, Optional<T>> wanted) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    synchronized (seen) {
      while (true) {
        Optional<T> found = seen.stream().map(wanted).flatMap(Optional::stream).findFirst();
        long left = (end - System.nanoTime()) / 1_000_000;
        if (found.isPresent() || left <= 0) {
          return found;
        }
        seen.wait(left);
      }
    }
  }

  /// The texts of one conversation that `from` wrote, as this person's history has them.
  List<String> texts(String conversation, String from) throws ClientException {
    return client().history(conversation, Instant.EPOCH).stream()
        .flatMap(entry ->
            entry instanceof HistoryEntry.Message m && m.from().equals(from)
                ? Stream.of(m.text())
                : Stream.empty())
        .toList();
  }

  @Override
  public void close() {
    go();
    if (unlock instanceof Unlock.Passphrase passphrase) {
      passphrase.close();
    }
  }

  private void take(Event event) {
    synchronized (seen) {
      seen.add(event);
      seen.notifyAll();
    }
    if (event.number() > 0) {
      try {
        client().acknowledge(event);
      } catch (ClientException | IllegalStateException e) {
        // Not marked as shown: it comes again when this person is back.
        return;
      }
    }
  }
}

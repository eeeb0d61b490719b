package sotto.app.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.MessageId;
import sotto.client.Sent;

/// Somebody with a client, and all that it has told him.
final class Citizen {
  static final Duration PATIENCE = Duration.ofSeconds(40);

  private final String name;
  private final Client client;
  private final String address;
  private final List<Event> events = new CopyOnWriteArrayList<>();

  Citizen(String name, Client client) {
    this.name = name;
    this.client = client;
    this.address = client.address();
    client.subscribe(events::add);
  }

  String name() {
    return name;
  }

  /// Known also when he has left.
  String address() {
    return address;
  }

  Client client() {
    return client;
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  /// Sends, and waits until the server has it.
  MessageId says(String to, String text) throws ClientException {
    Sent sent = client.send(to, text, Optional.empty());
    client.awaitAccepted(sent.id(), PATIENCE);
    return sent.id();
  }

  Event.Message reads(String text) throws InterruptedException {
    return sees(Event.Message.class, message -> message.text().equals(text));
  }

  <E extends Event> E sees(Class<E> kind, Predicate<E> which) throws InterruptedException {
    return sees(kind, which, PATIENCE)
        .orElseThrow(() ->
            new IllegalStateException(
                name + " waits for " + kind.getSimpleName() + " and saw only " + events));
  }

  /// The first event of a kind that fits, if one comes in time.
  <E extends Event> Optional<E> sees(Class<E> kind, Predicate<E> which, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    do {
      Optional<E> found = seen(kind).stream().filter(which).findFirst();
      if (found.isPresent()) return found;
      Thread.sleep(10);
    } while (System.nanoTime() < end);
    return Optional.empty();
  }

  <E extends Event> List<E> seen(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// The texts of a conversation's history, in order.
  List<String> texts(String conversation) throws ClientException {
    return client.history(conversation, Instant.EPOCH).stream()
        .filter(HistoryEntry.Message.class::isInstance)
        .map(entry -> ((HistoryEntry.Message) entry).text())
        .toList();
  }
}

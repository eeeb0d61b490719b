package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.MessageId;
import sotto.client.Sent;

/// One person at a client: sees events in order and says so.
final class Person {
  private final String name;
  private final Client client;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  Person(String name, Client client) {
    this.name = name;
    this.client = client;
    client.subscribe(events::add);
  }

  String name() {
    return name;
  }

  Client client() {
    return client;
  }

  String address() {
    return client.address();
  }

  /// Sends and waits until the server has it.
  MessageId says(String to, String text) throws ClientException {
    Sent sent = client.send(to, text, Optional.empty());
    client.awaitAccepted(sent.id(), House.PATIENCE);
    return sent.id();
  }

  /// The next text message, which is acknowledged as shown.
  Event.Message reads() throws Exception {
    Event.Message message = sees(Event.Message.class, _ -> true);
    client.acknowledge(message);
    return message;
  }

  /// The next event of a kind that fits; others before it are passed over.
  <E extends Event> E sees(Class<E> kind, Predicate<E> which) throws Exception {
    long deadline = System.nanoTime() + House.PATIENCE.toNanos();
    StringBuilder others = new StringBuilder();
    while (true) {
      Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      assertThat(event)
          .as(name + " waits for " + kind.getSimpleName() + " and saw only " + others)
          .isNotNull();
      if (kind.isInstance(event) && which.test(kind.cast(event))) {
        return kind.cast(event);
      }
      others.append(event).append('\n');
    }
  }

  /// The texts of a conversation's history, in order.
  List<String> texts(String conversation) throws ClientException {
    return client.history(conversation, Instant.EPOCH).stream()
        .filter(HistoryEntry.Message.class::isInstance)
        .map(entry -> ((HistoryEntry.Message) entry).text())
        .toList();
  }
}

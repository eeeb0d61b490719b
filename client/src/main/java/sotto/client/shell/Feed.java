package sotto.client.shell;

import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import sotto.client.Event;
import sotto.client.Subscription;

/// The events of one subscriber, on a thread of its own, so that a slow one stops nobody.
final class Feed implements Subscription {
  private final LinkedBlockingQueue<Optional<Event>> events = new LinkedBlockingQueue<>();
  private final Consumer<Event> consumer;
  private final Consumer<Feed> onClose;
  private volatile boolean closed;

  Feed(Consumer<Event> consumer, Consumer<Feed> onClose) {
    this.consumer = consumer;
    this.onClose = onClose;
    Thread.ofVirtual().name("sotto-events").start(this::run);
  }

  void add(Event event) {
    events.add(Optional.of(event));
  }

  /// No more events come; those that are here are still told.
  void end() {
    events.add(Optional.empty());
  }

  @Override
  public void close() {
    closed = true;
    end();
    onClose.accept(this);
  }

  private void run() {
    try {
      Optional<Event> next = events.take();
      while (next.isPresent() && !closed) {
        consumer.accept(next.get());
        next = events.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package sotto.client.shell;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sotto.client.Event;
import sotto.client.Subscription;

/// The events of one subscriber, on a thread of its own, so that a slow one stops nobody.
final class Feed implements Subscription {
  private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final Consumer<Event> consumer;
  private final Consumer<Feed> onClose;
  private volatile boolean closed;
  private volatile boolean ended;

  private sealed interface Item {
    record Told(Event event) implements Item {}

    record Mark(CountDownLatch reached) implements Item {}

    record End() implements Item {}
  }

  Feed(Consumer<Event> consumer, Consumer<Feed> onClose) {
    this.consumer = consumer;
    this.onClose = onClose;
    Thread.ofVirtual().name("sotto-events").start(this::run);
  }

  void add(Event event) {
    items.add(new Item.Told(event));
  }

  /// No more events come; those that are here are still told.
  void end() {
    items.add(new Item.End());
  }

  @Override
  public void close() {
    closed = true;
    end();
    onClose.accept(this);
  }

  @Override
  public void settle() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    items.add(new Item.Mark(reached));
    while (!closed && !reached.await(100, TimeUnit.MILLISECONDS)) {
      // A feed that ended meanwhile tells nothing more.
      if (ended) {
        return;
      }
    }
  }

  private void run() {
    try {
      while (!closed && tell(items.take())) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended = true;
    }
  }

  private boolean tell(Item item) {
    switch (item) {
      case Item.Told(Event event) -> consumer.accept(event);
      case Item.Mark(CountDownLatch reached) -> reached.countDown();
      case Item.End() -> {
        return false;
      }
    }
    return true;
  }
}

package sotto.server.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Makes committed transactions durable beside the sequencer, which goes on with the next one
/// meanwhile: one fsync for all that have gathered.
final class Syncer implements AutoCloseable {
  private final Disk disk;
  private final Consumer<String> fatal;
  private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private final Thread thread;
  private volatile Runnable synced = () -> {};
  private volatile boolean failed;
  private volatile boolean closing;

  Syncer(Disk disk, Consumer<String> fatal) {
    this.disk = disk;
    this.fatal = fatal;
    this.thread = new Thread(this::loop, "sotto-sync");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /// Runs `durable` on the syncer's thread when everything that is committed now is on the disk,
  /// and never when that failed.
  void whenDurable(Runnable durable) {
    open.incrementAndGet();
    waiting.add(durable);
  }

  /// What is done after every fsync.
  void whenSynced(Runnable next) {
    synced = next;
  }

  /// A transaction is about to be committed, so that what is read from now on may be of it.
  void announce() {
    open.incrementAndGet();
  }

  /// It was committed and handed over, or not committed.
  void handedOver() {
    open.decrementAndGet();
  }

  /// Whether everything that somebody waits for is on the disk.
  boolean idle() {
    return open.get() == 0;
  }

  boolean failed() {
    return failed;
  }

  private void loop() {
    List<Runnable> together = new ArrayList<>();
    try {
      while (!closing || !waiting.isEmpty()) {
        Runnable first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          together.add(first);
          waiting.drainTo(together);
          sync(together);
          together.clear();
        }
      }
    } catch (IOException e) {
      // Nobody knows what is on the disk now: nothing is acknowledged any more.
      failed = true;
      fatal.accept("The disk did not take what was written to it: " + e.getMessage() + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sync(List<Runnable> together) throws IOException {
    disk.force();
    open.addAndGet(-together.size());
    together.forEach(Runnable::run);
    synced.run();
  }

  /// Ends when everything that waits is durable.
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

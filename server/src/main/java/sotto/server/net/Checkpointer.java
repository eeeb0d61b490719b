package sotto.server.net;

import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import sotto.server.store.Checkpoints;
import sotto.server.store.StoreFailure;

/// Keeps the database's log small beside the sequencer, and asks it for help only when the log
/// grows faster than it can be copied.
final class Checkpointer implements AutoCloseable {
  private final Checkpoints checkpoints;
  private final Consumer<String> fatal;
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicBoolean overdue = new AtomicBoolean();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sotto-checkpoint").factory());

  Checkpointer(Checkpoints checkpoints, Consumer<String> fatal) {
    this.checkpoints = checkpoints;
    this.fatal = fatal;
  }

  /// One at a time: while one runs, the next is left to the next call.
  void start() {
    if (running.compareAndSet(false, true)) {
      thread.execute(this::run);
    }
  }

  /// Whether the writer is to copy the rest itself; once each time.
  boolean needsHelp() {
    return overdue.get() && overdue.compareAndSet(true, false);
  }

  private void run() {
    try {
      overdue.set(checkpoints.run());
    } catch (StoreFailure e) {
      fatal.accept(e.getMessage());
    } finally {
      running.set(false);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (thread.awaitTermination(20, TimeUnit.SECONDS)) {
        checkpoints.close();
      }
    } catch (SQLException e) {
      throw new StoreFailure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package sotto.tests.bench.load;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// One selector thread for every connection. What a cycle writes leaves at its end, so that one
/// system call carries all messages of a connection.
public final class Loop implements AutoCloseable {
  private static final long WAIT_MILLIS = 1_000;

  /// What happens on the loop's thread.
  @FunctionalInterface
  public interface Task {
    void run() throws Exception;
  }

  final Selector selector;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final List<Connection> dirty = new ArrayList<>();
  private final List<Runnable> afterCycle = new ArrayList<>();
  private final AtomicInteger lost = new AtomicInteger();
  private final Thread thread;
  private volatile boolean stopped;

  public Loop() throws IOException {
    selector = Selector.open();
    thread = Thread.ofPlatform().name("load").daemon().start(this::run);
  }

  /// Connections that the server ended.
  public int lost() {
    return lost.get();
  }

  public void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /// Runs on the loop's thread and waits for the end.
  public void call(Task task) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    execute(() -> {
      try {
        task.run();
        done.complete(null);
      } catch (Exception problem) {
        done.completeExceptionally(problem);
      }
    });
    try {
      done.get(1, TimeUnit.MINUTES);
    } catch (ExecutionException | TimeoutException problem) {
      throw new IOException("The load generator failed.", problem);
    }
  }

  /// Runs `task` at the end of every cycle, before what was written leaves.
  public void everyCycle(Runnable task) {
    execute(() -> afterCycle.add(task));
  }

  void written(Connection connection) {
    dirty.add(connection);
  }

  void connectionLost() {
    lost.incrementAndGet();
  }

  private void run() {
    try {
      while (!stopped) {
        selector.select(this::ready, WAIT_MILLIS);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        afterCycle.forEach(Runnable::run);
        for (int i = 0; i < dirty.size(); i++) {
          dirty.get(i).flushCycle();
        }
        dirty.clear();
      }
    } catch (IOException broken) {
      throw new IllegalStateException("The load generator's selector failed.", broken);
    }
  }

  private void ready(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (key.isValid() && key.isReadable()) {
        connection.readable();
      }
      if (key.isValid() && key.isWritable()) {
        connection.flush();
      }
    } catch (CancelledKeyException | IOException ended) {
      connection.ended();
    }
  }

  @Override
  public void close() {
    stopped = true;
    selector.wakeup();
    try {
      thread.join(2 * WAIT_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

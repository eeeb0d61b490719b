package sotto.mls.group;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Work that an executor may help with. The caller does all of it that nobody else has begun, so an
/// executor that is busy, is the caller's own thread or takes nothing more makes it slower and no
/// more.
final class Shared {
  private static final Runnable NOTHING = () -> {};

  private Shared() {}

  /// Returns when all parts were done well, and throws what the first failure threw: an [Error] of
  /// a helper too, for a part that was not done must never pass for one that was.
  static <T> void among(Executor helpers, List<T> parts, Consumer<T> work) {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    CountDownLatch open = new CountDownLatch(parts.size());
    Runnable worker =
        () -> {
          for (int part = next.getAndIncrement();
              part < parts.size();
              part = next.getAndIncrement()) {
            try {
              if (failures.isEmpty()) {
                work.accept(parts.get(part));
                done.incrementAndGet();
              }
            } catch (RuntimeException | Error e) {
              failures.add(e);
            } finally {
              open.countDown();
            }
          }
        };
    // An executor may come to its tasks much later: until then they hold nothing of the work.
    AtomicReference<Runnable> task = new AtomicReference<>(worker);
    call(helpers, parts.size() - 1, () -> task.get().run());
    worker.run();
    await(open);
    task.set(NOTHING);
    rethrow(failures);
    if (done.get() != parts.size()) {
      throw new IllegalStateException("Some parts of shared work were not done.");
    }
  }

  private static void rethrow(Queue<Throwable> failures) {
    switch (failures.peek()) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
  }

  private static void call(Executor helpers, int count, Runnable worker) {
    try {
      for (int i = 0; i < count; i++) {
        helpers.execute(worker);
      }
    } catch (RejectedExecutionException e) {
      // It takes no work any more; the caller does what is left.
    }
  }

  private static void await(CountDownLatch open) {
    boolean interrupted = false;
    while (open.getCount() > 0) {
      try {
        open.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package sotto.mls.group;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Work that an executor may help with. The caller does all of it that nobody else has begun, so an
/// executor that is busy, is the caller's own thread or takes nothing more makes it slower and no
/// more.
final class Shared {
  private Shared() {}

  /// Returns when all parts are done, and throws what the first failure threw.
  static <T> void among(Executor helpers, List<T> parts, Consumer<T> work) {
    AtomicInteger next = new AtomicInteger();
    Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    CountDownLatch open = new CountDownLatch(parts.size());
    Runnable worker =
        () -> {
          for (int part = next.getAndIncrement();
              part < parts.size();
              part = next.getAndIncrement()) {
            try {
              if (failures.isEmpty()) {
                work.accept(parts.get(part));
              }
            } catch (RuntimeException e) {
              failures.add(e);
            } finally {
              open.countDown();
            }
          }
        };
    call(helpers, parts.size() - 1, worker);
    worker.run();
    await(open);
    if (!failures.isEmpty()) {
      throw failures.element();
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

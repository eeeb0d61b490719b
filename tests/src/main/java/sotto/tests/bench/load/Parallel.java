package sotto.tests.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The same for many, a few at a time.
public final class Parallel {
  /// What is done with each.
  @FunctionalInterface
  public interface Each<T> {
    void accept(T value) throws Exception;
  }

  private Parallel() {}

  public static <T> void each(int threads, List<T> values, Each<T> action) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> results = new ArrayList<>();
      for (T value : values) {
        results.add(
            executor.submit(() -> {
              action.accept(value);
              return true;
            }));
      }
      for (Future<?> result : results) {
        try {
          result.get();
        } catch (ExecutionException failed) {
          executor.shutdownNow();
          throw new IOException("A connection failed: " + failed.getCause(), failed);
        }
      }
    }
  }
}

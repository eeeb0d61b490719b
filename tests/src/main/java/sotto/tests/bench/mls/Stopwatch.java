package sotto.tests.bench.mls;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Times one operation many times over and gives the median.
final class Stopwatch {
  private static final int FEWEST = 5;
  private static final int MOST = 20_000;

  private final long warmNanos;
  private final long nanos;

  /// @param seconds to measure; half as long to warm up
  Stopwatch(double seconds) {
    this.nanos = (long) (seconds * 1e9);
    this.warmNanos = nanos / 2;
  }

  /// What is timed, and what is done before it without being timed.
  interface Operation<T> {
    T prepare() throws Exception;

    void run(T prepared) throws Exception;
  }

  /// What is timed alone.
  @FunctionalInterface
  interface Plain {
    void run() throws Exception;
  }

  /// Microseconds.
  double micros(Plain operation) throws Exception {
    return micros(
        new Operation<Boolean>() {
          @Override
          public Boolean prepare() {
            return true;
          }

          @Override
          public void run(Boolean prepared) throws Exception {
            operation.run();
          }
        });
  }

  /// Microseconds.
  <T> double micros(Operation<T> operation) throws Exception {
    measure(operation, warmNanos);
    List<Long> times = measure(operation, nanos);
    Collections.sort(times);
    return times.get(times.size() / 2) / 1e3;
  }

  private static <T> List<Long> measure(Operation<T> operation, long limit) throws Exception {
    List<Long> times = new ArrayList<>();
    long spent = 0;
    long deadline = System.nanoTime() + 4 * limit;
    while (times.size() < FEWEST
        || spent < limit && times.size() < MOST && System.nanoTime() < deadline) {
      T prepared = operation.prepare();
      long from = System.nanoTime();
      operation.run(prepared);
      long time = System.nanoTime() - from;
      spent += time;
      times.add(time);
    }
    return times;
  }
}

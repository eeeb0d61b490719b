package sotto.tests.bench.mls;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Times one operation many times over and gives the median.
///
/// On a machine that does other things too, a long operation is interrupted; so by [Clock#THREAD]
/// the time is that of the thread's CPU where that is shorter than the wall's. Work that other
/// threads or processes do is timed by [Clock#WALL].
final class Stopwatch {
  private static final int FEWEST = 5;
  private static final int MOST = 20_000;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  enum Clock {
    THREAD,
    WALL
  }

  private static final long FOR_EVER = 100L * 365 * 24 * 3600 * 1_000_000_000;

  private final long nanos;
  private final Clock clock;
  private final long end;

  /// @param seconds to measure, and as long to warm up
  Stopwatch(double seconds, Clock clock) {
    this(seconds, clock, System.nanoTime() + FOR_EVER);
  }

  /// @param end in the terms of [System#nanoTime]: then one time that is known is enough
  Stopwatch(double seconds, Clock clock, long end) {
    this.nanos = (long) (seconds * 1e9);
    this.clock = clock;
    this.end = end;
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
    List<Long> warm = measure(operation);
    List<Long> times = isOver() ? warm : measure(operation);
    Collections.sort(times);
    return times.get(times.size() / 2) / 1e3;
  }

  private boolean isOver() {
    return System.nanoTime() - end >= 0;
  }

  private <T> List<Long> measure(Operation<T> operation) throws Exception {
    List<Long> times = new ArrayList<>();
    long spent = 0;
    long deadline = System.nanoTime() + 4 * nanos;
    while (times.isEmpty()
        || !isOver()
            && (times.size() < FEWEST
                || spent < nanos && times.size() < MOST && System.nanoTime() < deadline)) {
      T prepared = operation.prepare();
      long cpuFrom = THREADS.getCurrentThreadCpuTime();
      long from = System.nanoTime();
      operation.run(prepared);
      long wall = System.nanoTime() - from;
      long cpu = THREADS.getCurrentThreadCpuTime() - cpuFrom;
      long time = clock == Clock.WALL ? wall : Math.min(wall, cpu);
      spent += time;
      times.add(time);
    }
    return times;
  }
}

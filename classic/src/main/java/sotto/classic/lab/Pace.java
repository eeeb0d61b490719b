package sotto.classic.lab;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// How fast one thread tries things, in its own processor time: what else runs on the machine does
/// not count, and neither does the time until the code is compiled.
public final class Pace {
  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  @FunctionalInterface
  public interface Tries {
    void run(long count) throws Exception;
  }

  private Pace() {}

  /// So many a second, measured over `count` of them after as many to warm up.
  public static double perSecond(long count, Tries tries) throws Exception {
    tries.run(count);
    long since = now();
    tries.run(count);
    return count / Math.max(1e-9, (now() - since) / 1e9);
  }

  /// The years that so many tries take.
  public static double years(double tries, double perSecond) {
    return tries / perSecond / 3600 / 24 / 365;
  }

  private static long now() {
    return CLOCK.isCurrentThreadCpuTimeSupported() && !Thread.currentThread().isVirtual()
        ? CLOCK.getCurrentThreadCpuTime()
        : System.nanoTime();
  }
}

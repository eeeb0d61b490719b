package sotto.tests.bench.load;

/// How often times were measured, in steps of about 1.5 %.
public final class Histogram {
  private static final int STEPS = 64;
  private static final int STEP_BITS = 6;

  private final long[] counts = new long[64 * STEPS];
  private long total;

  public void add(long nanos) {
    long value = Math.max(1, nanos);
    int exponent = 63 - Long.numberOfLeadingZeros(value);
    int shift = exponent - STEP_BITS;
    long step = (shift >= 0 ? value >>> shift : value << -shift) & (STEPS - 1);
    counts[exponent * STEPS + (int) step]++;
    total++;
  }

  public long total() {
    return total;
  }

  /// Microseconds that the share `quantile` of all times does not exceed.
  public double micros(double quantile) {
    long wanted = (long) Math.ceil(quantile * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && counts[i] > 0) {
        return Math.scalb(STEPS + i % STEPS + 0.5, i / STEPS - STEP_BITS) / 1_000;
      }
    }
    return 0;
  }
}

package sotto.mls;

import java.util.Random;

/// The seed of a test: `-Dsotto.seed=N`, or a new one, which a failure prints.
public final class Seed {
  private static final String PROPERTY = System.getProperty("sotto.seed", "");
  private static final long VALUE =
      PROPERTY.isBlank() ? new Random().nextInt() : Long.parseLong(PROPERTY);

  private Seed() {}

  public static long value() {
    return VALUE;
  }

  /// How to see the same again.
  public static String text() {
    return "seed " + VALUE + " (-Dsotto.seed=" + VALUE + ")";
  }
}

package sotto.protocol;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The seed of a test: `-Dsotto.seed=N`, or a new one, which a failure prints.
public final class Seed {
  private static final String PROPERTY = System.getProperty("sotto.seed", "");
  private static final long VALUE =
      PROPERTY.isEmpty() ? new Random().nextLong() : Long.parseLong(PROPERTY);

  private Seed() {}

  public static RandomGenerator random() {
    return new SplittableRandom(VALUE);
  }

  public static String describe() {
    return "seed " + VALUE + " (-Dsotto.seed=" + VALUE + ")";
  }
}

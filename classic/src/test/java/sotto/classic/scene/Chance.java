package sotto.classic.scene;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import sotto.classic.lab.SeededRandom;

/// The randomness of these tests: one seed, printed, that can be given again as the system property
/// `sotto.seed`.
public final class Chance {
  public static final long SEED = seed();

  private static final AtomicLong DRAWN = new AtomicLong();

  private Chance() {}

  /// Another stream each time, so that two who make a key make two keys.
  public static SecureRandom random() {
    return new SeededRandom(SEED + DRAWN.getAndIncrement());
  }

  private static long seed() {
    String given = System.getProperty("sotto.seed", "");
    long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
    System.out.println("sotto.seed=" + seed);
    return seed;
  }
}

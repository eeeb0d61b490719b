package sotto.tests.crash;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// How often, and when.
record Crashes(int count, long seed, RandomGenerator random) {
  private static final int DEFAULT = 50;
  private static final int LATEST_MILLIS = 400;

  static Crashes configured() {
    String given = System.getProperty("sotto.seed", "");
    long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given);
    return new Crashes(
        Integer.getInteger("sotto.crashes", DEFAULT), seed, new SplittableRandom(seed));
  }

  /// Any moment from the first instruction after the start to the middle of a full load.
  void awaitTheMoment() throws InterruptedException {
    Thread.sleep(random.nextInt(LATEST_MILLIS));
  }

  String replay() {
    return "replay with -Dsotto.seed=" + seed + " -Dsotto.crashes=" + count;
  }
}

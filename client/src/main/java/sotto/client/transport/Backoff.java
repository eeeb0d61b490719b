package sotto.client.transport;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: decorrelated jitter, so that many clients that lost one
/// server do not come back at once. (Marc Brooker, "Exponential Backoff And Jitter", 2015.)
public record Backoff(Duration last) {
  private static final long LEAST = 250;
  private static final long MOST = 60_000;

  public static final Backoff FRESH = new Backoff(Duration.ofMillis(LEAST));

  public Backoff next(RandomGenerator random) {
    long bound = Math.max(LEAST + 1, 3 * last.toMillis());
    return new Backoff(Duration.ofMillis(Math.min(MOST, random.nextLong(LEAST, bound))));
  }
}

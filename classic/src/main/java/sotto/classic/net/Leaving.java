package sotto.classic.net;

import java.time.Duration;

/// The last moment of a client: it has said that it goes, and listens until the server has hung up.
public final class Leaving {
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private Leaving() {}

  public static void await(Thread listening) {
    try {
      if (!listening.join(LONGEST)) listening.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package sotto.server.net;

import java.util.concurrent.ThreadLocalRandom;

/// A port for a server that is told to take any. It is kept for all later starts, and stands in
/// invite links: so it is from below those that systems lend to whoever connects, one of which may
/// be somebody else's when the server comes back.
final class LastingPort {
  static final int TRIES = 50;
  private static final int FIRST = 20_000;
  private static final int COUNT = 10_000;

  private LastingPort() {}

  /// One of them, free or not.
  static int any() {
    return FIRST + ThreadLocalRandom.current().nextInt(COUNT);
  }
}

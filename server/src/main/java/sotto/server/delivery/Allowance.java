package sotto.server.delivery;

/// So many of something in each span of time.
final class Allowance {
  private final long span;
  private long since;
  private long used;

  Allowance(long spanMillis) {
    this.span = spanMillis;
  }

  boolean take(long amount, long limit, long now) {
    if (now - since >= span || now < since) {
      since = now;
      used = 0;
    }
    if (used + amount > limit) {
      return false;
    }
    used += amount;
    return true;
  }
}

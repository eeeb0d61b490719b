package sotto.mls.group;

import java.util.concurrent.atomic.AtomicBoolean;

/// The one transition of a [Group] value (RFC 9420 §8): whether it was made.
final class Transition {
  private final AtomicBoolean made = new AtomicBoolean();

  void claim() {
    if (!made.compareAndSet(false, true)) {
      throw usedUp();
    }
  }

  void requireUnused() {
    if (made.get()) {
      throw usedUp();
    }
  }

  private static IllegalStateException usedUp() {
    return new IllegalStateException(
        "This group has made its one transition; go on with the group that it returned.");
  }
}

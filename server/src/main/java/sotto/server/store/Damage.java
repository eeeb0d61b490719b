package sotto.server.store;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// The damaged rows that were met: each is told to the operator once, and counted every time. For
/// any thread.
public final class Damage {
  /// Whoever has more of them has read enough.
  private static final int TOLD = 1_000;

  private final Consumer<String> operator;
  private final Set<String> told = new HashSet<>();
  private final LongAdder met = new LongAdder();

  public Damage(Consumer<String> operator) {
    this.operator = operator;
  }

  public void met(DamagedRowException row) {
    met.increment();
    String sentence = row.sentence();
    boolean news;
    synchronized (told) {
      news = told.size() < TOLD && told.add(sentence);
    }
    if (news) {
      operator.accept(sentence);
    }
  }

  /// How often a request met one.
  public long times() {
    return met.sum();
  }
}

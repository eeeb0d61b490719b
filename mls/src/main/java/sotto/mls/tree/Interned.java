package sotto.mls.tree;

import java.util.concurrent.ConcurrentHashMap;

/// Keeps one instance of equal values, for values of which a tree holds many and few differ.
/// Bounded, so that hostile variety costs nothing but the sharing.
final class Interned<T> {
  private static final int MAX = 256;

  private final ConcurrentHashMap<T, T> known = new ConcurrentHashMap<>();

  T of(T value) {
    T same = known.get(value);
    if (same != null) {
      return same;
    }
    if (known.size() < MAX) {
      known.put(value, value);
    }
    return value;
  }
}

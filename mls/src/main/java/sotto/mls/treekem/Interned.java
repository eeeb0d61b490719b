package sotto.mls.treekem;

import java.util.HashMap;
import java.util.Map;

/// Keeps one instance of equal values while a tree is read, of which there are many and few differ.
/// Bounded, so that variety costs nothing but the sharing; and gone with the reading, so that what
/// was refused leaves nothing behind.
final class Interned<T> {
  private static final int MAX = 256;

  private final Map<T, T> known = new HashMap<>();

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

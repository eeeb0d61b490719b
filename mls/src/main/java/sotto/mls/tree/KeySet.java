package sotto.mls.tree;

import java.util.Arrays;
import java.util.Optional;

/// A persistent set of public keys: a trie over their hash, 32 ways a level, sharing all that did
/// not change. Answers in O(log n) whether a key is already somewhere in the group.
///
/// Keys whose whole hash is equal share a bucket, so an adversary who makes them gains a linear
/// search and no more.
final class KeySet {
  static final KeySet EMPTY = new KeySet(0, new Object[0]);

  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;

  private final int map;
  // Each a byte[] (one key), a KeySet (deeper), or a byte[][] (equal hashes at the greatest depth).
  private final Object[] slots;

  private KeySet(int map, Object[] slots) {
    this.map = map;
    this.slots = slots;
  }

  boolean contains(byte[] key) {
    return contains(key, hash(key), 0);
  }

  private boolean contains(byte[] key, int hash, int shift) {
    int bit = bit(hash, shift);
    if ((map & bit) == 0) {
      return false;
    }
    Object slot = slots[at(bit)];
    if (slot instanceof KeySet deeper) {
      return deeper.contains(key, hash, shift + BITS);
    }
    if (slot instanceof byte[] one) {
      return Arrays.equals(one, key);
    }
    return slot instanceof byte[][] bucket
        && Arrays.stream(bucket).anyMatch(other -> Arrays.equals(other, key));
  }

  KeySet with(byte[] key) {
    return contains(key) ? this : with(key, hash(key), 0);
  }

  private KeySet with(byte[] key, int hash, int shift) {
    int bit = bit(hash, shift);
    int at = at(bit);
    if ((map & bit) == 0) {
      Object[] more = new Object[slots.length + 1];
      System.arraycopy(slots, 0, more, 0, at);
      more[at] = key;
      System.arraycopy(slots, at, more, at + 1, slots.length - at);
      return new KeySet(map | bit, more);
    }
    Object[] changed = slots.clone();
    changed[at] = joined(slots[at], key, hash, shift + BITS);
    return new KeySet(map, changed);
  }

  private static Object joined(Object slot, byte[] key, int hash, int shift) {
    if (slot instanceof KeySet deeper) {
      return deeper.with(key, hash, shift);
    }
    if (slot instanceof byte[] one && shift < Integer.SIZE) {
      return EMPTY.with(one, hash(one), shift).with(key, hash, shift);
    }
    byte[][] old = slot instanceof byte[][] bucket ? bucket : new byte[][] {(byte[]) slot};
    byte[][] more = Arrays.copyOf(old, old.length + 1);
    more[old.length] = key;
    return more;
  }

  KeySet without(byte[] key) {
    return contains(key) ? without(key, hash(key), 0).orElse(EMPTY) : this;
  }

  private Optional<KeySet> without(byte[] key, int hash, int shift) {
    int bit = bit(hash, shift);
    int at = at(bit);
    Optional<Object> left = parted(slots[at], key, hash, shift + BITS);
    if (left.isPresent()) {
      Object[] changed = slots.clone();
      changed[at] = left.get();
      return Optional.of(new KeySet(map, changed));
    }
    if (slots.length == 1) {
      return Optional.empty();
    }
    Object[] fewer = new Object[slots.length - 1];
    System.arraycopy(slots, 0, fewer, 0, at);
    System.arraycopy(slots, at + 1, fewer, at, fewer.length - at);
    return Optional.of(new KeySet(map & ~bit, fewer));
  }

  private static Optional<Object> parted(Object slot, byte[] key, int hash, int shift) {
    if (slot instanceof KeySet deeper) {
      return deeper.without(key, hash, shift).map(rest -> rest);
    }
    if (slot instanceof byte[][] bucket && bucket.length > 1) {
      return Optional.of(
          Arrays.stream(bucket).filter(other -> !Arrays.equals(other, key)).toArray(byte[][]::new));
    }
    return Optional.empty();
  }

  private int at(int bit) {
    return Integer.bitCount(map & (bit - 1));
  }

  private static int bit(int hash, int shift) {
    return 1 << (hash >>> shift & MASK);
  }

  private static int hash(byte[] key) {
    int hash = Arrays.hashCode(key);
    return hash ^ hash >>> 15;
  }
}

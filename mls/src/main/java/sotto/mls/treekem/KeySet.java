package sotto.mls.treekem;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import sotto.mls.crypto.SuiteCrypto;

/// A persistent set of public keys: a trie over their fingerprints, 32 ways a level, sharing all
/// that did not change. Answers in O(log n) whether a key is already somewhere in the group.
///
/// A fingerprint is the beginning of the suite's hash, so that nobody can choose keys that all meet
/// in one place.
final class KeySet {
  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;

  private final SuiteCrypto crypto;
  private final Node root;

  /// Whose key is held: a node of the tree, which gives a copy of the same key at each call, so
  /// that there is one array of it and nobody outside can write to it.
  @FunctionalInterface
  interface Owner {
    byte[] key();
  }

  private KeySet(SuiteCrypto crypto, Node root) {
    this.crypto = crypto;
    this.root = root;
  }

  static KeySet empty(SuiteCrypto crypto) {
    return new KeySet(crypto, Node.EMPTY);
  }

  boolean contains(byte[] key) {
    return root.contains(key, fingerprint(key), 0);
  }

  KeySet with(Owner owner) {
    byte[] key = owner.key();
    long print = fingerprint(key);
    return root.contains(key, print, 0)
        ? this
        : new KeySet(crypto, root.with(this, owner, print, 0));
  }

  KeySet without(byte[] key) {
    long print = fingerprint(key);
    return root.contains(key, print, 0)
        ? new KeySet(crypto, root.without(key, print, 0).orElse(Node.EMPTY))
        : this;
  }

  private long fingerprint(byte[] key) {
    return ByteBuffer.wrap(crypto.hash(key)).getLong();
  }

  /// @param slots each an Owner (one key), a Node (deeper), or an `Owner[]` (equal fingerprints at
  ///   the greatest depth)
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Node(int map, Object[] slots) {
    static final Node EMPTY = new Node(0, new Object[0]);

    boolean contains(byte[] key, long print, int shift) {
      int bit = bit(print, shift);
      if ((map & bit) == 0) {
        return false;
      }
      Object slot = slots[at(bit)];
      if (slot instanceof Node deeper) {
        return deeper.contains(key, print, shift + BITS);
      }
      if (slot instanceof Owner one) {
        return Arrays.equals(one.key(), key);
      }
      return slot instanceof Owner[] bucket
          && Arrays.stream(bucket).anyMatch(other -> Arrays.equals(other.key(), key));
    }

    Node with(KeySet set, Owner owner, long print, int shift) {
      int bit = bit(print, shift);
      int at = at(bit);
      if ((map & bit) == 0) {
        Object[] more = new Object[slots.length + 1];
        System.arraycopy(slots, 0, more, 0, at);
        more[at] = owner;
        System.arraycopy(slots, at, more, at + 1, slots.length - at);
        return new Node(map | bit, more);
      }
      Object[] changed = slots.clone();
      changed[at] = joined(set, slots[at], owner, print, shift + BITS);
      return new Node(map, changed);
    }

    private static Object joined(KeySet set, Object slot, Owner owner, long print, int shift) {
      if (slot instanceof Node deeper) {
        return deeper.with(set, owner, print, shift);
      }
      if (slot instanceof Owner one && shift < Long.SIZE) {
        long other = set.fingerprint(one.key());
        return EMPTY.with(set, one, other, shift).with(set, owner, print, shift);
      }
      Owner[] old = slot instanceof Owner[] bucket ? bucket : new Owner[] {(Owner) slot};
      Owner[] more = Arrays.copyOf(old, old.length + 1);
      more[old.length] = owner;
      return more;
    }

    Optional<Node> without(byte[] key, long print, int shift) {
      int bit = bit(print, shift);
      int at = at(bit);
      Optional<Object> left = parted(slots[at], key, print, shift + BITS);
      if (left.isPresent()) {
        Object[] changed = slots.clone();
        changed[at] = left.get();
        return Optional.of(new Node(map, changed));
      }
      if (slots.length == 1) {
        return Optional.empty();
      }
      Object[] fewer = new Object[slots.length - 1];
      System.arraycopy(slots, 0, fewer, 0, at);
      System.arraycopy(slots, at + 1, fewer, at, fewer.length - at);
      return Optional.of(new Node(map & ~bit, fewer));
    }

    private static Optional<Object> parted(Object slot, byte[] key, long print, int shift) {
      if (slot instanceof Node deeper) {
        return deeper.without(key, print, shift).map(rest -> rest);
      }
      if (slot instanceof Owner[] bucket && bucket.length > 1) {
        return Optional.of(
            Arrays.stream(bucket)
                .filter(other -> !Arrays.equals(other.key(), key))
                .toArray(Owner[]::new));
      }
      return Optional.empty();
    }

    private int at(int bit) {
      return Integer.bitCount(map & (bit - 1));
    }

    private static int bit(long print, int shift) {
      return 1 << (int) (print >>> shift & MASK);
    }
  }
}

package sotto.mls.group;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers which leaves had a valid signature, by a hash over the leaf, its place and the cipher
/// suite, so that a tree that is seen again (another group of the same members, a rejoin) is not
/// verified again (RFC 9420 §7.3).
public interface LeafMemory {
  /// Remembers nothing.
  LeafMemory NONE =
      new LeafMemory() {
        @Override
        public boolean knows(byte[] hash) {
          return false;
        }

        @Override
        public void remember(byte[] hash) {}
      };

  /// @param hash 32, 48 or 64 bytes, by the suite
  boolean knows(byte[] hash);

  void remember(byte[] hash);

  /// In memory, of up to `max` leaves (some 100 bytes each); what comes later is not remembered.
  static LeafMemory bounded(int max) {
    Set<ByteBuffer> hashes = ConcurrentHashMap.newKeySet();
    return new LeafMemory() {
      @Override
      public boolean knows(byte[] hash) {
        return hashes.contains(ByteBuffer.wrap(hash));
      }

      @Override
      public void remember(byte[] hash) {
        if (hashes.size() < max) {
          hashes.add(ByteBuffer.wrap(hash.clone()));
        }
      }
    };
  }
}

package sotto.mls.treekem;

import java.util.function.Consumer;
import sotto.mls.crypto.SuiteCrypto;

/// A subtree of a [RatchetTree]: immutable but for the hash that it remembers, and therefore shared
/// by the trees of all epochs in which it is the same.
sealed interface TreeNode permits LeafSlot, Branch, EmptySubtree {

  /// RFC 9420 §7.8: the tree hash, computed at most once for each subtree that ever was.
  byte[] hash(SuiteCrypto crypto);

  /// How many members are below.
  int members();

  /// 0 for a leaf.
  int level();

  /// The index of the leftmost leaf below.
  int first();

  Census census();

  /// RFC 9420 §4.1.1: the resolution, from the left.
  void resolve(Consumer<Resolved> each);

  /// Whether the resolution has no node.
  boolean isBlank();

  /// The leaves below that are not blank, from the left.
  void leaves(Consumer<LeafSlot> each);

  default NodeIndex index() {
    return new NodeIndex(2L * first() + (1L << level()) - 1);
  }

  default boolean covers(long leaf) {
    return leaf >= first() && leaf < first() + (1L << level());
  }

  /// A node that is not blank, and its public key, of which a copy is made when it is used.
  record Resolved(NodeIndex node, KeySet.Owner owner) {
    byte[] encryptionKey() {
      return owner.key();
    }
  }
}

package sotto.mls.treekem;

import sotto.mls.tree.LeafIndex;

/// The position of a node in the array representation of a ratchet tree (RFC 9420 appendix C).
public record NodeIndex(long value) {
  private static final long MAX = 0x1_ffff_fffeL;

  public NodeIndex {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException(value + " is not the index of a node.");
    }
  }

  /// The leaf with index k has the node index 2k.
  public static NodeIndex of(LeafIndex leaf) {
    return new NodeIndex(2 * leaf.value());
  }

  /// The node on a level that is above a leaf, or the leaf itself.
  public static NodeIndex above(LeafIndex leaf, int level) {
    return new NodeIndex((leaf.value() >>> level << (level + 1)) + (1L << level) - 1);
  }

  public boolean isLeaf() {
    return (value & 1) == 0;
  }

  /// How far the node is above the leaves: 0 for a leaf.
  public int level() {
    return Long.numberOfTrailingZeros(~value);
  }
}

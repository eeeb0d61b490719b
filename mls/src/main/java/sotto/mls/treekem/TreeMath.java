package sotto.mls.treekem;

import java.util.Optional;

/// Arithmetic on the array form of a perfect binary tree (RFC 9420 appendix C).
///
/// ```text
///                              X
///                      X
///                  /       \
///              X               X
///            /   \           /   \
///           X     X         X     X
/// Node:   0 1 2 3 4 5 6 7 ...
/// ```
///
/// A node on level k has k trailing one bits, its left child clears the highest of them.
public final class TreeMath {
  /// Trees are refused above this size, so that every index fits an `int` with room to spare.
  public static final int MAX_LEAVES = 1 << 24;

  private TreeMath() {}

  /// The number of nodes of a tree with `leaves` leaves (a power of two).
  public static long nodeCount(long leaves) {
    return 2 * leaves - 1;
  }

  public static NodeIndex root(long leaves) {
    return new NodeIndex(leaves - 1);
  }

  public static Optional<NodeIndex> left(NodeIndex x) {
    int level = x.level();
    return level == 0
        ? Optional.empty()
        : Optional.of(new NodeIndex(x.value() ^ (1L << (level - 1))));
  }

  public static Optional<NodeIndex> right(NodeIndex x) {
    int level = x.level();
    return level == 0
        ? Optional.empty()
        : Optional.of(new NodeIndex(x.value() ^ (3L << (level - 1))));
  }

  /// Empty for the root of a tree with `leaves` leaves.
  public static Optional<NodeIndex> parent(NodeIndex x, long leaves) {
    if (x.equals(root(leaves))) {
      return Optional.empty();
    }
    int level = x.level();
    long bit = x.value() >>> (level + 1) & 1;
    return Optional.of(new NodeIndex((x.value() | 1L << level) ^ bit << (level + 1)));
  }

  /// Empty for the root of a tree with `leaves` leaves.
  public static Optional<NodeIndex> sibling(NodeIndex x, long leaves) {
    return parent(x, leaves).flatMap(p -> x.value() < p.value() ? right(p) : left(p));
  }

  /// The smallest d with 2^d >= `leaves`.
  static int depth(long leaves) {
    return leaves <= 1 ? 0 : 64 - Long.numberOfLeadingZeros(leaves - 1);
  }
}

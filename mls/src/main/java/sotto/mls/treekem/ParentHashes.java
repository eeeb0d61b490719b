package sotto.mls.treekem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNodeSource;

/// RFC 9420 §7.9: a chain of hashes from the root down to a leaf, by which the signature over the
/// leaf vouches for the keys above it.
final class ParentHashes {
  private static final byte[] NONE = new byte[0];

  private ParentHashes() {}

  /// The nodes that an UpdatePath sets, from below, and the parent hash for its leaf.
  record Chain(List<ParentNode> nodes, byte[] leafParentHash) {}

  /// The chain over new keys for the filtered direct path of a leaf.
  static Chain over(RatchetTree tree, LeafIndex leaf, List<byte[]> keys) throws MlsException {
    List<TreeNode> copath = new ArrayList<>();
    TreePath.walk(
        tree.grownFor(leaf),
        leaf,
        (branch, sibling) -> {
          if (!sibling.isBlank()) {
            copath.add(sibling);
          }
        });
    // §7.5: "these hashes are computed from root to leaf, so that each hash incorporates all the
    // non-blank nodes above it. The root node always has a zero-length hash for its parent hash."
    byte[] above = NONE;
    List<ParentNode> nodes = new ArrayList<>();
    for (int i = 0; i < copath.size(); i++) {
      byte[] key = keys.get(keys.size() - 1 - i);
      nodes.add(new ParentNode(key, above, List.of()));
      above = hash(tree.crypto(), key, above, copath.get(i).hash(tree.crypto()));
    }
    Collections.reverse(nodes);
    return new Chain(nodes, above);
  }

  /// Verifies that every parent node was set by a member below it.
  static void verify(RatchetTree tree) throws MlsException {
    verify(tree.crypto(), tree.root());
  }

  private static void verify(SuiteCrypto crypto, TreeNode node) throws MlsException {
    if (!(node instanceof Branch branch)) {
      return;
    }
    verify(crypto, branch.left());
    verify(crypto, branch.right());
    Optional<ParentNode> parent = branch.parent();
    if (parent.isEmpty()) {
      return;
    }
    boolean byLeft = isValid(crypto, parent.get(), branch.left(), branch.right());
    boolean byRight = isValid(crypto, parent.get(), branch.right(), branch.left());
    // §7.9.2: "verifying that there is exactly one descendant of each non-blank parent node for
    // which the parent node is parent-hash valid."
    if (byLeft == byRight) {
      throw new MlsException("A parent node of the tree has no valid parent hash below it.");
    }
  }

  /// §7.9.2, with C `child` and S `sibling`: "D is in the resolution of C, and the intersection of
  /// P's unmerged_leaves with the subtree under C is equal to the resolution of C with D removed."
  private static boolean isValid(
      SuiteCrypto crypto, ParentNode parent, TreeNode child, TreeNode sibling) {
    List<NodeIndex> unmerged = new ArrayList<>();
    for (LeafIndex leaf : parent.unmergedLeaves()) {
      if (child.covers(leaf.value())) {
        unmerged.add(NodeIndex.of(leaf));
      }
    }
    List<NodeIndex> candidates = new ArrayList<>();
    child.resolve(resolved -> candidates.add(resolved.node()));
    int all = candidates.size();
    candidates.removeAll(new HashSet<>(unmerged));
    if (candidates.size() != 1 || all != unmerged.size() + 1) {
      return false;
    }
    byte[] expected =
        hash(
            crypto,
            parent.encryptionKey(),
            parent.parentHash(),
            originalHash(crypto, sibling, parent.unmergedLeaves()));
    return parentHashOf(child, candidates.getFirst())
        .map(hash -> Arrays.equals(hash, expected))
        .orElse(false);
  }

  private static Optional<byte[]> parentHashOf(TreeNode top, NodeIndex index) {
    TreeNode node = top;
    while (node.level() > index.level()) {
      node = TreePath.child(node, index.value() >>> 1);
    }
    return switch (node) {
      case Branch branch -> branch.parent().map(ParentNode::parentHash);
      case LeafSlot slot ->
          slot.leaf().source() instanceof LeafNodeSource.Commit(byte[] hash)
              ? Optional.of(hash)
              : Optional.empty();
      case EmptySubtree _ -> Optional.empty();
    };
  }

  /// §7.9: the tree hash of S "modified as follows: For each leaf L in P.unmerged_leaves, blank L
  /// and remove it from the unmerged_leaves sets of all parent nodes."
  private static byte[] originalHash(SuiteCrypto crypto, TreeNode node, List<LeafIndex> without) {
    List<LeafIndex> below = without.stream().filter(leaf -> node.covers(leaf.value())).toList();
    if (below.isEmpty()) {
      return node.hash(crypto);
    }
    return switch (node) {
      case EmptySubtree empty -> empty.hash(crypto);
      case LeafSlot slot -> new EmptySubtree(0, slot.first()).hash(crypto);
      case Branch branch ->
          Branch.hash(
              crypto,
              branch.parent().map(parent -> without(parent, below)),
              originalHash(crypto, branch.left(), below),
              originalHash(crypto, branch.right(), below));
    };
  }

  /// @param leaves sorted, as in every parent node that was decoded
  private static ParentNode without(ParentNode parent, List<LeafIndex> leaves) {
    List<LeafIndex> kept =
        parent.unmergedLeaves().stream()
            .filter(leaf -> Collections.binarySearch(leaves, leaf) < 0)
            .toList();
    return new ParentNode(parent.encryptionKey(), parent.parentHash(), kept);
  }

  /// ```text
  /// struct {
  ///     HPKEPublicKey encryption_key;
  ///     opaque parent_hash<V>;
  ///     opaque original_sibling_tree_hash<V>;
  /// } ParentHashInput;
  /// ```
  private static byte[] hash(
      SuiteCrypto crypto, byte[] encryptionKey, byte[] parentHash, byte[] siblingHash) {
    return crypto.hash(
        new Writer(256).opaque(encryptionKey).opaque(parentHash).opaque(siblingHash).toBytes());
  }
}

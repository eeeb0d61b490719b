package sotto.mls.treekem;

import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.tree.LeafIndex;

/// RFC 9420 §12.4.3.1: what a newcomer checks of a tree that somebody gave it, but for the leaves'
/// own validity.
public final class TreeValidation {
  private TreeValidation() {}

  /// @throws MlsException when the tree cannot have come about by the rules
  public static void verify(RatchetTree tree) throws MlsException {
    checkParents(tree, tree.root());
    ParentHashes.verify(tree);
  }

  private static void checkParents(RatchetTree tree, TreeNode node) throws MlsException {
    if (!(node instanceof Branch branch)) {
      return;
    }
    checkParents(tree, branch.left());
    checkParents(tree, branch.right());
    if (branch.parent().isPresent()) {
      tree.crypto().hpke().checkPublicKey(branch.parent().get().encryptionKey());
    }
    List<LeafIndex> unmerged = branch.parent().map(ParentNode::unmergedLeaves).orElse(List.of());
    for (LeafIndex leaf : unmerged) {
      // "Verify that the entry represents a non-blank leaf node that is a descendant of the parent
      // node."
      if (!branch.covers(leaf.value()) || tree.leaf(leaf).isEmpty()) {
        throw new MlsException("A parent node lists an unmerged leaf that is not below it.");
      }
      checkBetween(branch, leaf);
    }
  }

  // "Verify that every non-blank intermediate node between the leaf node and the parent node also
  // has
  // an entry for the leaf node in its unmerged_leaves."
  private static void checkBetween(Branch branch, LeafIndex leaf) throws MlsException {
    TreeNode node = TreePath.child(branch, leaf.value());
    while (node instanceof Branch inner) {
      Optional<ParentNode> parent = inner.parent();
      if (parent.isPresent() && !parent.get().isUnmerged(leaf)) {
        throw new MlsException("An unmerged leaf is missing in a node between.");
      }
      node = TreePath.child(inner, leaf.value());
    }
  }
}

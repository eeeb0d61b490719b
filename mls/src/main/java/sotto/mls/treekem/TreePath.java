package sotto.mls.treekem;

import java.util.Optional;
import java.util.function.BiConsumer;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;

/// Walks along the direct path of a leaf (RFC 9420 §4.1.2), from the root down.
final class TreePath {
  private TreePath() {}

  /// Says what a node above a changed leaf holds from now on.
  interface Above {
    Optional<ParentNode> content(int level, Optional<ParentNode> before);
  }

  /// The child of a parent node that is on the way to a leaf.
  static TreeNode child(TreeNode node, long leaf) {
    TreeNode right = right(node);
    return right.covers(leaf) ? right : left(node);
  }

  static TreeNode left(TreeNode node) {
    return switch (node) {
      case Branch branch -> branch.left();
      case EmptySubtree empty -> empty.left();
      case LeafSlot leaf -> throw new IllegalArgumentException("A leaf has no child.");
    };
  }

  static TreeNode right(TreeNode node) {
    return switch (node) {
      case Branch branch -> branch.right();
      case EmptySubtree empty -> empty.right();
      case LeafSlot leaf -> throw new IllegalArgumentException("A leaf has no child.");
    };
  }

  static Optional<ParentNode> parentOf(TreeNode node) {
    return node instanceof Branch branch ? branch.parent() : Optional.empty();
  }

  /// Calls `each` with every node above the leaf and its child on the copath.
  static void walk(TreeNode root, LeafIndex leaf, BiConsumer<TreeNode, TreeNode> each) {
    TreeNode node = root;
    while (node.level() > 0) {
      TreeNode right = right(node);
      boolean goRight = right.covers(leaf.value());
      each.accept(node, goRight ? left(node) : right);
      node = goRight ? right : left(node);
    }
  }

  /// The tree with another leaf, or none, and with other contents in the nodes above it.
  static TreeNode replace(TreeNode root, LeafIndex index, Optional<LeafNode> leaf, Above above) {
    Census all = root.census();
    Optional<LeafSlot> slot =
        leaf.map(
            one -> new LeafSlot((int) index.value(), one, Census.of(one, all), at(root, index)));
    return replaced(root, index, slot, above);
  }

  private static TreeNode at(TreeNode root, LeafIndex index) {
    TreeNode node = root;
    while (node.level() > 0) {
      node = child(node, index.value());
    }
    return node;
  }

  private static TreeNode replaced(
      TreeNode node, LeafIndex index, Optional<LeafSlot> leaf, Above above) {
    if (node.level() == 0) {
      return leaf.isPresent() ? leaf.get() : new EmptySubtree(0, node.first());
    }
    TreeNode left = left(node);
    TreeNode right = right(node);
    if (right.covers(index.value())) {
      right = replaced(right, index, leaf, above);
    } else {
      left = replaced(left, index, leaf, above);
    }
    return Branch.of(left, right, above.content(node.level(), parentOf(node)));
  }

  /// The first blank leaf of a tree that has one.
  static int leftmostBlank(TreeNode root) {
    TreeNode node = root;
    while (node.level() > 0) {
      TreeNode left = left(node);
      node = left.members() < 1 << left.level() ? left : right(node);
    }
    return node.first();
  }
}

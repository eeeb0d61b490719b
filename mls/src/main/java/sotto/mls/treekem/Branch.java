package sotto.mls.treekem;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.tree.LeafIndex;

/// A parent node, blank or not, with what is below it.
final class Branch implements TreeNode {
  private final TreeNode left;
  private final TreeNode right;
  private final @Nullable ParentNode parent;
  private final int members;
  private final Census census;
  private volatile byte @Nullable [] hash;

  private Branch(TreeNode left, TreeNode right, @Nullable ParentNode parent) {
    this.left = left;
    this.right = right;
    this.parent = parent;
    this.members = left.members() + right.members();
    this.census = left.census().and(right.census());
  }

  /// The node over two siblings; an [EmptySubtree] when everything is blank.
  static TreeNode of(TreeNode left, TreeNode right, Optional<ParentNode> parent) {
    if (parent.isEmpty()
        && left instanceof EmptySubtree emptyLeft
        && right instanceof EmptySubtree emptyRight) {
      return EmptySubtree.over(emptyLeft, emptyRight);
    }
    return new Branch(left, right, parent.orElse(null));
  }

  TreeNode left() {
    return left;
  }

  TreeNode right() {
    return right;
  }

  Optional<ParentNode> parent() {
    return Optional.ofNullable(parent);
  }

  @Override
  public byte[] hash(SuiteCrypto crypto) {
    byte[] known = hash;
    if (known == null) {
      known = hash(crypto, parent(), left.hash(crypto), right.hash(crypto));
      hash = known;
    }
    return known;
  }

  /// ```text
  /// struct {
  ///     optional<ParentNode> parent_node;
  ///     opaque left_hash<V>;
  ///     opaque right_hash<V>;
  /// } ParentNodeHashInput;
  /// ```
  static byte[] hash(
      SuiteCrypto crypto, Optional<ParentNode> parent, byte[] leftHash, byte[] rightHash) {
    Writer input = new Writer(256).uint8(2).optional(parent, Writer::struct);
    return crypto.hash(input.opaque(leftHash).opaque(rightHash).toBytes());
  }

  @Override
  public int members() {
    return members;
  }

  @Override
  public int level() {
    return left.level() + 1;
  }

  @Override
  public int first() {
    return left.first();
  }

  @Override
  public Census census() {
    return census;
  }

  /// RFC 9420 §4.1.1: "The resolution of a non-blank node comprises the node itself, followed by
  /// its list of unmerged leaves, if any."
  @Override
  public void resolve(Consumer<Resolved> each) {
    if (parent == null) {
      left.resolve(each);
      right.resolve(each);
      return;
    }
    each.accept(new Resolved(index(), parent::encryptionKey));
    for (LeafIndex unmerged : parent.unmergedLeaves()) {
      leafAt(unmerged.value())
          .ifPresent(slot -> each.accept(new Resolved(slot.index(), slot.leaf()::encryptionKey)));
    }
  }

  @Override
  public boolean isBlank() {
    return parent == null && left.isBlank() && right.isBlank();
  }

  @Override
  public void leaves(Consumer<LeafSlot> each) {
    left.leaves(each);
    right.leaves(each);
  }

  private Optional<LeafSlot> leafAt(long leaf) {
    TreeNode node = this;
    while (node instanceof Branch branch) {
      node = branch.right.first() <= leaf ? branch.right : branch.left;
    }
    return node instanceof LeafSlot slot && slot.first() == leaf
        ? Optional.of(slot)
        : Optional.empty();
  }
}

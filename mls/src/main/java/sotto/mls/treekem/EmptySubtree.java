package sotto.mls.treekem;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SuiteCrypto;

/// A subtree in which every node is blank, in one object as long as nobody asks for its hash.
///
/// Blank leaves are hashed with their index, so the hash takes one for every leaf. The halves of a
/// large subtree then stay with it: who adds a member in it, or takes out the last, hashes what is
/// on that member's path and nothing beside it again.
final class EmptySubtree implements TreeNode {
  /// Of a smaller subtree, of 64 leaves at most, the halves are made anew.
  private static final int KEPT_ABOVE = 6;

  private final int level;
  private final int first;
  private volatile byte @Nullable [] hash;
  private volatile @Nullable Halves halves;

  private record Halves(EmptySubtree left, EmptySubtree right) {}

  EmptySubtree(int level, int first) {
    this.level = level;
    this.first = first;
  }

  /// The subtree over two siblings.
  static EmptySubtree over(EmptySubtree left, EmptySubtree right) {
    EmptySubtree both = new EmptySubtree(left.level + 1, left.first);
    both.keep(new Halves(left, right));
    return both;
  }

  TreeNode left() {
    return halves().left;
  }

  TreeNode right() {
    return halves().right;
  }

  private Halves halves() {
    Halves known = halves;
    if (known == null) {
      known =
          new Halves(
              new EmptySubtree(level - 1, first),
              new EmptySubtree(level - 1, first + (1 << (level - 1))));
      keep(known);
    }
    return known;
  }

  private void keep(Halves known) {
    if (level > KEPT_ABOVE) {
      halves = known;
    }
  }

  @Override
  public byte[] hash(SuiteCrypto crypto) {
    byte[] known = hash;
    if (known == null) {
      Writer input = new Writer(160);
      if (level == 0) {
        input.uint8(1).uint32(first).uint8(0);
      } else {
        Halves both = halves();
        input.uint8(2).uint8(0).opaque(both.left.hash(crypto)).opaque(both.right.hash(crypto));
      }
      known = crypto.hash(input.toBytes());
      hash = known;
    }
    return known;
  }

  @Override
  public int members() {
    return 0;
  }

  @Override
  public int level() {
    return level;
  }

  @Override
  public int first() {
    return first;
  }

  @Override
  public Census census() {
    return Census.NOBODY;
  }

  @Override
  public void resolve(Consumer<Resolved> each) {}

  @Override
  public boolean isBlank() {
    return true;
  }

  @Override
  public void leaves(Consumer<LeafSlot> each) {}
}

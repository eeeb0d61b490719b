package sotto.mls.treekem;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SuiteCrypto;

/// A subtree in which every node is blank, in one object whatever its size.
final class EmptySubtree implements TreeNode {
  private final int level;
  private final int first;
  private volatile byte @Nullable [] hash;

  EmptySubtree(int level, int first) {
    this.level = level;
    this.first = first;
  }

  TreeNode left() {
    return new EmptySubtree(level - 1, first);
  }

  TreeNode right() {
    return new EmptySubtree(level - 1, first + (1 << (level - 1)));
  }

  @Override
  public byte[] hash(SuiteCrypto crypto) {
    byte[] known = hash;
    if (known == null) {
      Writer input = new Writer(160);
      if (level == 0) {
        input.uint8(1).uint32(first).uint8(0);
      } else {
        input.uint8(2).uint8(0).opaque(left().hash(crypto)).opaque(right().hash(crypto));
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

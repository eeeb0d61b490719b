package sotto.mls.treekem;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.crypto.VerificationKey;
import sotto.mls.tree.LeafNode;

/// A leaf that is not blank.
final class LeafSlot implements TreeNode {
  private final int index;
  private final LeafNode leaf;
  private final Census census;
  private volatile byte @Nullable [] hash;
  private volatile @Nullable VerificationKey verificationKey;

  LeafSlot(int index, LeafNode leaf, Census census) {
    this.index = index;
    this.leaf = leaf;
    this.census = census;
  }

  /// In the place of `before`, whose expanded signature key it takes over if it is the same.
  LeafSlot(int index, LeafNode leaf, Census census, TreeNode before) {
    this(index, leaf, census);
    if (before instanceof LeafSlot slot
        && Arrays.equals(slot.leaf.signatureKey(), leaf.signatureKey())) {
      verificationKey = slot.verificationKey;
    }
  }

  LeafNode leaf() {
    return leaf;
  }

  /// The member's signature key, expanded with the first message that needs it.
  VerificationKey verificationKey(SuiteCrypto crypto) throws MlsException {
    VerificationKey known = verificationKey;
    if (known == null) {
      known = crypto.verificationKey(leaf.signatureKey());
      verificationKey = known;
    }
    return known;
  }

  @Override
  public byte[] hash(SuiteCrypto crypto) {
    byte[] known = hash;
    if (known == null) {
      // struct { uint32 leaf_index; optional<LeafNode> leaf_node; } LeafNodeHashInput
      Writer input = new Writer(512).uint8(1).uint32(index).uint8(1).struct(leaf);
      known = crypto.hash(input.toBytes());
      hash = known;
    }
    return known;
  }

  @Override
  public int members() {
    return 1;
  }

  @Override
  public int level() {
    return 0;
  }

  @Override
  public int first() {
    return index;
  }

  @Override
  public Census census() {
    return census;
  }

  @Override
  public void resolve(Consumer<Resolved> each) {
    each.accept(new Resolved(index(), leaf::encryptionKey));
  }

  @Override
  public boolean isBlank() {
    return false;
  }

  @Override
  public void leaves(Consumer<LeafSlot> each) {
    each.accept(this);
  }
}

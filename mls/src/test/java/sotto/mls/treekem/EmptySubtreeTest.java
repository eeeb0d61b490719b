package sotto.mls.treekem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.DelegatingCrypto;
import sotto.mls.crypto.HashFunction;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SuiteCrypto;

/// What nobody changed in a blank subtree is not hashed again.
class EmptySubtreeTest {
  private static final int LEVEL = 12;

  private final Counting counting = new Counting();
  private final SuiteCrypto crypto =
      new SuiteCrypto(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519, counting);

  private static final class Counting implements DelegatingCrypto {
    private int hashes;

    @Override
    public Crypto rest() {
      return PortableCrypto.create();
    }

    @Override
    public byte[] hash(HashFunction hash, byte[]... parts) {
      hashes++;
      return PortableCrypto.create().hash(hash, parts);
    }
  }

  @Test
  void whoSplitsABlankSubtreeHashesItsPathAlone() {
    EmptySubtree whole = new EmptySubtree(LEVEL, 1 << LEVEL);
    whole.hash(crypto);
    assertThat(counting.hashes).isEqualTo((2 << LEVEL) - 1);
    counting.hashes = 0;
    TreeNode node = whole;
    while (node instanceof EmptySubtree empty && node.level() > 0) {
      empty.right().hash(crypto);
      node = empty.left();
    }
    assertThat(counting.hashes).as("beneath the last 64 leaves").isLessThan(128);
  }

  @Test
  void whatBecomesBlankIsNotHashedAgain() {
    TreeNode left = new EmptySubtree(LEVEL, 0);
    TreeNode right = new EmptySubtree(LEVEL, 1 << LEVEL);
    left.hash(crypto);
    right.hash(crypto);
    counting.hashes = 0;
    TreeNode both = Branch.of(left, right, Optional.empty());
    byte[] hash = both.hash(crypto);
    assertThat(counting.hashes).isEqualTo(1);
    assertThat(hash).isEqualTo(new EmptySubtree(LEVEL + 1, 0).hash(crypto));
  }
}

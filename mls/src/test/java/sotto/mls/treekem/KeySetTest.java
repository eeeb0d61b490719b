package sotto.mls.treekem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sotto.mls.Seed;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.DelegatingCrypto;
import sotto.mls.crypto.HashFunction;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.LeafNodeSource;

/// The keys in use in a tree.
class KeySetTest {
  private static final SuiteCrypto CRYPTO =
      new SuiteCrypto(CipherSuite.of(1).orElseThrow(), PortableCrypto.create());

  @Test
  void itHoldsWhatASetHoldsAndEarlierSetsStayAsTheyWere() {
    Random random = new Random(1);
    KeySet keys = KeySet.empty(CRYPTO);
    Set<ByteBuffer> expected = new HashSet<>();
    for (int i = 0; i < 3000; i++) {
      byte[] key = {(byte) random.nextInt(4), (byte) random.nextInt(), (byte) random.nextInt(3)};
      KeySet before = keys;
      boolean held = before.contains(key);
      boolean adds = random.nextInt(3) > 0;
      keys = adds ? before.with(() -> key) : before.without(key);
      assertThat(held).isEqualTo(expected.contains(ByteBuffer.wrap(key)));
      assertThat(before.contains(key)).isEqualTo(held);
      assertThat(keys.contains(key)).isEqualTo(adds);
      if (adds) {
        expected.add(ByteBuffer.wrap(key));
      } else {
        expected.remove(ByteBuffer.wrap(key));
      }
    }
  }

  /// Whoever makes a tree chooses its keys: Java's hash of an array is the same for as many as one
  /// likes. Each key is looked at once, and again when another meets it in the trie, which those do
  /// no more often than random ones.
  @Test
  void keysThatAnAdversaryChoseMeetNoMoreOftenThanOthers() {
    List<byte[]> chosen = chosen(8000);
    assertThat(chosen.stream().mapToInt(Arrays::hashCode).distinct().count()).isEqualTo(1);
    Random random = new Random(2);
    List<byte[]> others = new ArrayList<>();
    for (int i = 0; i < 8000; i++) {
      others.add(new byte[32]);
      random.nextBytes(others.getLast());
    }
    assertThat(hashesOf(chosen)).isBetween(8000, hashesOf(others) * 11 / 10);
  }

  private static int hashesOf(List<byte[]> keys) {
    AtomicInteger hashes = new AtomicInteger();
    DelegatingCrypto counting =
        new DelegatingCrypto() {
          @Override
          public Crypto rest() {
            return CRYPTO.crypto();
          }

          @Override
          public byte[] hash(HashFunction hash, byte[]... parts) {
            hashes.incrementAndGet();
            return CRYPTO.crypto().hash(hash, parts);
          }
        };
    KeySet all = KeySet.empty(new SuiteCrypto(CRYPTO.suite(), counting));
    for (byte[] key : keys) {
      all = all.with(() -> key);
    }
    return hashes.get();
  }

  /// Of 32 bytes, in pairs that count the same: (x, y) and (x + 1, y - 31).
  private static List<byte[]> chosen(int count) {
    List<byte[]> keys = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      byte[] key = new byte[32];
      for (int pair = 0; pair < 16; pair++) {
        int bit = number >>> pair & 1;
        key[2 * pair] = (byte) (1 + bit);
        key[2 * pair + 1] = (byte) (40 - 31 * bit);
      }
      keys.add(key);
    }
    return keys;
  }

  /// What was refused leaves nothing behind: no table outlives the tree that was read.
  @Test
  void whatMembersUnderstandIsSharedWithinATreeAndRememberedNowhereElse() {
    LeafNode leaf =
        new LeafNode(
            new byte[] {1},
            new byte[] {2},
            Credential.basic(new byte[0]),
            Capabilities.of(1).withExtensions(0xf000 + (int) (Seed.value() & 0xff)),
            new LeafNodeSource.Update(),
            Extensions.NONE,
            new byte[0]);
    Census one = Census.of(leaf);
    Census again = Census.of(leaf);
    assertThat(again).isEqualTo(one).isNotSameAs(one);
    assertThat(Census.of(leaf, one)).isSameAs(one);
    assertThat(one.and(again)).isSameAs(one);
    assertThat(one.and(Census.NOBODY)).isSameAs(one);
  }
}

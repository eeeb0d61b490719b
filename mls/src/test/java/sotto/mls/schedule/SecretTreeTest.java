package sotto.mls.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.tree.LeafIndex;

class SecretTreeTest {
  private static final SuiteCrypto CRYPTO =
      new SuiteCrypto(
          CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519, PortableCrypto.create());
  private static final RatchetBounds BOUNDS = new RatchetBounds(10, 5);
  private static final RatchetType APPLICATION = RatchetType.APPLICATION;

  private static Secret root() {
    byte[] bytes = new byte[32];
    bytes[0] = 7;
    return Secret.owning(bytes);
  }

  private static SecretTree tree() {
    return SecretTree.rooted(root(), 6);
  }

  private static LeafIndex leaf(long index) {
    return new LeafIndex(index);
  }

  private static Step<SecretTree> at(SecretTree tree, long leaf, long generation)
      throws MlsException {
    return tree.at(CRYPTO, leaf(leaf), APPLICATION, generation, BOUNDS);
  }

  /// The key, copied before what was consumed is erased.
  private static String use(Step<SecretTree> step) {
    String key =
        step.key().generation()
            + " "
            + List.of(bytes(step.key().key().key()))
            + bytes(step.key().key().nonce());
    step.consumed().forEach(Secret::erase);
    return key;
  }

  private static String bytes(Secret secret) {
    return HexFormat.of().formatHex(secret.copy());
  }

  @Test
  void senderAndReceiverFindTheSameKeysInAnyOrder() throws Exception {
    SecretTree sender = tree();
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Step<SecretTree> step = sender.next(CRYPTO, leaf(3), APPLICATION);
      sent.add(use(step));
      sender = step.next();
    }
    SecretTree receiver = tree();
    for (int generation : new int[] {2, 0, 4, 1, 3}) {
      Step<SecretTree> step = at(receiver, 3, generation);
      assertThat(use(step)).isEqualTo(sent.get(generation));
      receiver = step.next();
    }
  }

  @Test
  void aKeyIsUsedOnce() throws Exception {
    SecretTree after = at(tree(), 1, 0).next();
    assertThatThrownBy(() -> at(after, 1, 0)).isInstanceOf(MlsException.class);
    SecretTree later = at(after, 1, 3).next();
    SecretTree usedSkipped = at(later, 1, 2).next();
    assertThatThrownBy(() -> at(usedSkipped, 1, 2)).isInstanceOf(MlsException.class);
  }

  @Test
  void aMessageTooFarAheadIsRefusedBeforeAnyDerivation() throws Exception {
    assertThat(at(tree(), 1, 10).key().generation()).isEqualTo(10);
    assertThatThrownBy(() -> at(tree(), 1, 11)).isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> at(tree(), 1, 0xffff_ffffL)).isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> at(tree(), 1, 1L << 32)).isInstanceOf(MlsException.class);
  }

  @Test
  void onlyTheNewestSkippedKeysAreKept() throws Exception {
    SecretTree after = at(tree(), 1, 9).next();
    assertThatThrownBy(() -> at(after, 1, 3)).isInstanceOf(MlsException.class);
    assertThat(at(after, 1, 4).key().generation()).isEqualTo(4);
    Step<SecretTree> more = at(after, 1, 12);
    assertThatThrownBy(() -> at(more.next(), 1, 5)).isInstanceOf(MlsException.class);
    assertThat(at(more.next(), 1, 6).key().generation()).isEqualTo(6);
  }

  @Test
  void aLeafOutsideTheTreeIsRefused() {
    assertThat(tree().leaves()).isEqualTo(8);
    assertThatThrownBy(() -> at(tree(), 8, 0)).isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> at(tree(), 0xffff_ffffL, 0)).isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> tree().next(CRYPTO, leaf(8), APPLICATION))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingConsumedIsLeftInTheNextTree() throws Exception {
    SecretTree tree = tree();
    for (int generation : new int[] {3, 1, 7, 0, 8}) {
      Step<SecretTree> step = at(tree, 5, generation);
      assertThat(step.next().secrets()).doesNotContainAnyElementsOf(step.consumed());
      assertThat(step.consumed()).contains(step.key().key().key(), step.key().key().nonce());
      step.consumed().forEach(Secret::erase);
      assertThat(step.next().secrets()).noneMatch(Secret::isErased);
      tree = step.next();
    }
    Step<SecretTree> sent = tree().next(CRYPTO, leaf(5), APPLICATION);
    assertThat(sent.consumed()).contains(sent.key().key().key(), sent.key().key().nonce());
  }

  @Test
  void aDiscardedStepLeavesTheTreeAsItWas() throws Exception {
    SecretTree tree = at(tree(), 2, 4).next();
    SortedMap<Long, byte[]> before = tree.rows();
    for (long generation : new long[] {1, 5, 9}) {
      at(tree, 2, generation).discard();
      at(tree, 6, generation).discard();
    }
    SecretTree kept = tree;
    assertThatThrownBy(() -> at(kept, 6, 99)).isInstanceOf(MlsException.class);
    assertThat(tree.rows()).usingRecursiveComparison().isEqualTo(before);
    assertThat(at(tree, 2, 1).key().generation()).isEqualTo(1);
  }

  @Test
  void aDiscardedStepErasesAllThatItMadeAndNothingElse() throws Exception {
    SecretTree tree = at(tree(), 2, 4).next();
    for (long leaf : new long[] {2, 6}) {
      for (long generation : new long[] {5, 8}) {
        Step<SecretTree> step = at(tree, leaf, generation);
        step.discard();
        assertDiscarded(tree, step);
      }
      Step<SecretTree> step = tree.next(CRYPTO, leaf(leaf), APPLICATION);
      step.discard();
      assertDiscarded(tree, step);
    }
    Step<SecretTree> kept = at(tree, 2, 1);
    kept.discard();
    assertThat(kept.key().key().key().isErased()).isFalse();
  }

  private static void assertDiscarded(SecretTree before, Step<SecretTree> step) {
    assertThat(before.secrets()).noneMatch(Secret::isErased);
    assertThat(step.key().key().key().isErased()).isTrue();
    assertThat(step.key().key().nonce().isErased()).isTrue();
    List<Secret> made = new ArrayList<>(step.next().secrets());
    made.removeAll(before.secrets());
    assertThat(made).isNotEmpty().allMatch(Secret::isErased);
  }

  @Test
  void boundsAreNotNegative() {
    assertThat(new RatchetBounds(0, 0).maxForward()).isZero();
    assertThatThrownBy(() -> new RatchetBounds(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RatchetBounds(0, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutAllowanceOnlyTheNextKeyIsGiven() throws Exception {
    RatchetBounds strict = new RatchetBounds(0, 0);
    SecretTree tree = tree().at(CRYPTO, leaf(0), APPLICATION, 0, strict).next();
    assertThat(tree.at(CRYPTO, leaf(0), APPLICATION, 1, strict).key().generation()).isEqualTo(1);
    assertThatThrownBy(() -> tree.at(CRYPTO, leaf(0), APPLICATION, 2, strict))
        .isInstanceOf(MlsException.class);
  }

  @Test
  void theRatchetOfTheLastGenerationEnds() throws Exception {
    Secret secret = root();
    HashRatchet last = new HashRatchet(0xffff_ffffL, Optional.of(secret), List.of());
    HashRatchet ended = last.next(CRYPTO).next();
    assertThatThrownBy(() -> ended.next(CRYPTO)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ended.at(CRYPTO, 1L << 32, BOUNDS)).isInstanceOf(MlsException.class);
    HashRatchet again = HashRatchet.decode(new Reader(ended.encoded()));
    assertThat(again).isEqualTo(ended);
  }

  @Test
  void storedChangesGiveTheSameTreeForAnyHistory() throws Exception {
    long seed = Long.getLong("sotto.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 5; round++) {
      storedHistory(random, "seed " + seed);
    }
  }

  private void storedHistory(Random random, String seed) throws Exception {
    SecretTree tree = SecretTree.rooted(Secret.random(32, random), 1 + random.nextInt(9));
    SortedMap<Long, byte[]> stored = new TreeMap<>(tree.rows());
    Map<Long, Long> next = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      long sender = random.nextInt(tree.leaves());
      long ahead = next.getOrDefault(sender, 0L) + random.nextInt(3);
      Step<SecretTree> step = at(tree, sender, ahead);
      next.put(sender, ahead + 1);
      TreeChanges changes = step.next().changesSince(tree);
      assertThat(changes.put().size()).as(seed).isLessThanOrEqualTo(5);
      step.consumed().forEach(Secret::erase);
      stored = changes.appliedTo(stored);
      tree = step.next();
      assertThat(stored).as(seed).usingRecursiveComparison().isEqualTo(tree.rows());
      tree = SecretTree.stored(tree.leaves(), stored);
    }
  }

  @Test
  void rowsStandUnderTheirNodeIndices() throws Exception {
    SecretTree whole = tree();
    SecretTree opened = at(whole, 2, 0).next();
    assertThat(whole.rows().keySet()).containsExactly(7L);
    assertThat(opened.rows().keySet()).containsExactly(1L, 4L, 6L, 11L);
    TreeChanges first = opened.changesSince(whole);
    assertThat(first.removed()).containsExactly(7L);
    assertThat(first.put().keySet()).containsExactly(1L, 4L, 6L, 11L);
    TreeChanges second = at(opened, 2, 1).next().changesSince(opened);
    assertThat(second.removed()).isEmpty();
    assertThat(second.put().keySet()).containsExactly(4L);
    assertThat(opened.changesSince(opened).put()).isEmpty();
    assertThatThrownBy(() -> whole.changesSince(opened))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SecretTree.rooted(root(), 1).rows().keySet()).containsExactly(0L);
  }

  @Test
  void incompleteOrOverlappingRowsAreRefused() throws Exception {
    SecretTree tree = at(tree(), 2, 1).next();
    SortedMap<Long, byte[]> rows = tree.rows();
    for (Long key : rows.keySet()) {
      SortedMap<Long, byte[]> fewer = new TreeMap<>(rows);
      fewer.remove(key);
      assertThatThrownBy(() -> SecretTree.stored(8, fewer)).isInstanceOf(MlsException.class);
      SortedMap<Long, byte[]> cut = new TreeMap<>(rows);
      cut.put(key, new byte[] {3});
      assertThatThrownBy(() -> SecretTree.stored(8, cut)).isInstanceOf(MlsException.class);
    }
    SortedMap<Long, byte[]> more = new TreeMap<>(rows);
    more.put(7L, rows.get(rows.firstKey()));
    assertThatThrownBy(() -> SecretTree.stored(8, more)).isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> SecretTree.stored(6, rows)).isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> SecretTree.stored(0, rows)).isInstanceOf(MlsException.class);
  }

  @Test
  void handshakeAndApplicationKeysDiffer() {
    String handshake = use(tree().next(CRYPTO, leaf(0), RatchetType.HANDSHAKE));
    assertThat(use(tree().next(CRYPTO, leaf(0), APPLICATION))).isNotEqualTo(handshake);
  }
}

package sotto.mls.treekem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.Vectors.hex;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sotto.mls.Vectors;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.Proposal;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import tools.jackson.databind.JsonNode;

class TreeVectorsTest {
  private static final boolean EXHAUSTIVE = Boolean.getBoolean("sotto.exhaustive");
  private static final String DIR = "mls-implementations/test-vectors/";

  private static SuiteCrypto suite(JsonNode vector) {
    int id = vector.get("cipher_suite").asInt();
    return new SuiteCrypto(CipherSuite.of(id).orElseThrow(), PortableCrypto.create());
  }

  private static RatchetTree tree(JsonNode vector, String name) throws Exception {
    return RatchetTreeCodec.decode(hex(vector, name), suite(vector), 10_000);
  }

  @Test
  void treeMathAgrees() {
    for (JsonNode vector : Vectors.json(DIR + "tree-math.json")) {
      long leaves = vector.get("n_leaves").asLong();
      assertThat(TreeMath.nodeCount(leaves)).isEqualTo(vector.get("n_nodes").asLong());
      assertThat(TreeMath.root(leaves).value()).isEqualTo(vector.get("root").asLong());
      for (int i = 0; i < TreeMath.nodeCount(leaves); i++) {
        NodeIndex x = new NodeIndex(i);
        assertThat(TreeMath.left(x)).isEqualTo(node(vector.get("left").get(i)));
        assertThat(TreeMath.right(x)).isEqualTo(node(vector.get("right").get(i)));
        assertThat(TreeMath.parent(x, leaves)).isEqualTo(node(vector.get("parent").get(i)));
        assertThat(TreeMath.sibling(x, leaves)).isEqualTo(node(vector.get("sibling").get(i)));
      }
    }
  }

  private static Optional<NodeIndex> node(JsonNode value) {
    return value.isNull() ? Optional.empty() : Optional.of(new NodeIndex(value.asLong()));
  }

  @Test
  void operationsOnTreesAgree() throws Exception {
    for (JsonNode vector : Vectors.json(DIR + "tree-operations.json")) {
      RatchetTree before = tree(vector, "tree_before");
      assertThat(before.treeHash()).isEqualTo(hex(vector, "tree_hash_before"));
      LeafIndex sender = new LeafIndex(vector.get("proposal_sender").asLong());
      Decoder<Proposal> decoder = Proposal::decode;
      RatchetTree after =
          switch (decoder.decodeAll(hex(vector, "proposal"))) {
            case Proposal.Add add -> before.add(add.keyPackage().leafNode()).tree();
            case Proposal.Update update -> before.update(sender, update.leafNode());
            case Proposal.Remove remove -> before.remove(remove.removed());
            case Proposal other -> throw new AssertionError(other);
          };
      assertThat(RatchetTreeCodec.encode(after)).isEqualTo(hex(vector, "tree_after"));
      assertThat(after.treeHash()).isEqualTo(hex(vector, "tree_hash_after"));
      assertThat(before.treeHash()).isEqualTo(hex(vector, "tree_hash_before"));
    }
  }

  @Test
  void validTreesAreValid() throws Exception {
    for (JsonNode vector : Vectors.json(DIR + "tree-validation.json.gz")) {
      RatchetTree tree = tree(vector, "tree");
      for (int i = 0; i < vector.get("tree_hashes").size(); i++) {
        NodeIndex index = new NodeIndex(i);
        assertThat(Vectors.hex(tree.treeHash(index)))
            .isEqualTo(vector.get("tree_hashes").get(i).asString());
        List<Long> resolution = tree.resolution(index).stream().map(NodeIndex::value).toList();
        assertThat(resolution)
            .isEqualTo(
                vector.get("resolutions").get(i).valueStream().map(JsonNode::asLong).toList());
      }
      TreeValidation.verify(tree);
      for (LeafIndex leaf : tree.leaves()) {
        LeafSignature.verify(
            suite(vector),
            tree.member(leaf),
            Optional.of(new LeafNode.Place(hex(vector, "group_id"), leaf)));
      }
    }
  }

  @Test
  void alteredTreesAreRefusedOrOthers() throws Exception {
    Random random = new Random(23);
    int refused = 0;
    for (JsonNode vector : Vectors.json(DIR + "tree-validation.json.gz")) {
      byte[] genuine = hex(vector, "tree");
      byte[] hash = tree(vector, "tree").treeHash();
      for (int i = 0; i < 60; i++) {
        byte[] altered = genuine.clone();
        altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
        try {
          RatchetTree other = RatchetTreeCodec.decode(altered, suite(vector), 10_000);
          assertThat(other.treeHash()).isNotEqualTo(hash);
          assertThat(RatchetTreeCodec.encode(other)).isEqualTo(altered);
          TreeValidation.verify(other);
          other.add(other.member(other.leaves().getFirst()));
          other.remove(other.leaves().getLast());
        } catch (MlsException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isPositive();
  }

  /// X8: each parent node of the official trees, with blank nodes between and unmerged leaves, with
  /// another key, another hash, one leaf more or fewer among its unmerged ones, or none at all
  /// where a node above vouches for it. With `-Dsotto.exhaustive=true` it is all nodes and leaves.
  @Test
  void everyParentNodeIsVouchedForFromBelow() throws Exception {
    int forged = 0;
    Random random = new Random(8);
    for (JsonNode vector : Vectors.json(DIR + "tree-validation.json.gz")) {
      if (!EXHAUSTIVE && vector.get("cipher_suite").asInt() > 3) {
        continue; // The rule is the same in every suite, and large curves are slow.
      }
      RatchetTree tree = tree(vector, "tree");
      for (long at = 1; at < TreeMath.nodeCount(tree.width()); at += 2) {
        NodeIndex index = new NodeIndex(at);
        Optional<ParentNode> node = tree.parentNode(index);
        boolean chosen = EXHAUSTIVE || tree.width() <= 4 || random.nextInt(tree.width()) < 3;
        if (node.isPresent() && chosen) {
          for (Optional<ParentNode> other : forgeries(tree, index, node.get())) {
            assertThatThrownBy(() -> TreeValidation.verify(with(tree, index, other)))
                .as("node %s of %s", index, vector.get("group_id"))
                .isInstanceOf(MlsException.class);
            forged++;
          }
        }
      }
    }
    assertThat(forged).isGreaterThan(50);
  }

  private static List<Optional<ParentNode>> forgeries(
      RatchetTree tree, NodeIndex index, ParentNode node) {
    List<Optional<ParentNode>> all = new ArrayList<>();
    byte[] key = tree.crypto().generateHpkeKeyPair(new Random(index.value())).publicKey();
    byte[] hash = node.parentHash().length == 0 ? new byte[32] : new byte[0];
    all.add(Optional.of(new ParentNode(key, node.parentHash(), node.unmergedLeaves())));
    all.add(Optional.of(new ParentNode(node.encryptionKey(), hash, node.unmergedLeaves())));
    List<LeafIndex> leaves = new ArrayList<>(tree.leaves());
    leaves.removeIf(leaf -> !tree.subtree(index).covers(leaf.value()));
    Collections.shuffle(leaves, new Random(index.value()));
    for (LeafIndex leaf : leaves.subList(0, Math.min(leaves.size(), EXHAUSTIVE ? 999 : 2))) {
      List<LeafIndex> unmerged = new ArrayList<>(node.unmergedLeaves());
      if (!unmerged.remove(leaf)) {
        unmerged.add(leaf);
        unmerged.sort(null);
      }
      all.add(Optional.of(new ParentNode(node.encryptionKey(), node.parentHash(), unmerged)));
    }
    if (node.parentHash().length > 0) {
      all.add(Optional.empty());
    }
    return all;
  }

  private static RatchetTree with(RatchetTree tree, NodeIndex at, Optional<ParentNode> node) {
    return new RatchetTree(
        tree.crypto(),
        replaced(tree.root(), at, node),
        KeySet.empty(tree.crypto()),
        KeySet.empty(tree.crypto()));
  }

  private static TreeNode replaced(TreeNode tree, NodeIndex at, Optional<ParentNode> node) {
    if (!(tree instanceof Branch branch)) {
      return tree;
    }
    return branch.index().equals(at)
        ? Branch.of(branch.left(), branch.right(), node)
        : Branch.of(
            replaced(branch.left(), at, node), replaced(branch.right(), at, node), branch.parent());
  }
}

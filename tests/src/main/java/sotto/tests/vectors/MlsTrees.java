package sotto.tests.vectors;

import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Decoder;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.Proposal;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.treekem.LeafSignature;
import sotto.mls.treekem.NodeIndex;
import sotto.mls.treekem.RatchetTree;
import sotto.mls.treekem.RatchetTreeCodec;
import sotto.mls.treekem.TreeValidation;
import sotto.tests.vectors.Case.Mismatch;
import tools.jackson.databind.JsonNode;

/// The official vectors of ratchet trees: what proposals do to them, and when they are valid.
final class MlsTrees {
  private static final int MAX_LEAVES = 1 << 16;

  private MlsTrees() {}

  static RatchetTree decode(byte[] bytes, SuiteCrypto crypto) throws Exception {
    RatchetTree tree = RatchetTreeCodec.decode(bytes, crypto, MAX_LEAVES);
    Expect.equal("the encoding of a tree", bytes, RatchetTreeCodec.encode(tree));
    return tree;
  }

  static void operations(Fields vector) throws Exception {
    SuiteCrypto crypto = Suites.crypto(vector);
    RatchetTree before = decode(vector.hex("tree_before"), crypto);
    Expect.equal("tree_hash_before", vector.hex("tree_hash_before"), before.treeHash());
    LeafIndex sender = new LeafIndex(vector.number("proposal_sender"));
    Proposal proposal = ((Decoder<Proposal>) Proposal::decode).decodeAll(vector.hex("proposal"));
    RatchetTree after =
        switch (proposal) {
          case Proposal.Add add -> before.add(add.keyPackage().leafNode()).tree();
          case Proposal.Update update -> before.update(sender, update.leafNode());
          case Proposal.Remove remove -> before.remove(remove.removed());
          case Proposal other -> throw new Mismatch("a tree does not change by " + other);
        };
    Expect.equal("tree_after", vector.hex("tree_after"), RatchetTreeCodec.encode(after));
    Expect.equal("tree_hash_after", vector.hex("tree_hash_after"), after.treeHash());
    Expect.equal("the old tree's hash", vector.hex("tree_hash_before"), before.treeHash());
  }

  static void validation(Fields vector) throws Exception {
    SuiteCrypto crypto = Suites.crypto(vector);
    RatchetTree tree = decode(vector.hex("tree"), crypto);
    List<byte[]> hashes = vector.hexes("tree_hashes");
    JsonNode resolutions = vector.required("resolutions");
    Expect.equal("the number of nodes", 2 * tree.width() - 1, hashes.size());
    for (int i = 0; i < hashes.size(); i++) {
      NodeIndex node = new NodeIndex(i);
      Expect.equal("the tree hash of node " + i, hashes.get(i), tree.treeHash(node));
      Expect.equal(
          "the resolution of node " + i,
          resolutions.get(i).valueStream().map(JsonNode::asLong).toList(),
          tree.resolution(node).stream().map(NodeIndex::value).toList());
    }
    TreeValidation.verify(tree);
    byte[] groupId = vector.hex("group_id");
    for (LeafIndex leaf : tree.leaves()) {
      LeafSignature.verify(
          crypto, tree.member(leaf), Optional.of(new LeafNode.Place(groupId, leaf)));
    }
  }
}

package sotto.tests.vectors;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sotto.mls.codec.Decoder;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupId;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.UpdatePath;
import sotto.mls.treekem.NodeIndex;
import sotto.mls.treekem.PathReceiver;
import sotto.mls.treekem.PathSender;
import sotto.mls.treekem.PrivateTree;
import sotto.mls.treekem.RatchetTree;
import sotto.mls.treekem.TreeValidation;
import sotto.tests.vectors.Case.Mismatch;
import tools.jackson.databind.JsonNode;

/// The official TreeKEM vectors: UpdatePaths are read by every member, and made by every sender.
final class MlsTreeKem {
  private final Fields vector;
  private final SuiteCrypto crypto;
  private final RatchetTree tree;
  private final Map<LeafIndex, PrivateTree> members = new HashMap<>();
  private final Map<LeafIndex, SigningKey> signers = new HashMap<>();

  private MlsTreeKem(Fields vector) throws Exception {
    this.vector = vector;
    this.crypto = Suites.crypto(vector);
    this.tree = MlsTrees.decode(vector.hex("ratchet_tree"), crypto);
    for (Fields member : vector.objects("leaves_private")) {
      addMember(member);
    }
  }

  static void check(Fields vector) throws Exception {
    MlsTreeKem treeKem = new MlsTreeKem(vector);
    for (Fields path : vector.objects("update_paths")) {
      treeKem.read(path);
      treeKem.write(new LeafIndex(path.number("sender")));
    }
  }

  private void addMember(Fields member) throws Exception {
    LeafIndex index = new LeafIndex(member.number("index"));
    PrivateTree keys =
        PrivateTree.of(index, Suites.hpkeKeys(crypto, member.hex("encryption_priv")));
    for (Fields node : member.objects("path_secrets")) {
      int level = new NodeIndex(node.number("node")).level();
      keys = keys.with(level, nodeKey(node.hex("path_secret")));
    }
    Expect.equal("the private keys that fit the tree", keys.keys(), keys.in(tree).keys());
    members.put(index, keys);
    byte[] signatureKey = tree.member(index).signatureKey();
    signers.put(
        index,
        Product.crypto()
            .signingKey(Suites.signatureKeys(crypto, member.hex("signature_priv"), signatureKey)));
  }

  /// RFC 9420 §7.4: `node_secret`, and the key pair that it gives.
  private HpkeKeyPair nodeKey(byte[] pathSecret) {
    return crypto.deriveHpkeKeyPair(crypto.deriveSecret(Secret.owning(pathSecret), "node"));
  }

  private byte[] context(byte[] treeHash) throws Mismatch {
    return new GroupContext(
            crypto.suite().id(),
            new GroupId(vector.hex("group_id")),
            vector.number("epoch"),
            treeHash,
            vector.hex("confirmed_transcript_hash"),
            Extensions.NONE)
        .encoded();
  }

  private void read(Fields expected) throws Exception {
    LeafIndex sender = new LeafIndex(expected.number("sender"));
    UpdatePath path =
        ((Decoder<UpdatePath>) UpdatePath::decode).decodeAll(expected.hex("update_path"));
    PathReceiver receiver = PathReceiver.merge(tree, sender, path);
    TreeValidation.verify(receiver.tree());
    byte[] after = receiver.tree().treeHash();
    Expect.equal("tree_hash_after", expected.hex("tree_hash_after"), after);
    byte[] context = context(after);
    for (PrivateTree member : members.values()) {
      if (!member.me().equals(sender)) {
        PathReceiver.Opened opened = receiver.open(member, context, List.of());
        byte[] commitSecret = opened.commitSecret().copy();
        Expect.equal("the commit secret", expected.hex("commit_secret"), commitSecret);
        pathSecret(expected, sender, member.me(), opened);
      }
    }
  }

  /// The path secret itself is gone once it is used; the key that it gives is what stays.
  private void pathSecret(
      Fields expected, LeafIndex sender, LeafIndex member, PathReceiver.Opened opened)
      throws Exception {
    JsonNode given = expected.required("path_secrets").path((int) member.value());
    Expect.holds("there is a path secret for " + member, given.isString());
    HpkeKeyPair key = nodeKey(HexFormat.of().parseHex(given.stringValue()));
    for (NodeIndex node : tree.filteredDirectPath(sender)) {
      if (node.value() >>> (node.level() + 1) == 2 * member.value() >>> (node.level() + 1)) {
        byte[] actual = opened.keys().at(node).map(HpkeKeyPair::publicKey).orElse(new byte[0]);
        Expect.equal("the key of the path secret for " + member, key.publicKey(), actual);
        return;
      }
    }
    throw new Mismatch("the path of " + sender + " does not reach " + member);
  }

  private void write(LeafIndex sender) throws Exception {
    SigningKey signer = signers.get(sender);
    Expect.holds("the vector has the sender's signature key", signer != null);
    LeafNode.Place place = new LeafNode.Place(vector.hex("group_id"), sender);
    PathSender made =
        PathSender.start(
            tree, place, tree.member(sender), Objects.requireNonNull(signer), Product.RANDOM);
    byte[] context = context(made.tree().treeHash());
    byte[] sealed = made.seal(context, List.of(), Product.RANDOM).encoded();
    UpdatePath path = ((Decoder<UpdatePath>) UpdatePath::decode).decodeAll(sealed);
    PathReceiver receiver = PathReceiver.merge(tree, sender, path);
    TreeValidation.verify(receiver.tree());
    for (PrivateTree member : members.values()) {
      if (!member.me().equals(sender)) {
        Expect.equal(
            "the commit secret of an own path",
            made.commitSecret().copy(),
            receiver.open(member, context, List.of()).commitSecret().copy());
      }
    }
  }
}

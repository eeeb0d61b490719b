package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.message.GroupInfo;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.treekem.NodeIndex;
import sotto.mls.treekem.ParentNode;
import sotto.mls.treekem.RatchetTree;
import sotto.mls.treekem.RatchetTreeCodec;

/// RFC 9420 §4, §7.7 to §7.9 and §12.4.3: trees that a member gives to a newcomer and vouches for.
/// The array is Alice, a blank, Bob, the root, Carol.
class TreeRulesTest {
  private static final byte[] BLANK = {0};

  private Insider insider;
  private List<byte[]> nodes;

  @BeforeEach
  void aliceShowsDaveATree() throws Exception {
    insider = new Insider();
    // So that the parent of Alice and Bob and the root are set.
    Committed committed = insider.atAlice.commit(CommitRequest.update(), NOW, insider.random);
    insider.atAlice = committed.group().adopt(committed.pending()).group();
    RatchetTree tree = insider.atAlice.state().tree();
    nodes = new ArrayList<>();
    nodes.add(leaf(tree.member(new LeafIndex(0))));
    nodes.add(parent(tree.parentNode(new NodeIndex(1)).orElseThrow()));
    nodes.add(leaf(tree.member(new LeafIndex(1))));
    nodes.add(parent(tree.parentNode(new NodeIndex(3)).orElseThrow()));
    nodes.add(leaf(tree.member(new LeafIndex(2))));
  }

  private static byte[] leaf(LeafNode leaf) {
    return new Writer().uint8(1).uint8(1).struct(leaf).toBytes();
  }

  private static byte[] parent(ParentNode parent) {
    return new Writer().uint8(1).uint8(2).struct(parent).toBytes();
  }

  private byte[] encoded() {
    Writer all = new Writer();
    nodes.forEach(all::fixed);
    return new Writer().opaque(all.toBytes()).toBytes();
  }

  /// An array that is no tree.
  private void malformed(String why) throws Exception {
    insider.refusedTree(encoded(), new byte[32], why);
  }

  /// A tree whose hash the GroupInfo names.
  private void refused(String why) throws Exception {
    byte[] array = encoded();
    RatchetTree tree = RatchetTreeCodec.decode(array, insider.crypto, 1 << 20);
    insider.refusedTree(array, tree.treeHash(), why);
  }

  private LeafNode alice() {
    return insider.atAlice.me().leaf();
  }

  /// Alice's leaf is covered by no parent hash, so that it can be changed alone.
  private void changed(Capabilities capabilities, LeafIndex signedFor) throws Exception {
    LeafNode unsigned =
        new LeafNode(
            alice().encryptionKey(),
            alice().signatureKey(),
            alice().credential(),
            capabilities,
            alice().source(),
            alice().extensions(),
            NOTHING);
    Optional<LeafNode.Place> place =
        Optional.of(new LeafNode.Place(insider.atAlice.groupId().value(), signedFor));
    nodes.set(0, leaf(insider.resigned(unsigned, place, insider.alice.identity.keys())));
  }

  private LeafNode bob() throws Exception {
    return insider.atAlice.state().tree().member(new LeafIndex(1));
  }

  private ParentNode node(int index) {
    return insider.atAlice.state().tree().parentNode(new NodeIndex(index)).orElseThrow();
  }

  @Test
  void aTreeIsTheOneThatTheGroupInfoNames() throws Exception {
    malformed("not the one that the GroupInfo names");
  }

  @Test
  void anArrayDoesNotEndInABlank() throws Exception {
    nodes.add(BLANK);
    malformed("ends in a blank");
    nodes.add(BLANK);
    malformed("ends in a blank");
    nodes.clear();
    malformed("empty");
  }

  /// RFC 9420 §12.4.3.3: of a tree for eight with five members only nine nodes are sent.
  @Test
  void whatIsSentEndsWithANodeToo() throws Exception {
    Group group = insider.atAlice;
    for (Person more : List.of(insider.dave, insider.person("erin"))) {
      CommitRequest add = CommitRequest.update().add(more.keyPackage.keyPackage());
      Committed committed = group.commit(add, NOW, insider.random);
      group = committed.group().adopt(committed.pending()).group();
    }
    Reader in = new Reader(group.ratchetTree());
    List<Boolean> present =
        in.vector(reader -> reader.optional(TreeRulesTest::skipped).isPresent());
    assertThat(present).hasSize(9).last().isEqualTo(true);
  }

  private static Object skipped(Reader in) throws MlsException {
    return in.uint8() == 1 ? LeafNode.decode(in) : ParentNode.decode(in);
  }

  @Test
  void theRightHalfOfATreeIsNotBlank() throws Exception {
    // An even length: a parent node is last.
    nodes.removeLast();
    malformed("right half");
  }

  @Test
  void leavesAndParentsAreInTheirPlaces() throws Exception {
    byte[] first = nodes.getFirst();
    nodes.set(0, nodes.get(1));
    malformed("parent node in the place of a leaf");
    nodes.set(0, first);
    nodes.set(1, nodes.get(2));
    malformed("leaf in the place of a parent");
    nodes.set(1, new byte[] {1, 3});
    malformed("no defined type");
  }

  @Test
  void keysAreUniqueInATree() throws Exception {
    byte[] bob = nodes.get(2);
    nodes.set(2, nodes.get(0));
    malformed("same encryption key");
    LeafNode twin =
        new LeafNode(
            new byte[32],
            insider.alice.identity.keys().publicKey(),
            bob().credential(),
            bob().capabilities(),
            bob().source(),
            bob().extensions(),
            NOTHING);
    nodes.set(2, leaf(twin));
    malformed("same signature key");
    nodes.set(2, bob);
    nodes.set(1, parent(node(3)));
    malformed("same encryption key");
  }

  @Test
  void everyLeafIsSigned() throws Exception {
    nodes.set(0, leaf(alice().signed(new byte[64])));
    refused("not signed by its member");
  }

  @Test
  void everyLeafSupportsWhatItSays() throws Exception {
    Capabilities none =
        new Capabilities(List.of(1), List.of(1), List.of(), List.of(), List.of(Credential.X509));
    changed(none, new LeafIndex(0));
    refused("own type of credential");
  }

  @Test
  void everyParentHasAValidParentHash() throws Exception {
    byte[] another = new byte[32];
    another[0] = 9;
    nodes.set(1, parent(new ParentNode(another, node(1).parentHash(), List.of())));
    refused("no valid parent hash");
    nodes.set(1, parent(new ParentNode(node(1).encryptionKey(), new byte[32], List.of())));
    refused("no valid parent hash");
    nodes.set(1, BLANK);
    refused("no valid parent hash");
  }

  @Test
  void everyParentHasAKeyThatCanBeSealedTo() throws Exception {
    nodes.set(1, parent(new ParentNode(new byte[32], node(1).parentHash(), List.of())));
    refused("small order");
    nodes.set(1, parent(new ParentNode(new byte[31], node(1).parentHash(), List.of())));
    refused("instead of 32");
  }

  /// RFC 9420 §7.8, written out.
  private byte[] hash(int leaf) {
    Optional<LeafNode> member = insider.atAlice.state().tree().leaf(new LeafIndex(leaf));
    Writer input = new Writer().uint8(1).uint32(leaf).optional(member, Writer::struct);
    return insider.crypto.hash(input.toBytes());
  }

  private byte[] hash(Optional<ParentNode> parent, byte[] left, byte[] right) {
    Writer input = new Writer().uint8(2).optional(parent, Writer::struct);
    return insider.crypto.hash(input.opaque(left).opaque(right).toBytes());
  }

  @Test
  void aTreeHashSaysWhichNodesAreBlank() {
    byte[] left = hash(Optional.of(node(1)), hash(0), hash(1));
    byte[] right = hash(Optional.empty(), hash(2), hash(3));
    assertThat(insider.atAlice.state().tree().treeHash())
        .isEqualTo(hash(Optional.of(node(3)), left, right));
  }

  @Test
  void theRootHasAnEmptyParentHash() throws Exception {
    nodes.set(3, parent(new ParentNode(node(3).encryptionKey(), new byte[32], List.of())));
    refused("no valid parent hash");
  }

  @Test
  void unmergedLeavesAreMembersBelow() throws Exception {
    for (long stranger : new long[] {2, 3, 0xffff_ffffL}) {
      ParentNode listed =
          new ParentNode(
              node(1).encryptionKey(), node(1).parentHash(), List.of(new LeafIndex(stranger)));
      nodes.set(1, parent(listed));
      refused("not below it");
    }
    nodes.set(1, parent(node(1)));
    // The blank leaf beside Carol is below the root, and nobody.
    ParentNode root = new ParentNode(node(3).encryptionKey(), NOTHING, List.of(new LeafIndex(3)));
    nodes.set(3, parent(root));
    refused("not below it");
  }

  @Test
  void unmergedLeavesAreListedOnTheWholeWayUp() throws Exception {
    ParentNode root = new ParentNode(node(3).encryptionKey(), NOTHING, List.of(new LeafIndex(1)));
    nodes.set(3, parent(root));
    refused("missing in a node between");
  }

  @Test
  void unmergedLeavesAreSorted() throws Exception {
    byte[] unsorted =
        new Writer()
            .uint8(1)
            .uint8(2)
            .opaque(node(3).encryptionKey())
            .opaque(NOTHING)
            .vector(List.of(new LeafIndex(2), new LeafIndex(1)))
            .toBytes();
    nodes.set(3, unsorted);
    malformed("not sorted");
    byte[] twice =
        new Writer()
            .uint8(1)
            .uint8(2)
            .opaque(node(3).encryptionKey())
            .opaque(NOTHING)
            .vector(List.of(new LeafIndex(1), new LeafIndex(1)))
            .toBytes();
    nodes.set(3, twice);
    malformed("not sorted");
  }

  @Test
  void theSignerIsAMember() throws Exception {
    GroupInfo info =
        insider.atAlice.groupInfo(TreePlacement.INSIDE, Extensions.NONE, insider.random);
    for (long nobody : new long[] {3, 4, 0x8000_0000L, 0xffff_ffffL}) {
      insider.refusedInfo(
          new GroupInfo(
              info.groupContext(),
              info.extensions(),
              info.confirmationTag(),
              new LeafIndex(nobody),
              NOTHING),
          "no member");
    }
    insider.refusedInfo(
        new GroupInfo(
            info.groupContext(),
            info.extensions(),
            info.confirmationTag(),
            new LeafIndex(1),
            NOTHING),
        "signature");
  }

  @Test
  void theNewcomerSupportsTheGroupsExtensions() throws Exception {
    GroupInfo info =
        insider.atAlice.groupInfo(TreePlacement.INSIDE, Extensions.NONE, insider.random);
    Extensions unknown = Extensions.of(new Extension(0xf00d, NOTHING));
    insider.refusedInfo(
        new GroupInfo(
            info.groupContext().withExtensions(unknown),
            info.extensions(),
            info.confirmationTag(),
            info.signer(),
            NOTHING),
        "does not support an extension in use");
  }

  @Test
  void anExtensionOfAGroupInfoHasNothingBehindIt() throws Exception {
    byte[] tree = encoded();
    insider.refusedTree(
        Arrays.copyOf(tree, tree.length + 1),
        insider.atAlice.state().tree().treeHash(),
        "follow the end");
    GroupInfo info =
        insider.atAlice.groupInfo(TreePlacement.INSIDE, Extensions.NONE, insider.random);
    byte[] key = info.extensions().find(ExtensionType.EXTERNAL_PUB).orElseThrow().data().clone();
    Extension longer =
        new Extension(ExtensionType.EXTERNAL_PUB, Arrays.copyOf(key, key.length + 1));
    insider.refusedInfo(
        new GroupInfo(
            info.groupContext(),
            info.extensions().with(longer),
            info.confirmationTag(),
            info.signer(),
            NOTHING),
        "follow the end");
    insider.refusedInfo(
        new GroupInfo(
            info.groupContext(),
            info.extensions().without(ExtensionType.EXTERNAL_PUB),
            info.confirmationTag(),
            info.signer(),
            NOTHING),
        "no external public key");
  }

  @Test
  void aLeafIsSignedForItsPlace() throws Exception {
    changed(alice().capabilities(), new LeafIndex(2));
    refused("not signed by its member");
  }
}

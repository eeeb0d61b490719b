package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.HpkeCiphertext;
import sotto.mls.crypto.Secret;
import sotto.mls.message.Commit;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalOrRef;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.LeafNodeSource;
import sotto.mls.tree.UpdatePath;
import sotto.mls.tree.UpdatePathNode;
import sotto.mls.treekem.NodeIndex;
import sotto.mls.treekem.PathReceiver;
import sotto.mls.treekem.RatchetTree;

/// RFC 9420 §7.5, §7.6, §12.3 and §12.4: Commits that are signed well and wrong.
class CommitRulesTest {
  private Insider insider;

  @BeforeEach
  void aliceCommitsWhatSheLikes() throws Exception {
    insider = new Insider();
  }

  private static LeafNode with(LeafNode leaf, byte[] key, LeafNodeSource source) {
    return new LeafNode(
        key,
        leaf.signatureKey(),
        leaf.credential(),
        leaf.capabilities(),
        source,
        leaf.extensions(),
        NOTHING);
  }

  private static UpdatePath with(UpdatePath path, int at, UpdatePathNode node) {
    List<UpdatePathNode> nodes = new ArrayList<>(path.nodes());
    nodes.set(at, node);
    return new UpdatePath(path.leafNode(), nodes);
  }

  @Test
  void theLeafOfAPathSaysThatItIsOne() throws Exception {
    insider.refused(
        insider.commit(
            leaf -> with(leaf, leaf.encryptionKey(), new LeafNodeSource.Update()), path -> path),
        "comes from elsewhere");
  }

  @Test
  void theLeafOfAPathHasANewKey() throws Exception {
    byte[] old = insider.atAlice.me().leaf().encryptionKey();
    byte[] bobs = insider.atAlice.state().tree().member(new LeafIndex(1)).encryptionKey();
    for (byte[] key : List.of(old, bobs)) {
      insider.refused(
          insider.commit(leaf -> with(leaf, key, leaf.source()), path -> path),
          "A new leaf has an encryption key that is in the tree already");
    }
  }

  /// The tree itself takes none either, whoever asks it.
  @Test
  void aPathIsNotMergedWhoseLeafHasAKeyOfTheTree() throws Exception {
    EpochState epoch = insider.atAlice.state();
    byte[] old = insider.atAlice.me().leaf().encryptionKey();
    PublicMessage message =
        insider.commit(leaf -> with(leaf, old, leaf.source()), unchanged -> unchanged);
    UpdatePath path = ((Commit) message.content().content()).path().orElseThrow();
    assertThatThrownBy(() -> PathReceiver.merge(epoch.tree(), epoch.me(), path))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("brings an encryption key that is in the tree already");
  }

  @Test
  void theLeafOfAPathIsSignedForItsPlace() throws Exception {
    LeafNode.Place elsewhere =
        new LeafNode.Place(insider.atAlice.groupId().value(), new LeafIndex(1));
    insider.refused(
        insider.commit(
            leaf -> leaf,
            path ->
                new UpdatePath(
                    insider.resigned(
                        path.leafNode(), Optional.of(elsewhere), insider.alice.identity.keys()),
                    path.nodes())),
        "signature");
  }

  @Test
  void theParentHashOfAPathsLeafFits() throws Exception {
    for (byte[] hash : List.of(NOTHING, new byte[32])) {
      insider.refused(
          insider.commit(
              leaf -> with(leaf, leaf.encryptionKey(), new LeafNodeSource.Commit(hash)),
              path -> path),
          "parent hash");
    }
  }

  /// RFC 9420 §7.9: `ParentHashInput` is the parent's key, its own parent hash and its other
  /// child's hash. Here it is computed with any hash above the root.
  private byte[] leafParentHash(UpdatePath path, byte[] aboveTheRoot) {
    RatchetTree tree = insider.atAlice.state().tree();
    byte[] root = parentHash(path.nodes().get(1), aboveTheRoot, tree.treeHash(new NodeIndex(5)));
    return parentHash(path.nodes().get(0), root, tree.treeHash(new NodeIndex(2)));
  }

  private byte[] parentHash(UpdatePathNode node, byte[] above, byte[] sibling) {
    Writer input = new Writer().opaque(node.encryptionKey()).opaque(above).opaque(sibling);
    return insider.crypto.hash(input.toBytes());
  }

  @Test
  void aboveTheRootOfAPathThereIsNoHash() throws Exception {
    Committed genuine =
        insider.copy(insider.atAlice).commit(CommitRequest.update(), NOW, insider.random);
    PublicMessage message = (PublicMessage) MlsMessage.decode(genuine.message());
    UpdatePath path = ((Commit) message.content().content()).path().orElseThrow();
    LeafNodeSource ofNothing = new LeafNodeSource.Commit(leafParentHash(path, NOTHING));
    Assertions.assertThat(path.leafNode().source()).usingRecursiveComparison().isEqualTo(ofNothing);
    LeafNode leaf =
        with(
            path.leafNode(),
            path.leafNode().encryptionKey(),
            new LeafNodeSource.Commit(leafParentHash(path, new byte[32])));
    LeafNode.Place place = new LeafNode.Place(insider.atAlice.groupId().value(), new LeafIndex(0));
    LeafNode signed = insider.resigned(leaf, Optional.of(place), insider.alice.identity.keys());
    insider.refused(
        insider.open(new Commit(List.of(), Optional.of(new UpdatePath(signed, path.nodes())))),
        "wrong parent hash");
  }

  @Test
  void aPathHasTheLengthOfItsSendersPath() throws Exception {
    insider.refused(
        insider.commit(
            leaf -> leaf, path -> new UpdatePath(path.leafNode(), path.nodes().subList(0, 1))),
        "another length");
    insider.refused(
        insider.commit(
            leaf -> leaf,
            path -> {
              List<UpdatePathNode> more = new ArrayList<>(path.nodes());
              more.add(more.getFirst());
              return new UpdatePath(path.leafNode(), more);
            }),
        "another length");
  }

  @Test
  void theKeysOfAPathAreNewAndDifferent() throws Exception {
    byte[] bobs = insider.atAlice.state().tree().member(new LeafIndex(1)).encryptionKey();
    insider.refused(
        insider.commit(
            leaf -> leaf,
            path ->
                with(path, 0, new UpdatePathNode(bobs, path.nodes().get(0).encryptedPathSecret()))),
        "key twice");
    insider.refused(
        insider.commit(
            leaf -> leaf,
            path ->
                with(
                    path,
                    0,
                    new UpdatePathNode(
                        path.leafNode().encryptionKey(),
                        path.nodes().get(0).encryptedPathSecret()))),
        "key twice");
  }

  /// A member that does not derive the key itself would only notice when it seals to it.
  @Test
  void theKeysOfAPathAreKeys() throws Exception {
    byte[][] none = {new byte[32], new byte[31]};
    for (byte[] key : none) {
      insider.refused(
          insider.commit(
              leaf -> leaf,
              path ->
                  with(
                      path,
                      path.nodes().size() - 1,
                      new UpdatePathNode(key, path.nodes().getLast().encryptedPathSecret()))),
          key.length == 32 ? "small order" : "instead of 32");
    }
  }

  @Test
  void aPathHasOneCiphertextForEachReceiver() throws Exception {
    for (int count : new int[] {0, 2}) {
      insider.refused(
          insider.commit(
              leaf -> leaf,
              path -> {
                UpdatePathNode node = path.nodes().getFirst();
                HpkeCiphertext one = node.encryptedPathSecret().getFirst();
                HpkeCiphertext[] all = new HpkeCiphertext[count];
                Arrays.fill(all, one);
                return with(path, 0, new UpdatePathNode(node.encryptionKey(), List.of(all)));
              }),
          "number of ciphertexts");
    }
  }

  @Test
  void aPathIsNotSealedToThoseWhomItsCommitAdds() throws Exception {
    Proposal add = new Proposal.Add(insider.dave.keyPackage.keyPackage());
    byte[] message =
        insider.atAlice.commit(CommitRequest.update().with(add), NOW, insider.random).message();
    PublicMessage genuine = (PublicMessage) MlsMessage.decode(message);
    UpdatePath path = ((Commit) genuine.content().content()).path().orElseThrow();
    // Bob below the first node, Carol below the root, whose sibling Dave becomes.
    Assertions.assertThat(path.nodes())
        .extracting(node -> node.encryptedPathSecret().size())
        .containsExactly(1, 1);
    UpdatePathNode root = path.nodes().getLast();
    HpkeCiphertext one = root.encryptedPathSecret().getFirst();
    UpdatePath more = with(path, 1, new UpdatePathNode(root.encryptionKey(), List.of(one, one)));
    Commit wrong = new Commit(Insider.byValue(add), Optional.of(more));
    insider.refused(insider.open(wrong), "number of ciphertexts");
    insider.taken(genuine);
  }

  /// A path secret of Alice's choice, sealed to Bob as a genuine one is.
  private PublicMessage pathSecret(byte[] secret) throws Exception {
    return insider.commit(
        leaf -> leaf,
        path -> {
          try {
            EpochState epoch = insider.atAlice.state();
            Applied nothing =
                new ProposalEffects(insider.settings, epoch, NOW, LeafValidation.Use.RECEIVED)
                    .applied(new ProposalList(List.of()));
            RatchetTree tree = PathReceiver.merge(epoch.tree(), epoch.me(), path).tree();
            byte[] context = EpochChange.provisional(epoch, nothing, tree).encoded();
            byte[] bobs = epoch.tree().member(new LeafIndex(1)).encryptionKey();
            HpkeCiphertext sealed =
                insider.crypto.encryptWithLabel(
                    bobs, "UpdatePathNode", context, secret, insider.random);
            byte[] key = path.nodes().getFirst().encryptionKey();
            return with(path, 0, new UpdatePathNode(key, List.of(sealed)));
          } catch (MlsException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void aPathSecretGivesThePublicKeySentWithIt() throws Exception {
    insider.refused(pathSecret(new byte[32]), "does not give the public key");
    for (int length : new int[] {0, 31, 33}) {
      insider.refused(pathSecret(new byte[length]), "wrong length");
    }
  }

  @Test
  void extensionsOfTheSameCommitHoldForItsOtherProposals() throws Exception {
    RequiredCapabilities needs = new RequiredCapabilities(List.of(0xf0a0), List.of(), List.of());
    Extensions required = Extensions.of(Extension.of(ExtensionType.REQUIRED_CAPABILITIES, needs));
    var without =
        insider.keyPackage(leaf ->
            new LeafNode(
                leaf.encryptionKey(),
                leaf.signatureKey(),
                leaf.credential(),
                leaf.capabilities().withExtensions(),
                leaf.source(),
                Extensions.NONE,
                NOTHING));
    CommitRequest both = CommitRequest.update().setExtensions(required).add(without);
    Group copy = insider.copy(insider.atAlice);
    assertThatThrownBy(() -> copy.commit(both, NOW, insider.random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("does not support a required extension");
  }

  /// A Remove goes before an Add, and so makes room for it, wherever it stands in the list.
  @Test
  void whoIsAddedTakesThePlaceOfWhoIsRemovedByTheSameCommit() throws Exception {
    LeafIndex carols = new LeafIndex(2);
    CommitRequest both =
        CommitRequest.update().add(insider.dave.keyPackage.keyPackage()).remove(carols);
    Committed committed = insider.atAlice.commit(both, NOW, insider.random);
    Received.CommitMessage read =
        (Received.CommitMessage) insider.atBob.process(MlsMessage.decode(committed.message()), NOW);
    for (CommitSummary summary : List.of(committed.summary(), read.summary())) {
      Assertions.assertThat(summary.added()).extracting(Member::index).containsExactly(carols);
    }
  }

  @Test
  void aReInitDoesNotGoBack() {
    Proposal back = new Proposal.ReInit(GroupId.random(insider.random), 0, 1, Extensions.NONE);
    insider.refused(insider.commit(back), "older version");
    insider.refused(insider.open(back), "older version");
  }

  @Test
  void afterAReInitNothingMoreIsSentOrCommitted() throws Exception {
    Proposal reinit = new Proposal.ReInit(GroupId.random(insider.random), 1, 1, Extensions.NONE);
    Committed closing =
        insider.atAlice.commit(CommitRequest.update().with(reinit), NOW, insider.random);
    insider.atAlice = closing.group().adopt(closing.pending()).group();
    insider.atBob =
        ((Received.CommitMessage) insider.atBob.process(MlsMessage.decode(closing.message()), NOW))
            .adopt()
            .group();
    assertThatThrownBy(() -> insider.atBob.protect(NOTHING, NOTHING, Padding.NONE, insider.random))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> insider.atBob.commit(CommitRequest.update(), NOW, insider.random))
        .isInstanceOf(IllegalStateException.class);
    insider.refused(insider.commit(new Proposal.Remove(new LeafIndex(2))), "closed by a ReInit");
  }

  @Test
  void anExtensionOrProposalThatAMemberLacksIsRefused() {
    Extensions unknown = Extensions.of(new Extension(0xf888, NOTHING));
    insider.refused(insider.open(new Proposal.GroupContextExtensions(unknown)), "does not support");
    insider.refused(insider.open(new Proposal.Custom(0xf888, NOTHING)), "does not support");
  }

  @Test
  void whatAllListOfTheValuesThatStandForNothingNobodySupports() throws Exception {
    int grease = 0x1a1a;
    Insider greased =
        new Insider(
            Extensions.NONE,
            Person.open(),
            Person.capabilities(Person.CLASSIC).withExtensions(grease).withProposals(grease));
    Extensions used = Extensions.of(new Extension(grease, NOTHING));
    greased.refused(greased.open(new Proposal.GroupContextExtensions(used)), "does not support");
    greased.refused(greased.open(new Proposal.Custom(grease, NOTHING)), "does not support");
    RequiredCapabilities required = new RequiredCapabilities(List.of(grease), List.of(), List.of());
    Extensions demanded =
        Extensions.of(Extension.of(ExtensionType.REQUIRED_CAPABILITIES, required));
    greased.refused(
        greased.open(new Proposal.GroupContextExtensions(demanded)), "does not support");
  }

  @Test
  void aCommitNamesProposalsThatWereReceived() {
    List<ProposalOrRef> unknown =
        List.of(new ProposalOrRef.ByReference(new ProposalRef(new byte[32])));
    insider.refused(insider.open(new Commit(unknown, Optional.empty())), "not received");
  }

  @Test
  void aRemovedMemberIsThere() throws Exception {
    Proposal nobody = new Proposal.Remove(new LeafIndex(3));
    insider.refused(insider.open(nobody), "no member");
    PublicMessage update = insider.commit(leaf -> leaf, path -> path);
    Optional<UpdatePath> path = ((Commit) update.content().content()).path();
    insider.refused(insider.open(new Commit(Insider.byValue(nobody), path)), "no member");
  }

  /// Carol removes Alice and so blanks the node above Alice and Bob.
  @Test
  void theKeyOfANodeThatWasBlankedIsForgotten() throws Exception {
    Group founded =
        Group.create(
            insider.settings,
            insider.alice.identity,
            GroupParameters.of(GroupId.random(insider.random), Person.CLASSIC),
            NOW,
            insider.random);
    CommitRequest add =
        CommitRequest.update()
            .add(insider.bob.keyPackage.keyPackage(), insider.carol.keyPackage.keyPackage());
    byte[] welcome = founded.commit(add, NOW, insider.random).welcome().orElseThrow();
    Group atBob = insider.bob.join(welcome);
    Secret above = atBob.state().keys().at(new NodeIndex(1)).orElseThrow().privateKey();
    Committed removal =
        insider
            .carol
            .join(welcome)
            .commit(CommitRequest.update().remove(new LeafIndex(0)), NOW, insider.random);
    Adopted adopted =
        ((Received.CommitMessage) atBob.process(MlsMessage.decode(removal.message()), NOW)).adopt();
    Assertions.assertThat(adopted.group().state().keys().at(new NodeIndex(1))).isEmpty();
    adopted.consumed().erase();
    Assertions.assertThat(above.isErased()).isTrue();
  }

  @Test
  void aCommitDoesNotChangeTheCommittersState() throws Exception {
    byte[] epoch = insider.atAlice.encodeEpoch();
    Committed committed = insider.atAlice.commit(CommitRequest.update(), NOW, insider.random);
    Assertions.assertThat(committed.group().encodeEpoch()).isEqualTo(epoch);
  }
}

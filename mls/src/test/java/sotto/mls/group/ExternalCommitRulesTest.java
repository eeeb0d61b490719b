package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.message.Commit;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalOrRef;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Sender;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.LeafNodeSource;
import sotto.mls.tree.UpdatePath;
import sotto.mls.treekem.RatchetTreeCodec;

/// RFC 9420 §12.2 and §12.4.3.2: external Commits that Dave signs well and wrong.
class ExternalCommitRulesTest {
  private static final Sender JOINER = new Sender.NewMemberCommit();

  private Insider insider;
  private Commit genuine;

  @BeforeEach
  void daveEntersAsHeLikes() throws Exception {
    insider = new Insider();
    GroupInfo info =
        insider.atAlice.groupInfo(TreePlacement.INSIDE, Extensions.NONE, insider.random);
    byte[] message =
        Group.joinExternally(
                insider.settings,
                info,
                insider.dave.identity,
                ExternalJoin.NEW,
                NOW,
                insider.random)
            .message();
    genuine = (Commit) ((PublicMessage) MlsMessage.decode(message)).content().content();
    insider.taken(MlsMessage.decode(message));
  }

  private void refused(String why, List<ProposalOrRef> proposals, Optional<UpdatePath> path) {
    insider.refused(
        insider.as(JOINER, new Commit(proposals, path), insider.dave.identity.keys()), why);
  }

  private List<ProposalOrRef> with(Proposal... more) {
    List<ProposalOrRef> all = new ArrayList<>(genuine.proposals());
    all.addAll(Insider.byValue(more));
    return all;
  }

  @Test
  void thereIsExactlyOneExternalInit() {
    refused("one ExternalInit", List.of(), genuine.path());
    refused("one ExternalInit", with(new Proposal.ExternalInit(new byte[32])), genuine.path());
  }

  @Test
  void thereAreNoOtherProposals() {
    Proposal add = new Proposal.Add(insider.dave.freshKeyPackage(Person.CLASSIC).keyPackage());
    Proposal update = new Proposal.Update(insider.atAlice.me().leaf());
    Proposal extensions = new Proposal.GroupContextExtensions(Extensions.NONE);
    for (Proposal proposal : List.of(add, update, extensions)) {
      refused("may not have", with(proposal), genuine.path());
    }
  }

  @Test
  void nobodyElseIsRemoved() {
    for (int victim = 0; victim < 3; victim++) {
      UpdatePath path = genuine.path().orElseThrow();
      LeafNode.Place place =
          new LeafNode.Place(insider.atAlice.groupId().value(), new LeafIndex(victim));
      LeafNode leaf =
          insider.resigned(path.leafNode(), Optional.of(place), insider.dave.identity.keys());
      refused(
          "credential of a member changed",
          with(new Proposal.Remove(new LeafIndex(victim))),
          Optional.of(new UpdatePath(leaf, path.nodes())));
    }
    refused("no member", with(new Proposal.Remove(new LeafIndex(0x8000_0000L))), genuine.path());
    refused(
        "more than one",
        with(new Proposal.Remove(new LeafIndex(0)), new Proposal.Remove(new LeafIndex(2))),
        genuine.path());
  }

  @Test
  void whoReplacesAnOldLeafOfItsOwnHasANewKey() throws Exception {
    LeafNode old = insider.atAlice.state().tree().member(new LeafIndex(2));
    UpdatePath path = genuine.path().orElseThrow();
    LeafNode.Place place = new LeafNode.Place(insider.atAlice.groupId().value(), new LeafIndex(2));
    LeafNode same =
        new LeafNode(
            old.encryptionKey(),
            path.leafNode().signatureKey(),
            old.credential(),
            path.leafNode().capabilities(),
            path.leafNode().source(),
            path.leafNode().extensions(),
            new byte[0]);
    LeafNode leaf = insider.resigned(same, Optional.of(place), insider.dave.identity.keys());
    refused(
        "has its encryption key",
        with(new Proposal.Remove(new LeafIndex(2))),
        Optional.of(new UpdatePath(leaf, path.nodes())));
  }

  @Test
  void nothingIsByReference() throws Exception {
    PublicMessage removal = insider.open(new Proposal.Remove(new LeafIndex(2)));
    Received.ProposalMessage received =
        (Received.ProposalMessage) insider.atBob.process(removal, NOW);
    insider.atBob = received.group();
    List<ProposalOrRef> all = new ArrayList<>(genuine.proposals());
    all.add(new ProposalOrRef.ByReference(received.reference()));
    refused("may not have", all, genuine.path());
  }

  @Test
  void thereIsAPath() {
    refused("with a path", genuine.proposals(), Optional.empty());
  }

  @Test
  void theNewMemberSigns() {
    insider.refused(insider.as(JOINER, genuine, insider.alice.identity.keys()), "signature");
  }

  @Test
  void aMemberDoesNotUseAnExternalInit() {
    insider.refused(insider.open(genuine), "ExternalInit");
  }

  @Test
  void anExternalInitIsNotProposedAlone() {
    insider.refused(insider.open(new Proposal.ExternalInit(new byte[32])), "sent alone");
  }

  @Test
  void theLeafIsANewMembersAndFromThisCommit() throws Exception {
    UpdatePath path = genuine.path().orElseThrow();
    LeafNode leaf = path.leafNode();
    LeafNode update =
        new LeafNode(
            leaf.encryptionKey(),
            leaf.signatureKey(),
            leaf.credential(),
            leaf.capabilities(),
            new LeafNodeSource.Update(),
            leaf.extensions(),
            NOTHING);
    Optional<LeafNode.Place> place =
        Optional.of(new LeafNode.Place(insider.atAlice.groupId().value(), new LeafIndex(3)));
    LeafNode signed = insider.resigned(update, place, insider.dave.identity.keys());
    refused(
        "comes from elsewhere",
        genuine.proposals(),
        Optional.of(new UpdatePath(signed, path.nodes())));
    LeafNode alices =
        new LeafNode(
            leaf.encryptionKey(),
            insider.alice.identity.keys().publicKey(),
            leaf.credential(),
            leaf.capabilities(),
            leaf.source(),
            leaf.extensions(),
            NOTHING);
    UpdatePath stolen =
        new UpdatePath(
            insider.resigned(alices, place, insider.alice.identity.keys()), path.nodes());
    insider.refused(
        insider.as(
            JOINER,
            new Commit(genuine.proposals(), Optional.of(stolen)),
            insider.alice.identity.keys()),
        "signature key of a member");
  }

  @Test
  void anEncapsulationThatIsNoneIsRefused() {
    for (int length : new int[] {0, 31, 32, 33}) {
      refused("", Insider.byValue(new Proposal.ExternalInit(new byte[length])), genuine.path());
    }
  }

  @Test
  void whoReplacesAnothersLeafIsToldBeforeItSends() throws Exception {
    GroupInfo info =
        insider.atAlice.groupInfo(TreePlacement.INSIDE, Extensions.NONE, insider.random);
    for (int leaf = 0; leaf < 4; leaf++) {
      ExternalJoin join = ExternalJoin.NEW.replacing(new LeafIndex(leaf));
      assertThatThrownBy(() ->
              Group.joinExternally(
                  insider.settings, info, insider.dave.identity, join, NOW, insider.random))
          .isInstanceOf(MlsException.class)
          .hasMessageContaining(leaf == 3 ? "no member" : "credential of a member changed");
    }
  }

  /// RFC 9420 §7.7: the right half of a tree is cut off while it is blank, also when nobody is left
  /// in it but the newcomer, who gets the first leaf.
  @Test
  void theLastMemberOnARightLeafEntersAnewIntoATreeOfOneLeaf() throws Exception {
    Group alone = alone();
    GroupInfo info = alone.groupInfo(TreePlacement.INSIDE, Extensions.NONE, insider.random);
    Identity bob = insider.bob.identity;
    ExternallyJoined again =
        Group.joinExternally(
            insider.settings,
            info,
            bob,
            ExternalJoin.NEW.replacing(new LeafIndex(1)),
            NOW,
            insider.random);
    Group entered = Group.decode(again.group().encode(), insider.settings);
    assertThat(entered.me().index()).isEqualTo(new LeafIndex(0));
    assertThat(RatchetTreeCodec.decode(entered.ratchetTree(), insider.crypto, 9).treeHash())
        .isEqualTo(entered.context().treeHash());
    Committed next =
        entered.commit(
            CommitRequest.update().add(insider.dave.keyPackage.keyPackage()), NOW, insider.random);
    assertThat(insider.dave.join(next.welcome().orElseThrow()).memberCount()).isEqualTo(2);
  }

  @Test
  void theLastMemberLeavesAndANewcomerCommitsThat() throws Exception {
    Group alone = alone();
    Proposed leaving = alone.propose(new Proposal.SelfRemove(), NOTHING, NOW, insider.random);
    GroupInfo info =
        leaving.group().groupInfo(TreePlacement.INSIDE, Extensions.NONE, insider.random);
    ExternalJoin join =
        ExternalJoin.NEW.withSelfRemove(MlsMessage.decode(leaving.message(), PublicMessage.class));
    ExternallyJoined entered =
        Group.joinExternally(
            insider.settings, info, insider.dave.identity, join, NOW, insider.random);
    assertThat(entered.group().memberCount()).isEqualTo(1);
    assertThat(leaving.group().process(MlsMessage.decode(entered.message()), NOW))
        .isInstanceOf(Received.Removal.class);
  }

  @Test
  void noEpochFollowsTheLastNumber() throws Exception {
    GroupInfo info =
        insider.atAlice.groupInfo(TreePlacement.INSIDE, Extensions.NONE, insider.random);
    GroupInfo last =
        new GroupInfo(
            info.groupContext().withEpoch(-1),
            info.extensions(),
            info.confirmationTag(),
            info.signer(),
            info.signature());
    assertThatThrownBy(() ->
            Group.joinExternally(
                insider.settings,
                last,
                insider.dave.identity,
                ExternalJoin.NEW,
                NOW,
                insider.random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("2^64 epochs");
  }

  /// Bob, at the second leaf, who removed the others.
  private Group alone() throws Exception {
    Committed removing =
        insider.atBob.commit(
            CommitRequest.update().remove(new LeafIndex(0), new LeafIndex(2)), NOW, insider.random);
    return removing.group().adopt(removing.pending()).group();
  }
}

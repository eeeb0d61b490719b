package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.message.Commit;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalOrRef;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Sender;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;

/// Leaving (draft-ietf-mls-extensions §6.3): proposed in the open, committed by somebody else, by a
/// newcomer too.
class SelfRemoveTest {
  private static final Proposal LEAVING = new Proposal.SelfRemove();

  private final Insider insider;

  SelfRemoveTest() throws Exception {
    insider = new Insider();
  }

  /// Alice says that she leaves, and Bob has heard it.
  private PublicMessage aliceLeaves() throws Exception {
    Proposed proposed = insider.atAlice.propose(LEAVING, NOTHING, NOW, insider.random);
    insider.atAlice = proposed.group();
    PublicMessage message = MlsMessage.decode(proposed.message(), PublicMessage.class);
    Received.ProposalMessage heard = (Received.ProposalMessage) insider.atBob.process(message, NOW);
    insider.atBob = heard.group();
    return message;
  }

  @Test
  void somebodyElseCommitsItAndTheOneWhoLeavesSeesThat() throws Exception {
    aliceLeaves();
    Committed committed = insider.atBob.commit(CommitRequest.update(), NOW, insider.random);
    assertThat(committed.summary().removed())
        .extracting(member -> member.index().value())
        .containsExactly(0L);
    Received seen = insider.atAlice.process(MlsMessage.decode(committed.message()), NOW);
    assertThat(seen).isInstanceOf(Received.Removal.class);
  }

  @Test
  void nobodyLeavesTwiceInOneEpoch() throws Exception {
    aliceLeaves();
    assertThatThrownBy(() -> insider.atAlice.propose(LEAVING, NOTHING, NOW, insider.random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("leave already");
  }

  @Test
  void itIsNoPrivateMessage() throws Exception {
    insider.refused(insider.sealed(LEAVING), "private message");
  }

  @Test
  void aGroupInWhichOneDoesNotKnowItHasNone() throws Exception {
    Insider plain =
        new Insider(Extensions.NONE, Person.open(), Capabilities.of(Person.CLASSIC.id()));
    plain.refused(plain.open(LEAVING), "does not support");
  }

  @Test
  void whoLeavesIsNotRemovedByTheSameCommit() throws Exception {
    PublicMessage leaving = aliceLeaves();
    CommitRequest removal = CommitRequest.update().remove(new LeafIndex(0));
    Committed once = insider.copy(insider.atBob).commit(removal, NOW, insider.random);
    assertThat(once.summary().proposals())
        .extracting(CommitSummary.Proposed::proposal)
        .containsExactly(LEAVING);
    Received.ProposalMessage heard =
        (Received.ProposalMessage)
            insider.atBob.process(insider.open(new Proposal.Remove(new LeafIndex(2))), NOW);
    Committed both = heard.group().commit(CommitRequest.update(), NOW, insider.random);
    assertThat(both.summary().removed()).hasSize(2);
    assertThat(leaving.content().content()).isEqualTo(LEAVING);
  }

  @Test
  void whoRemovesOneWhoLeavesIsRefused() throws Exception {
    LeafIndex carols = new LeafIndex(2);
    PublicMessage leaving =
        insider.as(new Sender.Member(carols), LEAVING, insider.carol.identity.keys());
    Received.ProposalMessage heard = (Received.ProposalMessage) insider.atBob.process(leaving, NOW);
    insider.atBob = heard.group();
    List<ProposalOrRef> both =
        List.of(
            new ProposalOrRef.ByReference(heard.reference()),
            new ProposalOrRef.ByValue(new Proposal.Remove(carols)));
    insider.refused(insider.open(new Commit(both, Optional.empty())), "one leaf twice");
  }

  private GroupInfo info() {
    return insider.atBob.groupInfo(TreePlacement.INSIDE, Extensions.NONE, insider.random);
  }

  private ExternallyJoined enter(GroupInfo info, PublicMessage leaving) throws MlsException {
    return Group.joinExternally(
        insider.settings,
        info,
        insider.dave.identity,
        ExternalJoin.NEW.withSelfRemove(leaving),
        NOW,
        insider.random);
  }

  @Test
  void aNewcomerCommitsItByReference() throws Exception {
    PublicMessage leaving = aliceLeaves();
    ExternallyJoined entered = enter(info(), leaving);
    PublicMessage message = MlsMessage.decode(entered.message(), PublicMessage.class);
    Commit commit = (Commit) message.content().content();
    assertThat(commit.proposals())
        .filteredOn(ProposalOrRef.ByReference.class::isInstance)
        .hasSize(1);
    Received.CommitMessage read = (Received.CommitMessage) insider.atBob.process(message, NOW);
    assertThat(read.summary().removed()).hasSize(1);
    assertThat(read.adopt().group().epochAuthenticator())
        .isEqualTo(entered.group().epochAuthenticator());
  }

  @Test
  void aNewcomerChecksWhatItIsTold() throws Exception {
    PublicMessage forged =
        insider.as(new Sender.Member(new LeafIndex(0)), LEAVING, insider.dave.identity.keys());
    GroupInfo info = info();
    assertThatThrownBy(() -> enter(info, forged)).hasMessageContaining("signature");
    PublicMessage other = insider.open(new Proposal.Remove(new LeafIndex(2)));
    PublicMessage elsewhere = insider.open(LEAVING, insider.atAlice.groupId(), 7);
    for (PublicMessage wrong : List.of(other, elsewhere)) {
      assertThatThrownBy(() -> enter(info, wrong))
          .isInstanceOf(MlsException.class)
          .hasMessageContaining("not a SelfRemove of this epoch");
    }
    PublicMessage leaving = aliceLeaves();
    ExternalJoin twice = ExternalJoin.NEW.withSelfRemove(leaving).withSelfRemove(leaving);
    assertThatThrownBy(() ->
            Group.joinExternally(
                insider.settings, info, insider.dave.identity, twice, NOW, insider.random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("one leaf twice");
  }

  @Test
  void byValueItIsRefusedFromNewcomersToo() throws Exception {
    Commit commit = new Commit(Insider.byValue(LEAVING), Optional.empty());
    insider.refused(insider.open(commit), "by value");
  }
}

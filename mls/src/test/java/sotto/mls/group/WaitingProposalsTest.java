package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Person.NOW;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.message.Commit;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalOrRef;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.ProposalType;
import sotto.mls.message.PskSource;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.LeafIndex;

/// How many proposals wait for a Commit (RFC 9420 §12.1), and that none of them keeps a member from
/// committing what it wants: Mallory sends as many as it can.
class WaitingProposalsTest {
  private static final byte[] NOTHING = new byte[0];
  private static final int MOST = 5;
  private static final int KNOWN_TYPE = 0xf123;
  private static final int NEW_TYPE = 0xf1f1;

  private final Random random = new Random(23);
  private final Settings settings =
      Person.open()
          .withPolicy(Policy.ALL.withHandshakeFormat(WireFormat.PUBLIC_MESSAGE))
          .withBounds(Bounds.DEFAULT.withMaxProposals(MOST));

  private final Person bob = person("bob", Person.capabilities(Person.CLASSIC));
  private final Person mallory = person("mallory", knowing());

  private Group atAlice;
  private Group atBob;
  private Group atMallory;

  private Person person(String name, Capabilities capabilities) {
    return new Person(name, Person.CLASSIC, capabilities, settings, random);
  }

  private static Capabilities knowing() {
    return Person.capabilities(Person.CLASSIC)
        .withProposals(ProposalType.SELF_REMOVE, KNOWN_TYPE, NEW_TYPE);
  }

  @BeforeEach
  void threeMembers() throws Exception {
    Person alice = person("alice", knowing());
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), Person.CLASSIC);
    Group founded = Group.create(settings, alice.identity, parameters, NOW, random);
    CommitRequest add =
        CommitRequest.update().add(bob.keyPackage.keyPackage(), mallory.keyPackage.keyPackage());
    Committed committed = founded.commit(add, NOW, random);
    atAlice = committed.group().adopt(committed.pending()).group();
    atBob = bob.join(committed.welcome().orElseThrow());
    atMallory = mallory.join(committed.welcome().orElseThrow());
  }

  private static Group hears(Group group, byte[] message) throws MlsException {
    return switch (group.process(MlsMessage.decode(message), NOW)) {
      case Received.ProposalMessage proposal -> proposal.group();
      case Received.CommitMessage commit -> commit.adopt().group();
      case Received other -> throw new AssertionError(other);
    };
  }

  private Proposal psk(int number) {
    byte[] id = ByteBuffer.allocate(4).putInt(number).array();
    return new Proposal.PreSharedKey(
        PreSharedKeyId.fresh(new PskSource.External(id), Person.CLASSIC, random));
  }

  private void malloryProposes(Proposal proposal) throws MlsException {
    Proposed proposed = atMallory.propose(proposal, NOTHING, NOW, random);
    atMallory = proposed.group();
    atAlice = hears(atAlice, proposed.message());
    atBob = hears(atBob, proposed.message());
  }

  private Proposal withoutMallory() {
    return new Proposal.Remove(atMallory.me().index());
  }

  @Test
  void nobodySendsMoreThanOthersKeep() throws Exception {
    for (int i = 0; i < MOST; i++) {
      malloryProposes(psk(i));
    }
    assertThatThrownBy(() -> atMallory.propose(psk(MOST), NOTHING, NOW, random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("Too many proposals of one sender");
    MessageWriter writer = new MessageWriter(atMallory.state(), atMallory.messages(), random);
    byte[] oneMore =
        writer
            .framed(writer.signed(psk(MOST), NOTHING, WireFormat.PUBLIC_MESSAGE), Padding.NONE)
            .message()
            .toMessage();
    assertThatThrownBy(() -> hears(atBob, oneMore))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("Too many proposals of one sender");
  }

  /// Whoever floods has room for itself alone: the removal comes through, whoever commits it.
  @Test
  void aFloodLeavesRoomForOthers() throws Exception {
    for (int i = 0; i < MOST; i++) {
      malloryProposes(psk(i));
    }
    Proposed removal = atAlice.propose(withoutMallory(), NOTHING, NOW, random);
    atAlice = removal.group();
    atBob = hears(atBob, removal.message());
    Committed committed = atBob.commit(CommitRequest.update(), NOW, random);
    assertThat(committed.summary().removed()).hasSize(1);
    assertThat(committed.summary().proposals()).hasSizeLessThanOrEqualTo(MOST);
    Group next = hears(atAlice, committed.message());
    assertThat(next.memberCount()).isEqualTo(2);
    assertThat(next.epochAuthenticator())
        .isEqualTo(committed.group().adopt(committed.pending()).group().epochAuthenticator());
  }

  /// Its own proposals go into a Commit by value, so that it can be followed where they were lost.
  @Test
  void whoProposedAndCommitsNeedsNobodyToHaveHeardTheProposal() throws Exception {
    Group proposing = atAlice.propose(withoutMallory(), NOTHING, NOW, random).group();
    Committed committed = proposing.commit(CommitRequest.update(), NOW, random);
    Commit commit =
        (Commit) MlsMessage.decode(committed.message(), PublicMessage.class).content().content();
    assertThat(commit.proposals()).containsExactly(new ProposalOrRef.ByValue(withoutMallory()));
    assertThat(hears(atBob, committed.message()).memberCount()).isEqualTo(2);
  }

  @Test
  void soManyBytesOfOneSenderWaitAndNoMore() throws Exception {
    MessageState messages = atAlice.messages();
    List<Sender> senders = List.of(new Sender.Member(new LeafIndex(1)), new Sender.External(1));
    for (int i = 0; i < 4; i++) {
      PendingProposal large = large(senders.get(i / 2));
      new WaitingProposals(messages, settings.bounds()).checkRoom(large);
      messages = messages.with(new ProposalRef(new byte[] {(byte) i}), large);
    }
    WaitingProposals waiting = new WaitingProposals(messages, settings.bounds());
    assertThatThrownBy(() -> waiting.checkRoom(large(senders.getFirst())))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("Too many proposals of one sender");
    assertThat(waiting.candidates())
        .as("the newest of each, and no more bytes")
        .extracting(Map.Entry::getKey)
        .containsExactly(new ProposalRef(new byte[] {1}), new ProposalRef(new byte[] {3}));
  }

  private static PendingProposal large(Sender sender) {
    return new PendingProposal(new Proposal.SelfRemove(), sender, Optional.empty(), 6 << 20);
  }

  /// Alice takes another signature key; Mallory proposes to add the KeyPackage that she published
  /// for it.
  @Test
  void whatWaitsKeepsNobodyFromWhatItAsksFor() throws Exception {
    Person later = person("alice", knowing());
    malloryProposes(new Proposal.Add(later.keyPackage.keyPackage()));
    CommitRequest changed = CommitRequest.update().withIdentity(later.identity);
    Committed committed = atAlice.commit(changed, NOW, random);
    assertThat(committed.summary().proposals()).isEmpty();
    assertThat(hears(atBob, committed.message()).memberCount()).isEqualTo(3);
  }

  /// RFC 9420 §12.1: a proposal that is signed well is kept, since a Commit will name it; what this
  /// client's leaf does not list, an Update of its own may.
  @Test
  void whatAnOwnUpdateIsAboutToAllowIsKept() throws Exception {
    MessageWriter writer = new MessageWriter(atMallory.state(), atMallory.messages(), random);
    byte[] custom =
        writer
            .framed(
                writer.signed(
                    new Proposal.Custom(NEW_TYPE, NOTHING), NOTHING, WireFormat.PUBLIC_MESSAGE),
                Padding.NONE)
            .message()
            .toMessage();
    assertThatThrownBy(() -> hears(atBob, custom)).hasMessageContaining("does not support");
    Identity updated = bob.identity.withCapabilities(knowing());
    Proposed update = atBob.proposeUpdate(Optional.of(updated), NOTHING, NOW, random);
    atAlice = hears(atAlice, update.message());
    atBob = hears(update.group(), custom);
    Committed committed = hears(atAlice, custom).commit(CommitRequest.update(), NOW, random);
    assertThat(committed.summary().proposals()).hasSize(2);
    assertThat(hears(atBob, committed.message()).epochAuthenticator())
        .isEqualTo(committed.group().adopt(committed.pending()).group().epochAuthenticator());
  }

  /// RFC 9420 §12.2 allows a Remove and an Add of one client together; here nobody asked for it who
  /// commits.
  @Test
  void whoIsRemovedIsNotAddedAgainByWhatItLeftWaiting() throws Exception {
    KeyPackageSecrets twin = person("mallory", knowing()).keyPackage;
    malloryProposes(new Proposal.Add(twin.keyPackage()));
    Group before = Group.decode(atAlice.encode(), settings);
    Committed removal =
        atAlice.commit(CommitRequest.update().remove(atMallory.me().index()), NOW, random);
    assertThat(removal.summary().removed()).hasSize(1);
    assertThat(removal.welcome()).isEmpty();
    assertThat(hears(atBob, removal.message()).memberCount()).isEqualTo(2);
    // Whoever wants it says so.
    Committed named =
        before.commit(
            CommitRequest.update()
                .remove(atMallory.me().index())
                .only(before.proposals().keySet().toArray(ProposalRef[]::new)),
            NOW,
            random);
    assertThat(named.welcome()).isPresent();
  }

  /// Of a key of this epoch no newcomer knows anything, of one before it not every member.
  @Test
  void aPskThatWaitsIsTakenWhenItIsNamedOnly() throws Exception {
    malloryProposes(
        new Proposal.PreSharedKey(
            PreSharedKeyId.fresh(
                new PskSource.Resumption(
                    PskSource.Usage.APPLICATION, atMallory.groupId(), atMallory.epoch()),
                Person.CLASSIC,
                random)));
    Group before = Group.decode(atAlice.encode(), settings);
    Person dave = person("dave", knowing());
    Committed added =
        atAlice.commit(CommitRequest.update().add(dave.keyPackage.keyPackage()), NOW, random);
    assertThat(dave.join(added.welcome().orElseThrow()).memberCount()).isEqualTo(4);
    Committed named =
        before.commit(
            CommitRequest.update().only(before.proposals().keySet().toArray(ProposalRef[]::new)),
            NOW,
            random);
    assertThat(named.summary().proposals()).hasSize(1);
    assertThat(hears(atBob, named.message()).epoch()).isEqualTo(before.epoch() + 1);
  }
}

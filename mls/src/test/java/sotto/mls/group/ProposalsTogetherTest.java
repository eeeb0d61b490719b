package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.DelegatingCrypto;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.VerificationKey;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.Capabilities;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;

/// RFC 9420 §12.1 and §12.2: proposals that are valid only together, each of which every member has
/// to keep when it comes alone. Carol understands nothing but the RFC.
class ProposalsTogetherTest {
  private static final int EXTENSION = 0xf0a0;
  private static final Proposal WITHOUT_CAROL = new Proposal.Remove(new LeafIndex(2));

  private final Random random = new Random(11);
  private final Settings settings = Person.open();
  private final Person alice = new Person("alice", Person.CLASSIC, settings, random);
  private final Person bob = new Person("bob", Person.CLASSIC, settings, random);
  private final Person carol =
      new Person("carol", Person.CLASSIC, Capabilities.of(Person.CLASSIC.id()), settings, random);

  private Group atAlice;
  private Group atBob;

  @BeforeEach
  void threeMembers() throws Exception {
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), Person.CLASSIC);
    Group founded = Group.create(settings, alice.identity, parameters, NOW, random);
    CommitRequest add =
        CommitRequest.update().add(bob.keyPackage.keyPackage(), carol.keyPackage.keyPackage());
    Committed committed = founded.commit(add, NOW, random);
    atAlice = committed.group().adopt(committed.pending()).group();
    atBob = bob.join(committed.welcome().orElseThrow());
  }

  private void aliceProposes(Proposal proposal) throws MlsException {
    Proposed proposed = atAlice.propose(proposal, NOTHING, NOW, random);
    atAlice = proposed.group();
    atBob =
        ((Received.ProposalMessage) atBob.process(MlsMessage.decode(proposed.message()), NOW))
            .group();
  }

  private void bobProposes(Proposal proposal) throws MlsException {
    Proposed proposed = atBob.propose(proposal, NOTHING, NOW, random);
    atBob = proposed.group();
    atAlice =
        ((Received.ProposalMessage) atAlice.process(MlsMessage.decode(proposed.message()), NOW))
            .group();
  }

  /// Bob commits all that waits, and Alice follows.
  private CommitSummary committedByBob() throws MlsException {
    Committed committed = atBob.commit(CommitRequest.update(), NOW, random);
    atBob = committed.group().adopt(committed.pending()).group();
    Received.CommitMessage read =
        (Received.CommitMessage) atAlice.process(MlsMessage.decode(committed.message()), NOW);
    atAlice = read.adopt().group();
    assertThat(atAlice.epochAuthenticator()).isEqualTo(atBob.epochAuthenticator());
    return committed.summary();
  }

  /// RFC 9420 §12.2: "unless there is a Remove proposal in the list removing the matching client
  /// from the group."
  @Test
  void aClientIsAddedAnewBesideTheRemovalOfItsOldLeaf() throws Exception {
    Proposal again = new Proposal.Add(carol.freshKeyPackage(Person.CLASSIC).keyPackage());
    aliceProposes(WITHOUT_CAROL);
    aliceProposes(again);
    CommitSummary summary = committedByBob();
    assertThat(summary.removed()).hasSize(1);
    assertThat(summary.added()).hasSize(1);
    assertThat(atAlice.memberCount()).isEqualTo(3);
  }

  @Test
  void inWhateverOrderTheyCome() throws Exception {
    Proposal again = new Proposal.Add(carol.freshKeyPackage(Person.CLASSIC).keyPackage());
    Group aside = Group.decode(atAlice.encode(), settings);
    Group removing = aside.propose(WITHOUT_CAROL, NOTHING, NOW, random).group();
    // Sealed with the second key of Alice's ratchet, it comes first.
    Proposed added = removing.propose(again, NOTHING, NOW, random);
    Received early = atBob.process(MlsMessage.decode(added.message()), NOW);
    assertThat(early).isInstanceOf(Received.ProposalMessage.class);
    assertThat(((Received.ProposalMessage) early).group().proposals())
        .containsOnlyKeys(added.reference());
  }

  /// RFC 9420 §12.1.7: "some members of the group do not support some of the required capabilities
  /// (including those added in the same Commit, and excluding those removed)".
  @Test
  void extensionsThatSomebodyLacksComeWithTheRemovalOfThatMember() throws Exception {
    RequiredCapabilities needs = new RequiredCapabilities(List.of(EXTENSION), List.of(), List.of());
    Extensions wanted =
        Extensions.of(
            new Extension(EXTENSION, NOTHING),
            Extension.of(ExtensionType.REQUIRED_CAPABILITIES, needs));
    aliceProposes(WITHOUT_CAROL);
    aliceProposes(new Proposal.GroupContextExtensions(wanted));
    committedByBob();
    assertThat(atAlice.context().extensions()).isEqualTo(wanted);
  }

  /// RFC 9420 §12.2: "members being added or removed by the Commit do not need to support the
  /// proposal type".
  @Test
  void aProposalThatSomebodyDoesNotKnowComesWithTheRemovalOfThatMember() throws Exception {
    aliceProposes(WITHOUT_CAROL);
    bobProposes(new Proposal.Custom(0xf123, NOTHING));
    assertThat(committedByBob().proposals()).hasSize(2);
  }

  @Test
  void aProposalThatSomebodyDoesNotKnowComesWithTheAddingOfThatMember() throws Exception {
    aliceProposes(WITHOUT_CAROL);
    aliceProposes(new Proposal.Custom(0xf123, NOTHING));
    aliceProposes(new Proposal.Add(carol.freshKeyPackage(Person.CLASSIC).keyPackage()));
    assertThat(committedByBob().proposals()).hasSize(3);
  }

  @Test
  void whatNobodyCouldCommitIsNotSent() {
    Proposal again = new Proposal.Add(carol.freshKeyPackage(Person.CLASSIC).keyPackage());
    Proposal unknown = new Proposal.Custom(0xf123, NOTHING);
    Proposal extensions =
        new Proposal.GroupContextExtensions(Extensions.of(new Extension(EXTENSION, NOTHING)));
    for (Proposal proposal : List.of(again, unknown, extensions)) {
      assertThatThrownBy(() -> atAlice.propose(proposal, NOTHING, NOW, random))
          .isInstanceOf(MlsException.class);
    }
  }

  @Test
  void whatWaitsAndDoesNotFitIsLeftOut() throws Exception {
    Proposal again = new Proposal.Add(carol.freshKeyPackage(Person.CLASSIC).keyPackage());
    Group aside = Group.decode(atAlice.encode(), settings);
    Group removing = aside.propose(WITHOUT_CAROL, NOTHING, NOW, random).group();
    Proposed added = removing.propose(again, NOTHING, NOW, random);
    atBob =
        ((Received.ProposalMessage) atBob.process(MlsMessage.decode(added.message()), NOW)).group();
    Committed without = atBob.commit(CommitRequest.update(), NOW, random);
    assertThat(without.summary().proposals()).isEmpty();
  }

  private MlsMessage openOfAlice(Proposal proposal) {
    MessageWriter writer = new MessageWriter(atAlice.state(), atAlice.messages(), random);
    return writer
        .framed(writer.signed(proposal, NOTHING, WireFormat.PUBLIC_MESSAGE), Padding.NONE)
        .message();
  }

  /// draft-ietf-mls-extensions §6.3: it "only applies if all the members of a group support this
  /// proposal in their capabilities".
  @Test
  void nobodyLeavesByItWhereOneMemberDoesNotKnowIt() {
    MlsMessage leaving = openOfAlice(new Proposal.SelfRemove());
    assertThatThrownBy(() -> atBob.process(leaving, NOW))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("does not support");
    assertThatThrownBy(() ->
            Group.joinExternally(
                settings,
                atBob.groupInfo(TreePlacement.INSIDE, Extensions.NONE, random),
                new Person("dave", Person.CLASSIC, settings, random).identity,
                ExternalJoin.NEW.withSelfRemove((PublicMessage) leaving),
                NOW,
                random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("does not support");
  }

  /// Whoever is to be removed does not stay by a SelfRemove that is left out of the Commit.
  @Test
  void whatIsAskedForIsInTheCommitWhateverWaits() throws Exception {
    LeafIndex alices = atAlice.me().index();
    PendingProposal leaving =
        new PendingProposal(new Proposal.SelfRemove(), new Sender.Member(alices), Optional.empty());
    Group waiting =
        new Group(
            settings, atBob.state(), atBob.messages().with(new ProposalRef(new byte[32]), leaving));
    Committed committed = waiting.commit(CommitRequest.update().remove(alices), NOW, random);
    assertThat(committed.summary().proposals())
        .extracting(CommitSummary.Proposed::proposal)
        .containsExactly(new Proposal.Remove(alices));
    assertThat(atAlice.process(MlsMessage.decode(committed.message()), NOW))
        .isInstanceOf(Received.Removal.class);
  }

  /// Sixty of one member, a third of which do not fit: each is verified when it is chosen, once.
  @Test
  void aFloodOfProposalsCostsOneVerificationEach() throws Exception {
    AtomicInteger verified = new AtomicInteger();
    Group flooded = Group.decode(atBob.encode(), settings(verified));
    Proposal twice = WITHOUT_CAROL;
    for (int i = 0; i < 60; i++) {
      Person person = new Person("p" + i, Person.CLASSIC, settings, random);
      Proposal add = new Proposal.Add(person.keyPackage.keyPackage());
      Proposal sent = i % 3 == 2 ? again(twice) : add;
      twice = add;
      MlsMessage message = openOfAlice(sent);
      flooded = ((Received.ProposalMessage) flooded.process(message, NOW)).group();
    }
    verified.set(0);
    Committed committed = flooded.commit(CommitRequest.update(), NOW, random);
    assertThat(committed.summary().added()).hasSize(40);
    assertThat(verified.get()).isLessThanOrEqualTo(2 * 60);
  }

  private static Proposal again(Proposal add) {
    return new Proposal.Add(((Proposal.Add) add).keyPackage());
  }

  private Settings settings(AtomicInteger verified) {
    DelegatingCrypto counting =
        new DelegatingCrypto() {
          @Override
          public Crypto rest() {
            return Person.CRYPTO;
          }

          @Override
          public VerificationKey verificationKey(SignatureScheme scheme, byte[] publicKey)
              throws MlsException {
            verified.incrementAndGet();
            return Person.CRYPTO.verificationKey(scheme, publicKey);
          }
        };
    return Settings.of(counting, settings.authentication()).withPolicy(Policy.ALL);
  }
}

package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Secret;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Proposal;
import sotto.mls.message.PskSource;
import sotto.mls.message.Welcome;
import sotto.mls.tree.Extension;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.treekem.RatchetTree;

/// RFC 9420 §11.2, §11.3 and the last step of §12.4.3.1: groups that say that they follow another
/// one and do not.
class SuccessionRulesTest {
  private Insider insider;

  @BeforeEach
  void aliceBobAndCarolHaveAGroup() throws Exception {
    insider = new Insider();
  }

  @Test
  void aSuccessorBeginsWithEpochOne() throws Exception {
    PreSharedKeyId branch =
        new PreSharedKeyId(
            new PskSource.Resumption(
                PskSource.Usage.BRANCH, insider.atBob.groupId(), insider.atBob.epoch()),
            new byte[32]);
    GroupInfo info =
        insider.atAlice.groupInfo(TreePlacement.INSIDE, Extensions.NONE, insider.random);
    GroupContext context = first(GroupId.random(insider.random), 1, Extensions.NONE);
    GroupInfo first =
        new GroupInfo(context, info.extensions(), info.confirmationTag(), info.signer(), NOTHING);
    GroupInfo second =
        new GroupInfo(
            context.withEpoch(2),
            info.extensions(),
            info.confirmationTag(),
            info.signer(),
            NOTHING);
    assertThatThrownBy(() ->
            new Succession(insider.settings.authentication())
                .checkEntry(
                    List.of(branch),
                    second,
                    insider.atAlice.state().tree(),
                    Optional.of(insider.atBob)))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("another epoch than 1");
    new Succession(insider.settings.authentication())
        .checkEntry(
            List.of(branch), first, insider.atAlice.state().tree(), Optional.of(insider.atBob));
  }

  @Test
  void aBranchIsWhatItSays() throws Exception {
    GroupParameters parameters = GroupParameters.of(GroupId.random(insider.random), Person.CLASSIC);
    KeyPackageSecrets bobs = insider.bob.freshKeyPackage(Person.CLASSIC);
    Committed branch =
        insider
            .copy(insider.atAlice)
            .branch(
                insider.alice.identity,
                parameters,
                List.of(bobs.keyPackage()),
                NOW,
                insider.random);
    Welcome welcome = (Welcome) MlsMessage.decode(branch.welcome().orElseThrow());
    // Another group of the same people in the same epoch, and a later epoch of this one; both are
    // given the pre-shared key.
    Secret psk = insider.atAlice.resumptionPsk();
    Settings knowing = insider.settings.withPreSharedKeys(source -> Optional.of(psk.duplicate()));
    Group stranger = new Insider().atBob.with(knowing);
    Group later = afterAnUpdate(insider.copy(insider.atBob)).with(knowing);
    for (Group other : List.of(stranger, later)) {
      assertThatThrownBy(() ->
              other.joinSuccessor(
                  welcome, bobs, insider.bob.identity.keys(), Optional.empty(), NOW))
          .isInstanceOf(MlsException.class)
          .hasMessageContaining("follows another group or epoch");
    }
    assertThat(
            insider
                .atBob
                .joinSuccessor(welcome, bobs, insider.bob.identity.keys(), Optional.empty(), NOW)
                .group()
                .memberCount())
        .isEqualTo(2);
    KeyPackageSecrets post = insider.dave.freshKeyPackage(Person.CLASSIC);
    assertThatThrownBy(() ->
            insider
                .copy(insider.atAlice)
                .branch(
                    insider.alice.identity,
                    parameters,
                    List.of(post.keyPackage()),
                    NOW,
                    insider.random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("do not fit");
  }

  /// Welcome and Commit overtake each other; what is kept of the epoch is enough to check it.
  @Test
  void aBranchIsEnteredAlsoWhenTheGroupHasGoneOn() throws Exception {
    GroupParameters parameters = GroupParameters.of(GroupId.random(insider.random), Person.CLASSIC);
    KeyPackageSecrets bobs = insider.bob.freshKeyPackage(Person.CLASSIC);
    List<KeyPackage> others = List.of(bobs.keyPackage());
    Committed branch =
        insider
            .copy(insider.atAlice)
            .branch(insider.alice.identity, parameters, others, NOW, insider.random);
    Settings keeping = insider.settings.withBounds(Bounds.DEFAULT.withPast(1, 1));
    Group atBob = Group.decode(insider.atBob.encode(), keeping);
    Welcome welcome = (Welcome) MlsMessage.decode(branch.welcome().orElseThrow());
    assertThat(
            afterAnUpdate(atBob)
                .joinSuccessor(welcome, bobs, insider.bob.identity.keys(), Optional.empty(), NOW)
                .group()
                .epochAuthenticator())
        .isEqualTo(branch.group().adopt(branch.pending()).group().epochAuthenticator());
  }

  private Group afterAnUpdate(Group group) throws MlsException {
    Committed update =
        insider.copy(insider.atAlice).commit(CommitRequest.update(), NOW, insider.random);
    return following(group, update);
  }

  private static Group following(Group group, Committed committed) throws MlsException {
    MlsMessage message = MlsMessage.decode(committed.message());
    return ((Received.CommitMessage) group.process(message, NOW)).adopt().group();
  }

  /// What Bob, whose group is the old one, says to the first epoch of a successor.
  private void enter(Group old, PskSource.Usage usage, GroupContext successor, RatchetTree tree)
      throws MlsException {
    PskSource source = new PskSource.Resumption(usage, old.groupId(), old.epoch());
    GroupInfo info = new GroupInfo(successor, Extensions.NONE, NOTHING, new LeafIndex(0), NOTHING);
    new Succession(insider.settings.authentication())
        .checkEntry(
            List.of(new PreSharedKeyId(source, new byte[32])), info, tree, Optional.of(old));
  }

  private void notEntered(
      String why, Group old, PskSource.Usage usage, GroupContext successor, RatchetTree tree) {
    assertThatThrownBy(() -> enter(old, usage, successor, tree))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining(why);
  }

  private static GroupContext first(GroupId groupId, int suite, Extensions extensions) {
    return new GroupContext(suite, groupId, 1, new byte[32], NOTHING, extensions);
  }

  @Test
  void whoEntersABranchKnowsItsSuiteAndItsMembers() throws Exception {
    Group old = insider.atBob;
    RatchetTree tree = old.state().tree();
    GroupContext branch = first(GroupId.random(insider.random), 1, Extensions.NONE);
    GroupContext otherSuite = first(branch.groupId(), 3, Extensions.NONE);
    RatchetTree withDave = tree.add(insider.dave.keyPackage.keyPackage().leafNode()).tree();
    PskSource.Usage usage = PskSource.Usage.BRANCH;
    enter(old, usage, branch, tree.remove(new LeafIndex(2)));
    notEntered("another cipher suite than its group", old, usage, otherSuite, tree);
    notEntered("do not fit", old, usage, branch, withDave);
  }

  @Test
  void whoEntersAReInitsGroupFindsWhatItAnnounced() throws Exception {
    GroupId successor = GroupId.random(insider.random);
    Extensions extensions = Extensions.of(new Extension(0xf0a0, NOTHING));
    Proposal reinit = new Proposal.ReInit(successor, 1, 1, extensions);
    Committed closing =
        insider
            .copy(insider.atAlice)
            .commit(CommitRequest.update().with(reinit), NOW, insider.random);
    Group open = insider.copy(insider.atBob);
    Group closed = following(insider.atBob, closing);
    RatchetTree tree = closed.state().tree();
    PskSource.Usage usage = PskSource.Usage.REINIT;
    GroupContext announced = first(successor, 1, extensions);
    enter(closed, usage, announced, tree);
    String why = "not the one that the ReInit announced";
    notEntered(why, open, usage, announced, tree);
    notEntered(why, closed, usage, first(GroupId.random(insider.random), 1, extensions), tree);
    notEntered(why, closed, usage, first(successor, 3, extensions), tree);
    notEntered(why, closed, usage, first(successor, 1, Extensions.NONE), tree);
    notEntered("do not fit", closed, usage, announced, tree.remove(new LeafIndex(2)));
  }

  @Test
  void aReInitIsWhatItSays() throws Exception {
    GroupId successor = GroupId.random(insider.random);
    Proposal reinit = new Proposal.ReInit(successor, 1, 1, Extensions.NONE);
    Committed closing =
        insider.atAlice.commit(CommitRequest.update().with(reinit), NOW, insider.random);
    Group closed = closing.group().adopt(closing.pending()).group();
    KeyPackageSecrets bobs = insider.bob.freshKeyPackage(Person.CLASSIC);
    // Carol is missing.
    assertThatThrownBy(() ->
            insider
                .copy(closed)
                .reinitialise(
                    insider.alice.identity, List.of(bobs.keyPackage()), NOW, insider.random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("do not fit");
    // The group was not closed for Bob.
    KeyPackageSecrets carols = insider.carol.freshKeyPackage(Person.CLASSIC);
    Committed founding =
        insider
            .copy(closed)
            .reinitialise(
                insider.alice.identity,
                List.of(bobs.keyPackage(), carols.keyPackage()),
                NOW,
                insider.random);
    Welcome welcome = (Welcome) MlsMessage.decode(founding.welcome().orElseThrow());
    assertThatThrownBy(() ->
            insider.atBob.joinSuccessor(
                welcome, bobs, insider.bob.identity.keys(), Optional.empty(), NOW))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("pre-shared key is not known");
  }

  @Test
  void aReInitToAVersionThatIsNotKnownIsNotFollowed() throws Exception {
    GroupId successor = GroupId.random(insider.random);
    Proposal reinit = new Proposal.ReInit(successor, 2, 1, Extensions.NONE);
    Committed closing =
        CommitWriter.commit(
            insider.atAlice,
            CommitRequest.update().with(reinit),
            ProposalList.Setting.SUCCESSION,
            NOW,
            insider.random);
    Group closed = following(insider.atBob, closing);
    List<KeyPackage> others =
        List.of(
            insider.alice.freshKeyPackage(Person.CLASSIC).keyPackage(),
            insider.carol.freshKeyPackage(Person.CLASSIC).keyPackage());
    assertThatThrownBy(() -> closed.reinitialise(insider.bob.identity, others, NOW, insider.random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("version 2");
    notEntered(
        "not the one that the ReInit announced",
        closed,
        PskSource.Usage.REINIT,
        first(successor, 1, Extensions.NONE),
        closed.state().tree());
  }
}

package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static sotto.mls.group.Person.NOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.Commit;
import sotto.mls.message.ExternalSender;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalOrRef;
import sotto.mls.message.PskSource;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.message.Welcome;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafNode;

/// Groups that follow others, and proposals from outside.
class SuccessionTest {
  private static final CipherSuite SUITE = Person.CLASSIC;
  private static final byte[] NOTHING = new byte[0];

  private final RandomGenerator random = new SplittableRandom(7);
  private final Person alice = new Person("alice", SUITE, Person.open(), random);
  private final Person bob = new Person("bob", SUITE, Person.open(), random);

  private Group atAlice;
  private Group atBob;

  private void start(Extensions extensions) throws Exception {
    GroupParameters parameters =
        GroupParameters.of(GroupId.random(random), SUITE).withExtensions(extensions);
    atAlice = Group.create(alice.settings, alice.identity, parameters, NOW, random);
    Committed added =
        atAlice.commit(CommitRequest.update().add(bob.keyPackage.keyPackage()), NOW, random);
    atAlice = added.group().adopt(added.pending()).group();
    atBob = bob.join(added.welcome().orElseThrow());
  }

  @Test
  void aReInitClosesTheGroupAndFoundsAnother() throws Exception {
    start(Extensions.NONE);
    GroupId successor = GroupId.random(random);
    Proposal reinit = new Proposal.ReInit(successor, 1, Person.POST_QUANTUM.id(), Extensions.NONE);
    Committed closing = atAlice.commit(CommitRequest.update().with(reinit), NOW, random);
    assertThat(closing.summary().updated()).as("fresh keys, as they were asked for").hasSize(1);
    atAlice = closing.group().adopt(closing.pending()).group();
    atBob =
        ((Received.CommitMessage) atBob.process(MlsMessage.decode(closing.message()), NOW))
            .adopt()
            .group();
    assertThat(atBob.reinit()).isPresent();
    assertThatIllegalStateException()
        .isThrownBy(() -> atBob.protect(NOTHING, NOTHING, Padding.NONE, random));

    Person newAlice = new Person("alice", Person.POST_QUANTUM, Person.open(), random);
    Person newBob = new Person("bob", Person.POST_QUANTUM, Person.open(), random);
    Committed founding =
        atAlice.reinitialise(
            newAlice.identity, List.of(newBob.keyPackage.keyPackage()), NOW, random);
    Group next = founding.group().adopt(founding.pending()).group();
    Welcome welcome = (Welcome) MlsMessage.decode(founding.welcome().orElseThrow());
    Group joined =
        atBob
            .joinSuccessor(
                welcome, newBob.keyPackage, newBob.identity.keys(), Optional.empty(), NOW)
            .group();
    assertThat(joined.epochAuthenticator()).isEqualTo(next.epochAuthenticator());
    assertThat(joined.groupId()).isEqualTo(successor);
    assertThat(joined.suite()).isEqualTo(Person.POST_QUANTUM);
  }

  @Test
  void aGroupBeginsInEpochZeroWithItsCreatorAlone() {
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), SUITE);
    Group founded = Group.create(alice.settings, alice.identity, parameters, NOW, random);
    assertThat(founded.epoch()).isZero();
    assertThat(founded.memberCount()).isEqualTo(1);
    assertThat(founded.me().index().value()).isZero();
    assertThat(founded.state().context().confirmedTranscriptHash()).isEmpty();
    Group other = Group.create(alice.settings, alice.identity, parameters, NOW, random);
    assertThat(other.epochAuthenticator()).isNotEqualTo(founded.epochAuthenticator());
  }

  @Test
  void twoBranchesHaveDifferentNonces() throws Exception {
    start(Extensions.NONE);
    Settings openly =
        Person.open().withPolicy(Policy.ALL.withHandshakeFormat(WireFormat.PUBLIC_MESSAGE));
    Group open = atAlice.with(openly);
    List<byte[]> nonces = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      GroupParameters parameters = GroupParameters.of(GroupId.random(random), SUITE);
      KeyPackage again = bob.freshKeyPackage(SUITE).keyPackage();
      byte[] first = open.branch(alice.identity, parameters, List.of(again), NOW, random).message();
      Commit commit = (Commit) ((PublicMessage) MlsMessage.decode(first)).content().content();
      commit.proposals().stream()
          .map(entry -> ((ProposalOrRef.ByValue) entry).proposal())
          .filter(Proposal.PreSharedKey.class::isInstance)
          .forEach(psk -> nonces.add(((Proposal.PreSharedKey) psk).psk().nonce()));
    }
    assertThat(nonces).hasSize(2).allMatch(nonce -> nonce.length == SUITE.hash().length());
    assertThat(nonces.getFirst()).isNotEqualTo(nonces.getLast());
  }

  @Test
  void aBranchHasMembersOfItsGroupOnly() throws Exception {
    start(Extensions.NONE);
    KeyPackageSecrets again = bob.freshKeyPackage(SUITE);
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), SUITE);
    Committed branch =
        atAlice.branch(alice.identity, parameters, List.of(again.keyPackage()), NOW, random);
    Group atRoot = branch.group().adopt(branch.pending()).group();
    Welcome welcome = (Welcome) MlsMessage.decode(branch.welcome().orElseThrow());
    Group joined =
        atBob.joinSuccessor(welcome, again, bob.identity.keys(), Optional.empty(), NOW).group();
    assertThat(joined.epochAuthenticator()).isEqualTo(atRoot.epochAuthenticator());

    Person stranger = new Person("eve", SUITE, Person.open(), random);
    assertThatExceptionOfType(MlsException.class)
        .isThrownBy(() ->
            atAlice.branch(
                alice.identity,
                GroupParameters.of(GroupId.random(random), SUITE),
                List.of(stranger.keyPackage.keyPackage()),
                NOW,
                random));
  }

  @Test
  void aListedSenderProposesFromOutside() throws Exception {
    SignatureKeyPair keys = new SuiteCrypto(SUITE, Person.CRYPTO).generateSignatureKeyPair(random);
    ExternalSender sender = new ExternalSender(keys.publicKey(), Credential.basic(NOTHING));
    Extensions extensions =
        Extensions.of(
            Extension.of(ExtensionType.EXTERNAL_SENDERS, ExternalSender.list(List.of(sender))));
    start(extensions);
    byte[] message =
        ExternalProposal.ofSender(
            new SuiteCrypto(SUITE, Person.CRYPTO),
            atAlice.groupId(),
            atAlice.epoch(),
            0,
            keys,
            new Proposal.Remove(atBob.me().index()),
            random);
    atAlice = ((Received.ProposalMessage) atAlice.process(MlsMessage.decode(message), NOW)).group();
    atBob = ((Received.ProposalMessage) atBob.process(MlsMessage.decode(message), NOW)).group();
    Committed committed = atAlice.commit(CommitRequest.update(), NOW, random);
    assertThat(atBob.process(MlsMessage.decode(committed.message()), NOW))
        .isInstanceOf(Received.Removal.class);
  }

  @Test
  void aStrangerAsksToBeAdded() throws Exception {
    start(Extensions.NONE);
    Person carol = new Person("carol", SUITE, Person.open(), random);
    byte[] message =
        ExternalProposal.toJoin(
            Person.CRYPTO,
            atAlice.groupId(),
            atAlice.epoch(),
            carol.keyPackage.keyPackage(),
            carol.identity.keys(),
            random);
    atAlice = ((Received.ProposalMessage) atAlice.process(MlsMessage.decode(message), NOW)).group();
    Committed committed = atAlice.commit(CommitRequest.update(), NOW, random);
    Group atCarol = carol.join(committed.welcome().orElseThrow());
    assertThat(atCarol.memberCount()).isEqualTo(3);
  }

  @Test
  void nothingFromOutsideIsTakenUnlessAllowed() throws Exception {
    start(Extensions.NONE);
    Group strict = Group.decode(atBob.encode(), bob.settings.withPolicy(Policy.STRICT));
    Person carol = new Person("carol", SUITE, Person.open(), random);
    byte[] proposal =
        ExternalProposal.toJoin(
            Person.CRYPTO,
            atAlice.groupId(),
            atAlice.epoch(),
            carol.keyPackage.keyPackage(),
            carol.identity.keys(),
            random);
    var info = atAlice.groupInfo(TreePlacement.INSIDE, Extensions.NONE, random);
    byte[] commit =
        Group.joinExternally(carol.settings, info, carol.identity, ExternalJoin.NEW, NOW, random)
            .message();
    for (byte[] message : List.of(proposal, commit)) {
      assertThatExceptionOfType(MlsException.class)
          .isThrownBy(() -> strict.process(MlsMessage.decode(message), NOW))
          .withMessageContaining("not allowed");
    }
  }

  @Test
  void aComponentsSecretIsExportedOnce() throws Exception {
    start(Extensions.NONE);
    SafelyExported alices = atAlice.exportSafely(0x8001);
    SafelyExported bobs = atBob.exportSafely(0x8001);
    assertThat(alices.secret()).isEqualTo(bobs.secret());
    assertThatIllegalStateException().isThrownBy(() -> alices.group().exportSafely(0x8001));
  }

  /// The group of Alice and Bob, closed by a ReInit.
  private Group closed(GroupId successor) throws Exception {
    start(Extensions.NONE);
    Proposal reinit = new Proposal.ReInit(successor, 1, SUITE.id(), Extensions.NONE);
    Committed closing = atAlice.commit(CommitRequest.update().with(reinit), NOW, random);
    return closing.group().adopt(closing.pending()).group();
  }

  /// RFC 9420 §12.4.1: "and with the same members as the original group".
  @Test
  void whoReinitialisesAGroupAddsNobodyAndLeavesNobodyOut() throws Exception {
    Group closed = closed(GroupId.random(random));
    Person eve = new Person("eve", SUITE, Person.open(), random);
    KeyPackage bobs = bob.freshKeyPackage(SUITE).keyPackage();
    for (List<KeyPackage> wrong :
        List.of(
            List.<KeyPackage>of(),
            List.of(bobs, eve.keyPackage.keyPackage()),
            List.of(eve.keyPackage.keyPackage()))) {
      assertThatExceptionOfType(MlsException.class)
          .isThrownBy(() -> closed.reinitialise(alice.identity, wrong, NOW, random))
          .withMessageContaining("do not fit");
    }
    assertThat(closed.reinitialise(alice.identity, List.of(bobs), NOW, random).welcome())
        .isPresent();
  }

  /// Two groups of one id are what RFC 9420 §12.4.3 has newcomers refuse.
  @Test
  void aGroupIsReinitialisedOnceAlsoByTheValuesThatFollow() throws Exception {
    Group closed = closed(GroupId.random(random));
    byte[] stored = closed.encode();
    List<KeyPackage> bobs = List.of(bob.freshKeyPackage(SUITE).keyPackage());
    assertThatExceptionOfType(MlsException.class)
        .as("what fails does not count")
        .isThrownBy(() -> closed.reinitialise(alice.identity, List.of(), NOW, random));
    closed.reinitialise(alice.identity, bobs, NOW, random);
    Group next = closed.exportSafely(1).group();
    for (Group value : List.of(closed, next)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> value.reinitialise(alice.identity, bobs, NOW, random))
          .withMessageContaining("founded from this one before");
    }
    Group again = Group.decode(stored, alice.settings);
    assertThat(again.reinitialise(alice.identity, bobs, NOW, random).welcome()).isPresent();
  }

  @Test
  void aBranchHasAnIdThatNoOtherHas() throws Exception {
    start(Extensions.NONE);
    List<KeyPackage> bobs = List.of(bob.freshKeyPackage(SUITE).keyPackage());
    GroupParameters one = GroupParameters.of(GroupId.random(random), SUITE);
    GroupParameters other = GroupParameters.of(GroupId.random(random), SUITE);
    atAlice.branch(alice.identity, one, bobs, NOW, random);
    Group next = atAlice.protect(NOTHING, NOTHING, Padding.NONE, random).group();
    for (Group value : List.of(atAlice, next)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> value.branch(alice.identity, one, bobs, NOW, random))
          .withMessageContaining("founded from this one before");
    }
    assertThat(next.branch(alice.identity, other, bobs, NOW, random).welcome()).isPresent();
    GroupParameters itself = GroupParameters.of(atAlice.groupId(), SUITE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> next.branch(alice.identity, itself, bobs, NOW, random))
        .withMessageContaining("id of its own");
  }

  /// Whoever is invited sees it too: a group that somebody founded without the check.
  @Test
  void whoIsInvitedIntoAReinitialisedGroupWithOthersRefuses() throws Exception {
    GroupId successor = GroupId.random(random);
    Group closed = closed(successor);
    PskSource source =
        new PskSource.Resumption(PskSource.Usage.REINIT, closed.groupId(), closed.epoch());
    PreSharedKeyId psk = PreSharedKeyId.fresh(source, SUITE, random);
    Person eve = new Person("eve", SUITE, Person.open(), random);
    Person twin = new Person("bob", SUITE, Person.open(), random);
    for (List<Person> others :
        List.of(List.of(bob), List.of(bob, eve), List.of(eve), List.of(bob, twin))) {
      CommitRequest add = CommitRequest.update();
      for (Person other : others) {
        add = add.add(other.freshKeyPackage(SUITE).keyPackage());
      }
      Group founded =
          Group.create(
              alice.settings, alice.identity, GroupParameters.of(successor, SUITE), NOW, random);
      Committed first = founded.commit(add, NOW, random);
      Group next = first.group().adopt(first.pending()).group();
      GroupInfo info = next.groupInfo(TreePlacement.INSIDE, Extensions.NONE, random);
      Succession succession = new Succession(alice.settings.authentication());
      if (others.equals(List.of(bob))) {
        succession.checkEntry(List.of(psk), info, next.state().tree(), Optional.of(closed));
      } else {
        assertThatExceptionOfType(MlsException.class)
            .isThrownBy(() ->
                succession.checkEntry(List.of(psk), info, next.state().tree(), Optional.of(closed)))
            .withMessageContaining("do not fit");
      }
    }
  }

  /// A branch of the closed group could leave members out, and say what the ReInit did not.
  @Test
  void aBranchDoesNotStandInForWhatAReInitAnnounced() throws Exception {
    GroupId successor = GroupId.random(random);
    Group closed = closed(successor);
    List<KeyPackage> bobs = List.of(bob.freshKeyPackage(SUITE).keyPackage());
    GroupParameters announced = GroupParameters.of(successor, SUITE);
    assertThatIllegalStateException()
        .isThrownBy(() -> closed.branch(alice.identity, announced, bobs, NOW, random))
        .withMessageContaining("closed by a ReInit");
    for (GroupId id : List.of(successor, GroupId.random(random))) {
      for (long epoch : new long[] {closed.epoch(), closed.epoch() - 1}) {
        Group founded =
            Group.create(
                alice.settings, alice.identity, GroupParameters.of(id, SUITE), NOW, random);
        Committed first = founded.commit(CommitRequest.update(), NOW, random);
        Group next = first.group().adopt(first.pending()).group();
        GroupInfo info = next.groupInfo(TreePlacement.INSIDE, Extensions.NONE, random);
        PreSharedKeyId psk =
            PreSharedKeyId.fresh(
                new PskSource.Resumption(PskSource.Usage.BRANCH, closed.groupId(), epoch),
                SUITE,
                random);
        boolean before = epoch < closed.epoch() && !id.equals(successor);
        assertThatExceptionOfType(MlsException.class)
            .isThrownBy(() ->
                new Succession(alice.settings.authentication())
                    .checkEntry(List.of(psk), info, next.state().tree(), Optional.of(closed)))
            .withMessageContaining(before ? "another group or epoch" : "stands in for");
      }
    }
  }

  /// RFC 9420 §11.3: "considered equivalent by the application".
  @Test
  void theApplicationSaysWhoIsTheSame() throws Exception {
    AuthenticationService byFirstLetter =
        new AuthenticationService() {
          @Override
          public Verdict check(Credential credential, byte[] signatureKey) {
            return Verdict.accepted();
          }

          @Override
          public boolean isSameMember(LeafNode before, LeafNode after) {
            return letter(before) == letter(after);
          }

          private byte letter(LeafNode leaf) {
            return ((Credential.Basic) leaf.credential()).identity()[0];
          }
        };
    start(Extensions.NONE);
    Settings settings = Settings.of(Person.CRYPTO, byFirstLetter).withPolicy(Policy.ALL);
    Group strict = Group.decode(atAlice.encode(), alice.settings);
    Group lenient = Group.decode(atAlice.encode(), settings);
    Person renamed = new Person("bobby", SUITE, Person.open(), random);
    List<KeyPackage> others = List.of(renamed.keyPackage.keyPackage());
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), SUITE);
    assertThatExceptionOfType(MlsException.class)
        .isThrownBy(() -> strict.branch(alice.identity, parameters, others, NOW, random));
    assertThat(lenient.branch(alice.identity, parameters, others, NOW, random).welcome())
        .isPresent();
  }

  /// RFC 9420 §5.3.1, §11.1: what holds for what is added later holds for what the creator brings.
  @Test
  void theCreatorsExtensionsAndSuiteAreCheckedToo() {
    Credential x509 = new Credential.X509(List.of(new byte[] {0x30, 0}));
    Extensions senders =
        Extensions.of(
            Extension.of(
                ExtensionType.EXTERNAL_SENDERS,
                ExternalSender.list(List.of(new ExternalSender(new byte[32], x509)))));
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), SUITE);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Group.create(
                alice.settings, alice.identity, parameters.withExtensions(senders), NOW, random))
        .withMessageContaining("certificate");
    Identity other = alice.identity.withCapabilities(Person.capabilities(Person.POST_QUANTUM));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Group.create(alice.settings, other, parameters, NOW, random))
        .withMessageContaining("cipher suite");
  }

  /// What this client could not found, or would found without somebody.
  private List<Proposal.ReInit> dead() {
    GroupId id = GroupId.random(random);
    RequiredCapabilities needs = new RequiredCapabilities(List.of(0xf00d), List.of(), List.of());
    return List.of(
        new Proposal.ReInit(id, 0xffff, 1, Extensions.NONE),
        new Proposal.ReInit(id, 1, 0xfff0, Extensions.NONE),
        new Proposal.ReInit(id, 1, 1, Extensions.of(new Extension(0xf00d, NOTHING))),
        new Proposal.ReInit(
            id, 1, 1, Extensions.of(Extension.of(ExtensionType.REQUIRED_CAPABILITIES, needs))),
        new Proposal.ReInit(atAlice.groupId(), 1, 1, Extensions.NONE));
  }

  private static Group copy(Group group) throws MlsException {
    return Group.decode(group.encode(), group.settings());
  }

  /// It closes the group for good.
  @Test
  void aReInitThatCouldNotBeFollowedIsNotSent() throws Exception {
    start(Extensions.NONE);
    List<Proposal.ReInit> wrong = new ArrayList<>(dead());
    for (int type :
        new int[] {
          ExtensionType.REQUIRED_CAPABILITIES,
          ExtensionType.EXTERNAL_SENDERS,
          ExtensionType.APP_DATA_DICTIONARY
        }) {
      Extensions malformed = Extensions.of(new Extension(type, new byte[] {9}));
      wrong.add(new Proposal.ReInit(GroupId.random(random), 1, 1, malformed));
    }
    byte[] before = atAlice.encode();
    for (Proposal.ReInit reinit : wrong) {
      CommitRequest request = CommitRequest.update().with(reinit);
      assertThatExceptionOfType(MlsException.class)
          .isThrownBy(() -> atAlice.commit(request, NOW, random));
      assertThatExceptionOfType(MlsException.class)
          .isThrownBy(() -> atAlice.propose(reinit, NOTHING, NOW, random));
    }
    Extensions grease = Extensions.of(new Extension(0x1a1a, NOTHING));
    Proposal.ReInit none = new Proposal.ReInit(GroupId.random(random), 1, 1, grease);
    assertThatIllegalArgumentException().isThrownBy(() -> CommitRequest.update().with(none));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> atAlice.propose(none, NOTHING, NOW, random));
    assertThat(atAlice.encode()).isEqualTo(before);
  }

  private Received.ProposalMessage proposedByBob(Proposal proposal) throws Exception {
    MessageWriter writer = new MessageWriter(atBob.state(), atBob.messages(), random);
    MlsMessage message =
        writer
            .framed(writer.signed(proposal, NOTHING, WireFormat.PRIVATE_MESSAGE), Padding.NONE)
            .message();
    return (Received.ProposalMessage) copy(atAlice).process(message, NOW);
  }

  /// RFC 9420 §12.1.5 has it valid, and others may be able to follow: it is kept, but this client
  /// closes nothing for it.
  @Test
  void aWaitingReInitThatCouldNotBeFollowedIsLeftToThoseWhoCan() throws Exception {
    start(Extensions.NONE);
    for (Proposal.ReInit reinit : dead()) {
      Received.ProposalMessage waiting = proposedByBob(reinit);
      assertThat(waiting.group().proposals()).containsOnlyKeys(waiting.reference());
      CommitRequest asked = CommitRequest.update().only(waiting.reference());
      assertThatExceptionOfType(MlsException.class)
          .isThrownBy(() -> waiting.group().commit(asked, NOW, random));
      Committed update = waiting.group().commit(CommitRequest.update(), NOW, random);
      assertThat(update.summary().proposals()).isEmpty();
      Group next = update.group().adopt(update.pending()).group();
      assertThat(next.reinit()).isEmpty();
      assertThat(next.protect(NOTHING, NOTHING, Padding.NONE, random).message()).isNotEmpty();
    }
    Proposal good = new Proposal.ReInit(GroupId.random(random), 1, 1, Extensions.NONE);
    Received.ProposalMessage waiting = proposedByBob(good);
    Committed closing = waiting.group().commit(CommitRequest.update(), NOW, random);
    assertThat(closing.group().adopt(closing.pending()).group().reinit())
        .contains((Proposal.ReInit) good);
  }

  /// As somebody commits it who could, or does not ask.
  @Test
  void aReInitThatOthersCommitClosesTheGroupAlsoForWhoCannotFollow() throws Exception {
    start(Extensions.NONE);
    for (Proposal.ReInit reinit : dead()) {
      CommitRequest request = CommitRequest.update().with(reinit);
      Committed closing =
          CommitWriter.commit(copy(atBob), request, ProposalList.Setting.SUCCESSION, NOW, random);
      Received received = copy(atAlice).process(MlsMessage.decode(closing.message()), NOW);
      Group closed = ((Received.CommitMessage) received).adopt().group();
      assertThat(closed.reinit()).contains(reinit);
      List<KeyPackage> others = List.of(bob.freshKeyPackage(SUITE).keyPackage());
      assertThatExceptionOfType(MlsException.class)
          .isThrownBy(() -> closed.reinitialise(alice.identity, others, NOW, random));
    }
  }

  /// RFC 9420 §12.4.3.1: "unique among the groups that the client is currently participating in".
  @Test
  void whoEntersASuccessorIsInNoOtherGroupOfItsId() throws Exception {
    start(Extensions.NONE);
    KeyPackageSecrets again = bob.freshKeyPackage(SUITE);
    for (GroupId id : List.of(GroupId.random(random), atAlice.groupId())) {
      PskSource source =
          new PskSource.Resumption(PskSource.Usage.BRANCH, atAlice.groupId(), atAlice.epoch());
      Settings knowing =
          alice.settings.withPreSharedKeys(any -> Optional.of(atAlice.resumptionPsk()));
      CommitRequest first =
          CommitRequest.update()
              .add(again.keyPackage())
              .with(new Proposal.PreSharedKey(PreSharedKeyId.fresh(source, SUITE, random)));
      Committed founding =
          CommitWriter.commit(
              Group.create(knowing, alice.identity, GroupParameters.of(id, SUITE), NOW, random),
              first,
              ProposalList.Setting.SUCCESSION,
              NOW,
              random);
      Welcome welcome = MlsMessage.decode(founding.welcome().orElseThrow(), Welcome.class);
      if (id.equals(atAlice.groupId())) {
        assertThatExceptionOfType(MlsException.class)
            .isThrownBy(() -> entered(welcome, again))
            .withMessageContaining("the id of the one that it follows");
      } else {
        assertThat(entered(welcome, again).groupId()).isEqualTo(id);
      }
    }
  }

  private Group entered(Welcome welcome, KeyPackageSecrets mine) throws MlsException {
    return atBob.joinSuccessor(welcome, mine, bob.identity.keys(), Optional.empty(), NOW).group();
  }

  /// The tree may be beside it too.
  @Test
  void theGroupInfoOfASuccessorIsSeenBeforeItIsEntered() throws Exception {
    start(Extensions.NONE);
    KeyPackageSecrets again = bob.freshKeyPackage(SUITE);
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), SUITE);
    List<KeyPackage> others = List.of(again.keyPackage());
    Committed branch = atAlice.branch(alice.identity, parameters, others, NOW, random);
    Welcome welcome = MlsMessage.decode(branch.welcome().orElseThrow(), Welcome.class);
    assertThatExceptionOfType(MlsException.class)
        .isThrownBy(() -> again.groupInfo(bob.settings, welcome))
        .withMessageContaining("join as that group's successor");
    GroupInfo info = again.groupInfo(atBob, welcome);
    assertThat(info.groupContext().groupId()).isEqualTo(parameters.groupId());
    assertThat(entered(welcome, again).epoch()).isEqualTo(1);
  }
}

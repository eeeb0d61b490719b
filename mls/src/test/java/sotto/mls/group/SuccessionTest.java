package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalOrRef;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Welcome;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.Credential;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.Extensions;

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
                parameters,
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
}

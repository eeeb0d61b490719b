package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import sotto.mls.tree.RatchetTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.HpkeCiphertext;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.message.EncryptedGroupSecrets;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.GroupSecrets;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Proposal;
import sotto.mls.message.PskSource;
import sotto.mls.message.Welcome;
import sotto.mls.schedule.AeadKey;
import sotto.mls.schedule.KeySchedule;
import sotto.mls.schedule.PskSecret;
import sotto.mls.tree.Extension;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;

/// RFC 9420 §11.2, §11.3 and §12.4.3.1: Welcomes that Alice makes for Dave, well sealed and wrong.
class WelcomeRulesTest {
  private static final Decoder<GroupSecrets> SECRETS = GroupSecrets::decode;
  private static final Decoder<GroupInfo> INFO = GroupInfo::decode;
  private static final PskSource EXTERNAL = new PskSource.External(new byte[] {1});
  private static final Secret PSK = Secret.zero(32);

  private Insider insider;
  private Welcome genuine;

  @BeforeEach
  void aliceAddsDave() throws Exception {
    insider = new Insider();
    Committed committed =
        insider
            .copy(insider.atAlice)
            .commit(
                CommitRequest.update().add(insider.dave.keyPackage.keyPackage()),
                NOW,
                insider.random);
    genuine = (Welcome) MlsMessage.decode(committed.welcome().orElseThrow());
  }

  private Settings settings() {
    return insider.settings.withPreSharedKeys(source -> Optional.of(PSK.duplicate()));
  }

  private void join(Welcome welcome) throws MlsException {
    Group.join(
        settings(),
        welcome,
        insider.dave.keyPackage,
        insider.dave.identity.keys(),
        Optional.empty(),
        NOW);
  }

  private void refused(Welcome welcome, String why) {
    assertThatThrownBy(() -> join(welcome))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining(why);
  }

  /// The genuine Welcome with other contents, sealed again; the GroupInfo is signed again.
  private Welcome with(
      UnaryOperator<GroupSecrets> changeSecrets, UnaryOperator<GroupInfo> changeInfo)
      throws Exception {
    KeyPackage keyPackage = insider.dave.keyPackage.keyPackage();
    HpkeKeyPair init =
        new HpkeKeyPair(
            Person.CLASSIC.kem(), insider.dave.keyPackage.initKey(), keyPackage.initKey());
    EncryptedGroupSecrets entry = genuine.secrets().getFirst();
    byte[] plain =
        insider.crypto.decryptWithLabel(
            init, "Welcome", genuine.encryptedGroupInfo(), entry.encryptedGroupSecrets());
    GroupSecrets secrets = SECRETS.decodeAll(plain);
    AeadKey key = key(secrets);
    GroupInfo info =
        changeInfo.apply(
            INFO.decodeAll(key.open(insider.crypto, NOTHING, genuine.encryptedGroupInfo())));
    byte[] signature =
        insider.crypto.signWithLabel(
            Person.CRYPTO.signingKey(insider.alice.identity.keys()),
            GroupInfo.LABEL,
            info.toBeSigned(),
            insider.random);
    GroupSecrets changed = changeSecrets.apply(secrets);
    byte[] sealedInfo =
        key(changed).seal(insider.crypto, NOTHING, info.signed(signature).encoded());
    HpkeCiphertext sealed =
        insider.crypto.encryptWithLabel(
            keyPackage.initKey(), "Welcome", sealedInfo, changed.encoded(), insider.random);
    return new Welcome(
        1, List.of(new EncryptedGroupSecrets(entry.newMember(), sealed)), sealedInfo);
  }

  private AeadKey key(GroupSecrets secrets) {
    List<PskSecret> psks = new ArrayList<>();
    secrets.psks().forEach(id -> psks.add(new PskSecret(id, PSK.duplicate())));
    return new KeySchedule(insider.crypto)
        .welcomeKey(secrets.joinerSecret(), PskSecret.combined(insider.crypto, psks));
  }

  private static UnaryOperator<GroupSecrets> psks(PreSharedKeyId... ids) {
    return secrets -> new GroupSecrets(secrets.joinerSecret(), secrets.pathSecret(), List.of(ids));
  }

  private static UnaryOperator<GroupInfo> context(UnaryOperator<GroupContext> change) {
    return info ->
        new GroupInfo(
            change.apply(info.groupContext()),
            info.extensions(),
            info.confirmationTag(),
            info.signer(),
            NOTHING);
  }

  @Test
  void whatIsSealedAgainUnchangedIsTaken() throws Exception {
    join(with(secrets -> secrets, info -> info));
  }

  @Test
  void aWelcomeIsForTheSuiteAndTheKeyPackage() throws Exception {
    refused(new Welcome(3, genuine.secrets(), genuine.encryptedGroupInfo()), "cipher suite");
    refused(new Welcome(1, List.of(), genuine.encryptedGroupInfo()), "not for this KeyPackage");
    refused(
        with(
            secrets -> secrets,
            context(old ->
                new GroupContext(
                    3,
                    old.groupId(),
                    old.epoch(),
                    old.treeHash(),
                    old.confirmedTranscriptHash(),
                    old.extensions()))),
        "another cipher suite");
  }

  @Test
  void theSecretsOfAWelcomeHaveTheirLength() throws Exception {
    refused(
        with(
            secrets -> new GroupSecrets(Secret.zero(31), secrets.pathSecret(), List.of()),
            info -> info),
        "wrong length");
    refused(
        with(
            secrets ->
                new GroupSecrets(secrets.joinerSecret(), Optional.of(Secret.zero(33)), List.of()),
            info -> info),
        "wrong length");
  }

  @Test
  void thePathSecretGivesTheKeysOfTheTree() throws Exception {
    refused(
        with(
            secrets ->
                new GroupSecrets(secrets.joinerSecret(), Optional.of(Secret.zero(32)), List.of()),
            info -> info),
        "does not fit the tree");
  }

  @Test
  void theConfirmationTagOfAGroupInfoFits() throws Exception {
    for (int length : new int[] {0, 1, 31, 32, 33}) {
      refused(
          with(
              secrets -> secrets,
              info ->
                  new GroupInfo(
                      info.groupContext(),
                      info.extensions(),
                      new byte[length],
                      info.signer(),
                      NOTHING)),
          "confirmation tag");
    }
  }

  @Test
  void aChangedGroupContextDoesNotFitItsTag() throws Exception {
    refused(with(secrets -> secrets, context(old -> old.withEpoch(7))), "confirmation tag");
    refused(
        with(secrets -> secrets, context(old -> old.withConfirmedTranscriptHash(NOTHING))),
        "confirmation tag");
    refused(
        with(secrets -> secrets, context(old -> old.withTreeHash(new byte[32]))),
        "not the one that the GroupInfo names");
  }

  @Test
  void theOwnLeafIsInTheTree() {
    KeyPackageSecrets other = insider.dave.freshKeyPackage(Person.CLASSIC);
    assertThat(Group.isFor(insider.settings, genuine, other.keyPackage())).isFalse();
    // Another KeyPackage under the reference that was meant.
    assertThatThrownBy(
            () -> {
              byte[] tree = insider.atAlice.ratchetTree();
              join(
                  with(
                      secrets -> secrets,
                      info ->
                          new GroupInfo(
                              info.groupContext()
                                  .withTreeHash(insider.atAlice.state().tree().treeHash()),
                              info.extensions().with(new Extension(2, tree)),
                              info.confirmationTag(),
                              info.signer(),
                              NOTHING)));
            })
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("does not have this client");
  }

  @Test
  void theInviterIsSomebodyElse() throws Exception {
    refused(
        with(
            secrets -> secrets,
            info ->
                new GroupInfo(
                    info.groupContext(),
                    info.extensions(),
                    info.confirmationTag(),
                    new LeafIndex(3),
                    NOTHING)),
        "signature");
  }

  @Test
  void unknownExtensionsOfAGroupInfoAreIgnored() throws Exception {
    join(
        with(
            secrets -> secrets,
            info ->
                new GroupInfo(
                    info.groupContext(),
                    info.extensions().with(new Extension(0x4a4a, new byte[9])),
                    info.confirmationTag(),
                    info.signer(),
                    NOTHING)));
  }

  @Test
  void theNoncesOfPreSharedKeysHaveTheirLength() throws Exception {
    refused(with(psks(new PreSharedKeyId(EXTERNAL, new byte[31])), info -> info), "wrong length");
  }

  @Test
  void withoutTheTreeAWelcomeIsNotEntered() throws Exception {
    CommitRequest beside =
        CommitRequest.update()
            .add(insider.dave.keyPackage.keyPackage())
            .withTree(TreePlacement.BESIDE);
    Committed committed = insider.atAlice.commit(beside, NOW, insider.random);
    Welcome welcome = (Welcome) MlsMessage.decode(committed.welcome().orElseThrow());
    refused(welcome, "neither inside nor beside");
  }

  @Test
  void thePreSharedKeysAreThoseOfTheCommit() throws Exception {
    refused(
        with(psks(new PreSharedKeyId(EXTERNAL, new byte[32])), info -> info), "confirmation tag");
  }

  @Test
  void aSuccessionIsNamedOnceAndJoinedAsOne() throws Exception {
    GroupId old = GroupId.random(insider.random);
    PreSharedKeyId branch =
        new PreSharedKeyId(new PskSource.Resumption(PskSource.Usage.BRANCH, old, 1), new byte[32]);
    PreSharedKeyId reinit =
        new PreSharedKeyId(new PskSource.Resumption(PskSource.Usage.REINIT, old, 1), new byte[32]);
    refused(with(psks(branch, reinit), info -> info), "twice");
    refused(with(psks(branch), info -> info), "join as that group's successor");
    refused(with(psks(reinit), info -> info), "join as that group's successor");
    assertThatThrownBy(() ->
            insider.atBob.joinSuccessor(
                genuine,
                insider.dave.keyPackage,
                insider.dave.identity.keys(),
                Optional.empty(),
                NOW))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("does not say that it follows");
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
    GroupInfo second =
        new GroupInfo(
            info.groupContext().withEpoch(2),
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
            List.of(branch), info, insider.atAlice.state().tree(), Optional.of(insider.atBob));
  }

  @Test
  void aPreSharedKeyThatIsNotKnownIsRefused() throws Exception {
    Welcome welcome = with(psks(new PreSharedKeyId(EXTERNAL, new byte[32])), info -> info);
    assertThatThrownBy(() ->
            Group.join(
                insider.settings,
                welcome,
                insider.dave.keyPackage,
                insider.dave.identity.keys(),
                Optional.empty(),
                NOW))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("not known");
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
          .hasMessageContaining("follows another group than was said");
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
  private void enter(
      Group old, PskSource.Usage usage, GroupContext successor, RatchetTree tree)
      throws MlsException {
    PskSource source = new PskSource.Resumption(usage, old.groupId(), old.epoch());
    GroupInfo info =
        new GroupInfo(successor, Extensions.NONE, NOTHING, new LeafIndex(0), NOTHING);
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
    notEntered(why, closed, usage, first(closed.groupId(), 1, extensions), tree);
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
    Proposal reinit = new Proposal.ReInit(GroupId.random(insider.random), 2, 1, Extensions.NONE);
    Committed closing =
        insider.atAlice.commit(CommitRequest.update().with(reinit), NOW, insider.random);
    Group closed = closing.group().adopt(closing.pending()).group();
    List<KeyPackage> others =
        List.of(
            insider.bob.freshKeyPackage(Person.CLASSIC).keyPackage(),
            insider.carol.freshKeyPackage(Person.CLASSIC).keyPackage());
    assertThatThrownBy(
            () -> closed.reinitialise(insider.alice.identity, others, NOW, insider.random))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("not the one that the ReInit announced");
  }

  @Test
  void aPathSecretIsOfANodeThatThePathSet() throws Exception {
    GroupParameters parameters = GroupParameters.of(GroupId.random(insider.random), Person.CLASSIC);
    Committed blank =
        Group.create(insider.settings, insider.alice.identity, parameters, NOW, insider.random)
            .commit(
                CommitRequest.update().add(insider.dave.keyPackage.keyPackage()).withoutPath(),
                NOW,
                insider.random);
    genuine = (Welcome) MlsMessage.decode(blank.welcome().orElseThrow());
    join(with(secrets -> secrets, info -> info));
    refused(
        with(
            secrets ->
                new GroupSecrets(secrets.joinerSecret(), Optional.of(Secret.zero(32)), List.of()),
            info -> info),
        "blank node");
  }
}

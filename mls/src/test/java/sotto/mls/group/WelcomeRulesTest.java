package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

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
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.PskSource;
import sotto.mls.message.Welcome;
import sotto.mls.schedule.AeadKey;
import sotto.mls.schedule.GroupSecrets;
import sotto.mls.schedule.KeySchedule;
import sotto.mls.schedule.PskSecret;
import sotto.mls.tree.Extension;
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

package sotto.mls.group;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.EncryptedGroupSecrets;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.GroupSecrets;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.PskSource;
import sotto.mls.message.Welcome;
import sotto.mls.schedule.AeadKey;
import sotto.mls.schedule.KeySchedule;
import sotto.mls.schedule.PskSecret;
import sotto.mls.schedule.TranscriptHash;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.PrivateTree;
import sotto.mls.tree.RatchetTree;

/// Enters a group by a Welcome (RFC 9420 §12.4.3.1).
final class WelcomeReader {
  private static final byte[] NOTHING = new byte[0];
  private static final Decoder<GroupSecrets> SECRETS = GroupSecrets::decode;
  private static final Decoder<GroupInfo> INFO = GroupInfo::decode;

  private final Settings settings;
  private final SuiteCrypto crypto;
  private final KeyPackageSecrets mine;
  private final SignatureKeyPair signatureKeys;
  private final Optional<Group> predecessor;
  private final Instant now;

  WelcomeReader(
      Settings settings,
      SuiteCrypto crypto,
      KeyPackageSecrets mine,
      SignatureKeyPair signatureKeys,
      Optional<Group> predecessor,
      Instant now) {
    this.settings = settings;
    this.crypto = crypto;
    this.mine = mine;
    this.signatureKeys = signatureKeys;
    this.predecessor = predecessor;
    this.now = now;
  }

  record Entered(EpochState state, MessageState messages, GroupInfo info) {}

  Entered read(Welcome welcome, Optional<byte[]> givenTree) throws MlsException {
    KeyPackage keyPackage = mine.keyPackage();
    // "if the cipher suite indicated in the KeyPackage does not match the one in the Welcome
    // message,
    // return an error."
    if (welcome.cipherSuite() != keyPackage.cipherSuite()) {
      throw new MlsException("A Welcome is for another cipher suite than its KeyPackage.");
    }
    GroupSecrets secrets = groupSecrets(welcome);
    List<PskSecret> psks = psks(secrets.psks());
    KeySchedule schedule = new KeySchedule(crypto);
    Secret pskSecret = PskSecret.combined(crypto, psks);
    AeadKey key = schedule.welcomeKey(secrets.joinerSecret(), pskSecret);
    GroupInfo info = INFO.decodeAll(key.open(crypto, NOTHING, welcome.encryptedGroupInfo()));
    key.erase();
    // "Verify that the cipher_suite in the GroupInfo matches the cipher_suite in the KeyPackage."
    if (info.groupContext().cipherSuite() != keyPackage.cipherSuite()) {
      throw new MlsException("A group has another cipher suite than the KeyPackage.");
    }
    RatchetTree tree = new TreeAdmission(settings, crypto, now).admit(info, givenTree);
    LeafIndex me = myLeaf(tree);
    PrivateTree keys = privateKeys(tree, me, info.signer(), secrets.pathSecret());
    byte[] context = info.groupContext().encoded();
    KeySchedule.NewEpoch epoch =
        schedule.epoch(secrets.joinerSecret(), pskSecret, context, tree.width());
    secrets.joinerSecret().erase();
    secrets.pathSecret().ifPresent(Secret::erase);
    pskSecret.erase();
    EpochState state = state(info, tree, keys, epoch, context);
    Succession.checkEntry(secrets.psks(), info, tree, predecessor);
    MessageState messages = MessageState.fresh(epoch.secretTree(), epoch.exporterTree(), List.of());
    return new Entered(state, messages, info);
  }

  private GroupSecrets groupSecrets(Welcome welcome) throws MlsException {
    byte[] reference = mine.reference(settings.crypto());
    for (EncryptedGroupSecrets entry : welcome.secrets()) {
      if (Arrays.equals(entry.newMember(), reference)) {
        HpkeKeyPair initKey =
            new HpkeKeyPair(crypto.suite().kem(), mine.initKey(), mine.keyPackage().initKey());
        byte[] plain =
            crypto.decryptWithLabel(
                initKey, "Welcome", welcome.encryptedGroupInfo(), entry.encryptedGroupSecrets());
        GroupSecrets secrets = SECRETS.decodeAll(plain);
        Arrays.fill(plain, (byte) 0);
        checkLengths(secrets);
        return secrets;
      }
    }
    throw new MlsException("A Welcome is not for this KeyPackage.");
  }

  // RFC 9420 §7.4, §8: both are outputs of the KDF, so KDF.Nh bytes long.
  private void checkLengths(GroupSecrets secrets) throws MlsException {
    int length = crypto.hashLength();
    if (secrets.joinerSecret().length() != length
        || secrets.pathSecret().map(secret -> secret.length() != length).orElse(false)) {
      throw new MlsException("A secret of a Welcome has a wrong length.");
    }
  }

  private List<PskSecret> psks(List<PreSharedKeyId> ids) throws MlsException {
    if (!ids.isEmpty() && !settings.policy().allows(Policy.Allowance.PRE_SHARED_KEYS)) {
      throw new MlsException("Pre-shared keys are not allowed.");
    }
    long successions =
        ids.stream()
            .filter(id ->
                id.source() instanceof PskSource.Resumption(var usage, _, _)
                    && usage != PskSource.Usage.APPLICATION)
            .count();
    // "if a PreSharedKeyID has type resumption with usage reinit or branch, verify that it is the
    // only
    // such PSK."
    if (successions > 1) {
      throw new MlsException("A Welcome says twice which group it follows.");
    }
    // RFC 9420 §11.3: a client that receives a Welcome with such a PSK "MUST verify that the new
    // group reflects a subgroup branched from the referenced group", which takes that group.
    if (successions > 0 && predecessor.isEmpty()) {
      throw new MlsException("A Welcome follows another group; join as that group's successor.");
    }
    for (PreSharedKeyId id : ids) {
      // RFC 9420 §8.4: "the psk_nonce of its PreSharedKeyID MUST be set to a fresh random value of
      // length KDF.Nh".
      if (id.nonce().length != crypto.hashLength()) {
        throw new MlsException("The nonce of a pre-shared key has a wrong length.");
      }
    }
    if (predecessor.isPresent()) {
      return PskLookup.find(ids, settings, predecessor.get().state());
    }
    return PskLookup.find(ids, settings);
  }

  // "Identify a leaf whose LeafNode is identical to the one in the KeyPackage. If no such field
  // exists, return an error."
  private LeafIndex myLeaf(RatchetTree tree) throws MlsException {
    LeafNode own = mine.keyPackage().leafNode();
    byte[] encoded = own.encoded();
    for (LeafIndex index : tree.leaves()) {
      LeafNode leaf = tree.member(index);
      if (Arrays.equals(leaf.encryptionKey(), own.encryptionKey())
          && Arrays.equals(leaf.encoded(), encoded)) {
        return index;
      }
    }
    throw new MlsException("The tree of a Welcome does not have this client.");
  }

  private PrivateTree privateKeys(
      RatchetTree tree, LeafIndex me, LeafIndex inviter, Optional<Secret> pathSecret)
      throws MlsException {
    HpkeKeyPair leafKey =
        new HpkeKeyPair(
            crypto.suite().kem(),
            mine.encryptionKey(),
            mine.keyPackage().leafNode().encryptionKey());
    PrivateTree keys = PrivateTree.of(me, leafKey);
    if (inviter.equals(me)) {
      throw new MlsException("A Welcome is signed by the one whom it invites.");
    }
    return pathSecret.isPresent() ? keys.withPathSecret(tree, inviter, pathSecret.get()) : keys;
  }

  private EpochState state(
      GroupInfo info,
      RatchetTree tree,
      PrivateTree keys,
      KeySchedule.NewEpoch epoch,
      byte[] context)
      throws MlsException {
    GroupContext groupContext = info.groupContext();
    byte[] confirmed = groupContext.confirmedTranscriptHash();
    byte[] tag = epoch.secrets().confirmationTag(crypto, confirmed);
    // "Verify the confirmation tag in the GroupInfo using the derived confirmation key"; in
    // constant
    // time, its length too.
    if (!MessageDigest.isEqual(tag, info.confirmationTag())) {
      throw new MlsException("The confirmation tag of a GroupInfo does not fit.");
    }
    return new EpochState(
        crypto,
        groupContext,
        context,
        TranscriptHash.interim(crypto, confirmed, tag),
        tag,
        tree,
        keys,
        epoch.secrets(),
        signatureKeys,
        settings.crypto().signingKey(signatureKeys),
        List.of(),
        Optional.empty());
  }
}

package sotto.mls.group;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.EncryptedGroupSecrets;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.PskSource;
import sotto.mls.message.Welcome;
import sotto.mls.schedule.AeadKey;
import sotto.mls.schedule.GroupSecrets;
import sotto.mls.schedule.KeySchedule;
import sotto.mls.schedule.PskSecret;

/// Opens a Welcome, as far as its KeyPackage alone allows (RFC 9420 §12.4.3.1); nothing of it is
/// verified against a tree yet.
record WelcomeOpening(
    Settings settings, SuiteCrypto crypto, KeyPackageSecrets mine, Optional<Group> predecessor) {
  private static final byte[] NOTHING = new byte[0];
  private static final Decoder<GroupSecrets> SECRETS = GroupSecrets::decode;
  private static final Decoder<GroupInfo> INFO = GroupInfo::decode;

  record Opened(GroupSecrets secrets, Secret pskSecret, GroupInfo info) {
    void erase() {
      secrets.joinerSecret().erase();
      secrets.pathSecret().ifPresent(Secret::erase);
      pskSecret.erase();
    }
  }

  Opened open(Welcome welcome) throws MlsException {
    KeyPackage keyPackage = mine.keyPackage();
    // "if the cipher suite indicated in the KeyPackage does not match the one in the Welcome
    // message,
    // return an error."
    if (welcome.cipherSuite() != keyPackage.cipherSuite()) {
      throw new MlsException("A Welcome is for another cipher suite than its KeyPackage.");
    }
    GroupSecrets secrets = groupSecrets(welcome);
    Secret pskSecret = PskSecret.combined(crypto, psks(secrets.psks()));
    AeadKey key = new KeySchedule(crypto).welcomeKey(secrets.joinerSecret(), pskSecret);
    GroupInfo info = INFO.decodeAll(key.open(crypto, NOTHING, welcome.encryptedGroupInfo()));
    key.erase();
    // "Verify that the cipher_suite in the GroupInfo matches the cipher_suite in the KeyPackage."
    if (info.groupContext().cipherSuite() != keyPackage.cipherSuite()) {
      throw new MlsException("A group has another cipher suite than the KeyPackage.");
    }
    return new Opened(secrets, pskSecret, info);
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
}

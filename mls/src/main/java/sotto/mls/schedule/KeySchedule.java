package sotto.mls.schedule;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Encapsulation;
import sotto.mls.crypto.Hpke;
import sotto.mls.crypto.HpkeContext;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.HpkeMode;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;

/// The key schedule of RFC 9420 §8, from one epoch to the next.
///
/// Inputs are read and stay the caller's; what is returned is the caller's to erase.
public record KeySchedule(SuiteCrypto crypto) {
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] EXTERNAL_INIT =
      "MLS 1.0 external init secret".getBytes(StandardCharsets.US_ASCII);

  /// `joiner_secret` of the epoch that `groupContext`, encoded, describes.
  public Secret joinerSecret(Secret initSecret, Secret commitSecret, byte[] groupContext) {
    Secret extracted = crypto.extract(initSecret, commitSecret);
    Secret joiner = crypto.expandWithLabel(extracted, "joiner", groupContext, crypto.hashLength());
    extracted.erase();
    return joiner;
  }

  /// The key and nonce that seal the GroupInfo of a Welcome (RFC 9420 §12.4.3.1).
  public AeadKey welcomeKey(Secret joinerSecret, Secret pskSecret) {
    Secret extracted = crypto.extract(joinerSecret, pskSecret);
    Secret welcome = crypto.deriveSecret(extracted, "welcome");
    extracted.erase();
    AeadKey key = AeadKey.expanded(crypto, welcome, NOTHING);
    welcome.erase();
    return key;
  }

  /// What the key schedule gives for a new epoch.
  public record NewEpoch(EpochSecrets secrets, SecretTree secretTree, ExporterTree exporterTree) {}

  /// @param groupContext of the new epoch, encoded
  /// @param leaves of the new epoch's ratchet tree, blank ones included
  public NewEpoch epoch(Secret joinerSecret, Secret pskSecret, byte[] groupContext, long leaves) {
    Secret extracted = crypto.extract(joinerSecret, pskSecret);
    Secret epochSecret =
        crypto.expandWithLabel(extracted, "epoch", groupContext, crypto.hashLength());
    extracted.erase();
    return derived(epochSecret, leaves);
  }

  /// The first epoch of a group, of one member. RFC 9420 §11: "Epoch secret: A fresh random value
  /// of size `KDF.Nh`".
  public NewEpoch firstEpoch(RandomGenerator random) {
    return derived(Secret.random(crypto.hashLength(), random), 1);
  }

  private NewEpoch derived(Secret epochSecret, long leaves) {
    NewEpoch epoch =
        new NewEpoch(
            EpochSecrets.derived(crypto, epochSecret),
            SecretTree.rooted(crypto.deriveSecret(epochSecret, "encryption"), leaves),
            ExporterTree.rooted(crypto.deriveSecret(epochSecret, "application_export")));
    epochSecret.erase();
    return epoch;
  }

  /// `psk_secret` without any PSK: zeros.
  public Secret noPsk() {
    return Secret.zero(crypto.hashLength());
  }

  /// `external_priv, external_pub` (RFC 9420 §8).
  public HpkeKeyPair externalKeyPair(EpochSecrets secrets) {
    return crypto.deriveHpkeKeyPair(secrets.externalSecret());
  }

  /// What an external joiner makes (RFC 9420 §8.3): the new `init_secret`, and `kem_output` to put
  /// into its ExternalInit proposal.
  ///
  /// @throws MlsException when `externalPub` is no key of the suite
  public Encapsulation externalInit(byte[] externalPub, RandomGenerator random)
      throws MlsException {
    Hpke.SenderSetup setup =
        crypto.hpke().setupSender(externalPub, NOTHING, new HpkeMode.Base<>(), random);
    Secret initSecret = setup.context().export(EXTERNAL_INIT, crypto.hashLength());
    setup.context().erase();
    return new Encapsulation(initSecret, setup.encapsulated());
  }

  /// The `init_secret` of an ExternalInit proposal, as members find it.
  ///
  /// @throws MlsException when `kemOutput` is malformed
  public Secret externalInit(HpkeKeyPair external, byte[] kemOutput) throws MlsException {
    HpkeContext context =
        crypto.hpke().setupReceiver(kemOutput, external, NOTHING, new HpkeMode.Base<>());
    Secret initSecret = context.export(EXTERNAL_INIT, crypto.hashLength());
    context.erase();
    return initSecret;
  }
}

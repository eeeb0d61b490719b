package sotto.mls.schedule;

import java.util.Arrays;
import java.util.List;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;

/// The secrets that a member keeps during one epoch (RFC 9420 §8, table 4). Those of the two trees
/// are not among them, because trees erase theirs with the first use.
public record EpochSecrets(
    Secret senderDataSecret,
    Secret exporterSecret,
    Secret externalSecret,
    Secret confirmationKey,
    Secret membershipKey,
    Secret resumptionPsk,
    Secret epochAuthenticator,
    Secret initSecret)
    implements Encodable {

  static EpochSecrets derived(SuiteCrypto crypto, Secret epochSecret) {
    return new EpochSecrets(
        crypto.deriveSecret(epochSecret, "sender data"),
        crypto.deriveSecret(epochSecret, "exporter"),
        crypto.deriveSecret(epochSecret, "external"),
        crypto.deriveSecret(epochSecret, "confirm"),
        crypto.deriveSecret(epochSecret, "membership"),
        crypto.deriveSecret(epochSecret, "resumption"),
        crypto.deriveSecret(epochSecret, "authentication"),
        crypto.deriveSecret(epochSecret, "init"));
  }

  /// `confirmation_tag` (RFC 9420 §6.1).
  public byte[] confirmationTag(SuiteCrypto crypto, byte[] confirmedTranscriptHash) {
    return crypto.mac(confirmationKey, confirmedTranscriptHash);
  }

  /// @throws MlsException when the tag is another: the sender has another view of the group
  public void checkConfirmationTag(SuiteCrypto crypto, byte[] confirmedTranscriptHash, byte[] tag)
      throws MlsException {
    check(confirmationTag(crypto, confirmedTranscriptHash), tag, "confirmation");
  }

  /// `membership_tag` over an encoded `AuthenticatedContentTBM` (RFC 9420 §6.2).
  public byte[] membershipTag(SuiteCrypto crypto, byte[] authenticatedContent) {
    return crypto.mac(membershipKey, authenticatedContent);
  }

  /// @throws MlsException when the tag is another: the sender is no member of this epoch
  public void checkMembershipTag(SuiteCrypto crypto, byte[] authenticatedContent, byte[] tag)
      throws MlsException {
    check(membershipTag(crypto, authenticatedContent), tag, "membership");
  }

  private static void check(byte[] expected, byte[] tag, String what) throws MlsException {
    if (!Secret.owning(expected).equals(Secret.copyOf(tag))) {
      throw new MlsException("A " + what + " tag is wrong.");
    }
  }

  /// The key and nonce of SenderData (RFC 9420 §6.3.2): "the first `KDF.Nh` bytes of the
  /// ciphertext", or all of a shorter one, are the sample.
  public AeadKey senderDataKey(SuiteCrypto crypto, byte[] ciphertext) {
    return AeadKey.expanded(crypto, senderDataSecret, sample(crypto, ciphertext));
  }

  static byte[] sample(SuiteCrypto crypto, byte[] ciphertext) {
    return Arrays.copyOf(ciphertext, Math.min(ciphertext.length, crypto.hashLength()));
  }

  /// `MLS-Exporter(Label, Context, Length)` (RFC 9420 §8.5).
  public Secret export(SuiteCrypto crypto, String label, byte[] context, int length) {
    int most = 255 * crypto.hashLength();
    if (length < 0 || length > most) {
      throw new IllegalArgumentException(
          "The exporter gives 0 to %d bytes in this suite, and not %d; for more, expand a secret of it."
              .formatted(most, length));
    }
    Secret derived = crypto.deriveSecret(exporterSecret, label);
    Secret exported = crypto.expandWithLabel(derived, "exported", crypto.hash(context), length);
    derived.erase();
    return exported;
  }

  /// All of them, to erase them with the epoch.
  public List<Secret> secrets() {
    return List.of(
        senderDataSecret,
        exporterSecret,
        externalSecret,
        confirmationKey,
        membershipKey,
        resumptionPsk,
        epochAuthenticator,
        initSecret);
  }

  public static EpochSecrets decode(Reader in) throws MlsException {
    return new EpochSecrets(
        StoredSecrets.read(in),
        StoredSecrets.read(in),
        StoredSecrets.read(in),
        StoredSecrets.read(in),
        StoredSecrets.read(in),
        StoredSecrets.read(in),
        StoredSecrets.read(in),
        StoredSecrets.read(in));
  }

  @Override
  public void encode(Writer out) {
    secrets().forEach(secret -> StoredSecrets.write(out, secret));
  }
}

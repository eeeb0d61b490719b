package sotto.mls.crypto;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import sotto.mls.codec.MlsException;

/// An encryption context of HPKE (RFC 9180 §5.2): seals or opens in sequence, and exports.
///
/// Not for use by two threads at once.
public final class HpkeContext {
  private final Hpke hpke;
  private final Secret key;
  private final Secret baseNonce;
  private final Secret exporterSecret;
  private long sequence;

  HpkeContext(Hpke hpke, Secret key, Secret baseNonce, Secret exporterSecret) {
    this.hpke = hpke;
    this.key = key;
    this.baseNonce = baseNonce;
    this.exporterSecret = exporterSecret;
  }

  /// `ContextS.Seal(aad, pt)`.
  ///
  /// @throws IllegalStateException when every number was used, or the context only exports
  public byte[] seal(byte[] associatedData, byte[] plaintext) {
    allGiven("associatedData plaintext", associatedData, plaintext);
    byte[] nonce = nonce();
    byte[] sealed =
        key.read(
            content -> hpke.crypto().seal(hpke.aead(), content, nonce, associatedData, plaintext));
    sequence++;
    return sealed;
  }

  /// `ContextR.Open(aad, ct)`.
  ///
  /// @throws MlsException when the tag does not fit; the context is as it was
  /// @throws IllegalStateException as [#seal]
  public byte[] open(byte[] associatedData, byte[] ciphertext) throws MlsException {
    allGiven("associatedData ciphertext", associatedData, ciphertext);
    byte[] nonce = nonce();
    byte[] plaintext =
        key.read(
            content -> hpke.crypto().open(hpke.aead(), content, nonce, associatedData, ciphertext));
    sequence++;
    return plaintext;
  }

  /// `Context.Export(exporter_context, L)`.
  public Secret export(byte[] exporterContext, int length) {
    given("exporterContext", exporterContext);
    LabeledKdf kdf = LabeledKdf.ofHpke(hpke);
    return hpke.kdf().isTwoStage()
        ? kdf.expand(exporterSecret, "sec", exporterContext, length)
        : exporterSecret.read(key -> kdf.derive(key, "sec", exporterContext, length));
  }

  /// Goes on with a later message of the sequence, when those between were lost.
  ///
  /// @throws IllegalArgumentException for a number already used: its nonce must not be used again
  public void skipTo(long next) {
    if (sequence < 0 || next < sequence) {
      throw new IllegalArgumentException("An HPKE context cannot go back to message " + next + ".");
    }
    sequence = next;
  }

  public void erase() {
    key.erase();
    baseNonce.erase();
    exporterSecret.erase();
  }

  /// @throws IllegalStateException when every number was used or the context only exports
  private byte[] nonce() {
    if (hpke.aead() == Aead.EXPORT_ONLY) {
      throw new IllegalStateException("An export-only HPKE context seals and opens nothing.");
    }
    if (sequence < 0) {
      throw new IllegalStateException("All 2^63 messages of this HPKE context are used.");
    }
    byte[] nonce = baseNonce.copy();
    for (int i = 0; i < 8; i++) {
      nonce[nonce.length - 1 - i] ^= (byte) (sequence >>> 8 * i);
    }
    return nonce;
  }
}

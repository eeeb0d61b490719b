package sotto.mls.schedule;

import java.util.List;
import java.util.function.Function;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Derivation;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;

/// A key and its nonce, for one message.
public record AeadKey(Secret key, Secret nonce) {
  /// Bytes of `reuse_guard` (RFC 9420 §6.3.1).
  public static final int REUSE_GUARD_LENGTH = 4;

  private static final Function<CipherSuite, Derivation> KEY_AND_NONCE =
      Derivation.ofSuites(suite -> Derivation.of(keyOf(suite), nonceOf(suite)));

  /// The pair that ExpandWithLabel gives for "key" and "nonce", as for sender data (RFC 9420
  /// §6.3.2) and the Welcome (§12.4.3.1).
  static AeadKey expanded(SuiteCrypto crypto, Secret secret, byte[] context) {
    List<Secret> parts =
        crypto.expandWithLabels(secret, context, KEY_AND_NONCE.apply(crypto.suite()));
    return new AeadKey(parts.get(0), parts.get(1));
  }

  static Derivation.Output keyOf(CipherSuite suite) {
    return new Derivation.Output("key", suite.aead().keyLength());
  }

  static Derivation.Output nonceOf(CipherSuite suite) {
    return new Derivation.Output("nonce", suite.aead().nonceLength());
  }

  public byte[] seal(SuiteCrypto crypto, byte[] associatedData, byte[] plaintext) {
    return crypto.seal(key, nonce.copy(), associatedData, plaintext);
  }

  public byte[] open(SuiteCrypto crypto, byte[] associatedData, byte[] ciphertext)
      throws MlsException {
    return crypto.open(key, nonce.copy(), associatedData, ciphertext);
  }

  /// Seals with the nonce of RFC 9420 §6.3.1, whose first four bytes are XORed with the guard.
  public byte[] seal(
      SuiteCrypto crypto, byte[] reuseGuard, byte[] associatedData, byte[] plaintext) {
    return crypto.seal(key, guarded(reuseGuard), associatedData, plaintext);
  }

  /// Opens with that nonce; the key itself stays as it is, also for another try.
  public byte[] open(
      SuiteCrypto crypto, byte[] reuseGuard, byte[] associatedData, byte[] ciphertext)
      throws MlsException {
    return crypto.open(key, guarded(reuseGuard), associatedData, ciphertext);
  }

  public void erase() {
    key.erase();
    nonce.erase();
  }

  private byte[] guarded(byte[] reuseGuard) {
    if (reuseGuard.length != REUSE_GUARD_LENGTH) {
      throw new IllegalArgumentException("A reuse guard has four bytes.");
    }
    byte[] guarded = nonce.copy();
    for (int i = 0; i < REUSE_GUARD_LENGTH; i++) {
      guarded[i] ^= reuseGuard[i];
    }
    return guarded;
  }
}

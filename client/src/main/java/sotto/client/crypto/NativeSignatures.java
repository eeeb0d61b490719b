package sotto.client.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.DelegatingCrypto;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SelfTest;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.VerificationKey;

/// Ed25519 of a native provider; all else is delegated.
record NativeSignatures(Crypto rest, NativeCurve curve) implements DelegatingCrypto {

  /// Empty when the provider gives another verdict on the edge cases, or other signatures.
  static Optional<Crypto> over(Crypto rest, Provider provider) {
    NativeSignatures crypto = new NativeSignatures(rest, new NativeCurve(provider));
    try {
      SelfTest.ed25519(crypto);
      return crypto.agreesWithRest() ? Optional.of(crypto) : Optional.empty();
    } catch (MlsException | GeneralSecurityException | IllegalStateException | LinkageError e) {
      return Optional.empty();
    }
  }

  /// Signatures must be those of the portable primitives, bit for bit; and the provider itself must
  /// accept them, or every signature would be verified twice.
  private boolean agreesWithRest() throws MlsException, GeneralSecurityException {
    Secret secret = NativeCurve.example();
    SignatureKeyPair keys = rest.signatureKeyPair(SignatureScheme.ED25519, secret);
    byte[] message = keys.publicKey();
    SigningKey portable = rest.signingKey(keys);
    byte[] signature = new NativeSigningKey(curve, portable, secret).natively(message);
    byte[] expected = portable.sign(message, RandomGenerator.getDefault());
    return Arrays.equals(signature, expected)
        && curve.verifies(curve.verificationKey(keys.publicKey()), message, signature);
  }

  @Override
  public SigningKey signingKey(SignatureKeyPair keys) throws MlsException {
    SigningKey checked = rest.signingKey(keys);
    if (keys.scheme() != SignatureScheme.ED25519) {
      return checked;
    }
    try {
      return new NativeSigningKey(curve, checked, keys.privateKey());
    } catch (GeneralSecurityException e) {
      return checked;
    }
  }

  @Override
  public VerificationKey verificationKey(SignatureScheme scheme, byte[] publicKey)
      throws MlsException {
    // "small-order and non-canonical keys are refused before any provider sees them"
    VerificationKey checked = rest.verificationKey(scheme, publicKey);
    if (scheme != SignatureScheme.ED25519) {
      return checked;
    }
    try {
      return new NativeVerificationKey(curve, checked, curve.verificationKey(publicKey));
    } catch (GeneralSecurityException e) {
      return checked;
    }
  }
}

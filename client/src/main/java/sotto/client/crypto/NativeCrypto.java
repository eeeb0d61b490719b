package sotto.client.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.conscrypt.Conscrypt;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.DelegatingCrypto;
import sotto.mls.crypto.DhGroup;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SelfTest;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.VerificationKey;

/// Ed25519 and X25519 of BoringSSL through Conscrypt, in half of the portable time; all else is
/// delegated.
///
/// Never required: [#orPortable] gives the portable primitives where the native library does not
/// load or gives another verdict on the edge cases of Ed25519.
public final class NativeCrypto implements DelegatingCrypto {
  private final Crypto portable;
  private final NativeCurve curve;

  private NativeCrypto(Crypto portable, Provider provider) {
    this.portable = portable;
    this.curve = new NativeCurve(provider);
  }

  @Override
  public Crypto rest() {
    return portable;
  }

  /// The native primitives when they are here and pass their self-test, otherwise `portable`.
  public static Crypto orPortable(Crypto portable) {
    try {
      return tried(portable, Conscrypt.newProvider());
    } catch (IllegalStateException | LinkageError e) {
      // No native library for this platform, or one that is not to be used: the portable one is.
      return portable;
    }
  }

  /// @throws IllegalStateException when the provider does not agree with `portable`
  static Crypto tried(Crypto portable, Provider provider) {
    NativeCrypto crypto = new NativeCrypto(portable, provider);
    SelfTest.ed25519(crypto);
    crypto.compare();
    return crypto;
  }

  /// Signatures and shared secrets must be those of the portable primitives, bit for bit.
  private void compare() {
    byte[] fixed = new byte[32];
    Arrays.fill(fixed, (byte) 0x2a);
    Secret secret = Secret.owning(fixed);
    try {
      SignatureKeyPair keys = portable.signatureKeyPair(SignatureScheme.ED25519, secret);
      byte[] point = portable.publicKey(DhGroup.X25519, secret);
      byte[] signature = curve.sign(curve.signingKey(secret), point);
      boolean same =
          Arrays.equals(
                  signature, portable.signingKey(keys).sign(point, RandomGenerator.getDefault()))
              && curve.verifies(curve.verificationKey(keys.publicKey()), point, signature)
              && curve.agree(secret, point).equals(portable.agree(DhGroup.X25519, secret, point));
      if (!same) {
        throw new IllegalStateException("The native Ed25519 or X25519 gives another result.");
      }
    } catch (MlsException | GeneralSecurityException e) {
      throw new IllegalStateException("The native Ed25519 or X25519 does not work.", e);
    }
  }

  @Override
  public SigningKey signingKey(SignatureKeyPair keys) throws MlsException {
    SigningKey checked = portable.signingKey(keys);
    if (keys.scheme() != SignatureScheme.ED25519) {
      return checked;
    }
    try {
      return new NativeSigningKey(curve, keys, curve.signingKey(keys.privateKey()));
    } catch (GeneralSecurityException e) {
      return checked;
    }
  }

  @Override
  public VerificationKey verificationKey(SignatureScheme scheme, byte[] publicKey)
      throws MlsException {
    // "small-order and non-canonical keys are refused before any provider sees them"
    VerificationKey checked = portable.verificationKey(scheme, publicKey);
    if (scheme != SignatureScheme.ED25519) {
      return checked;
    }
    try {
      return new NativeVerificationKey(curve, checked, curve.verificationKey(publicKey));
    } catch (GeneralSecurityException e) {
      return checked;
    }
  }

  @Override
  public Secret agree(DhGroup group, Secret privateKey, byte[] publicKey) throws MlsException {
    if (group != DhGroup.X25519 || privateKey.length() != 32 || publicKey.length != 32) {
      return portable.agree(group, privateKey, publicKey);
    }
    try {
      return curve.agree(privateKey, publicKey);
    } catch (GeneralSecurityException e) {
      // Such as an all-zero result; the portable primitive says what is wrong.
      return portable.agree(group, privateKey, publicKey);
    }
  }
}

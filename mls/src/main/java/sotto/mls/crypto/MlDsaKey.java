package sotto.mls.crypto;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;

/// ML-DSA (FIPS 204) of the JDK, with the empty context. The private key is the seed of 32 bytes.
///
/// The JDK's key objects cannot be erased, so each signature makes its own from the seed, which
/// costs half a signature (0.18 ms instead of 0.13 for ML-DSA-44): nothing that is held can sign
/// after the seed is erased.
final class MlDsaKey {
  private MlDsaKey() {}

  record Signing(SignatureScheme scheme, Secret seed, byte[] publicKey) implements SigningKey {
    @Override
    public byte[] sign(byte[] message, RandomGenerator random) {
      try {
        return MlDsaEngine.ofThread(scheme).sign(seed, message, random);
      } catch (GeneralSecurityException e) {
        throw failure(e);
      }
    }

    @Override
    public String toString() {
      return "Signing[" + scheme + "]";
    }
  }

  record Verification(SignatureScheme scheme, byte[] publicKey, PublicKey key)
      implements VerificationKey {
    @Override
    public boolean verify(byte[] message, byte[] signature) {
      try {
        return MlDsaEngine.ofThread(scheme).verify(key, message, signature);
      } catch (GeneralSecurityException e) {
        throw failure(e);
      }
    }
  }

  static Signing signing(SignatureScheme scheme, Secret seed) throws MlsException {
    if (seed.length() != MlDsaEngine.SEED_LENGTH) {
      throw new MlsException("An ML-DSA private key is not a seed of 32 bytes.");
    }
    try {
      return new Signing(scheme, seed, MlDsaEngine.ofThread(scheme).publicKey(seed));
    } catch (GeneralSecurityException e) {
      throw failure(e);
    }
  }

  static VerificationKey verification(SignatureScheme scheme, byte[] publicKey)
      throws MlsException {
    // Every string of that length is a key (FIPS 204 §7.2): the JDK, too, looks at no more.
    if (publicKey.length != scheme.publicKeyLength()) {
      throw new MlsException("An ML-DSA public key has the wrong length.");
    }
    try {
      PublicKey key = MlDsaEngine.ofThread(scheme).imported(publicKey);
      return new Verification(scheme, publicKey.clone(), key);
    } catch (InvalidKeySpecException e) {
      throw new MlsException("An ML-DSA public key is malformed.", e);
    }
  }

  private static IllegalStateException failure(GeneralSecurityException e) {
    return new IllegalStateException("This JDK's ML-DSA fails; use JDK 25 or newer.", e);
  }
}

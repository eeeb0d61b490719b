package sotto.mls.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.EncodedKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import sotto.mls.codec.MlsException;

/// ML-KEM of the JDK.
///
/// JDK 25 stores no seed and spoils the raw private keys that it imports, so a key pair is always
/// generated anew from its seed, which costs no more than a check of an imported key would.
final class JdkMlKem {
  private JdkMlKem() {}

  static byte[] publicKey(MlKem parameters, Secret seed) throws MlsException {
    try {
      return KeyFactory.getInstance(parameters.algorithm())
          .getKeySpec(keyPair(parameters, seed).getPublic(), EncodedKeySpec.class)
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw failure(e);
    }
  }

  static Encapsulation encapsulate(MlKem parameters, byte[] publicKey, Secret randomness)
      throws MlsException {
    if (randomness.length() != MlKem.RANDOMNESS_LENGTH) {
      throw new IllegalArgumentException("ML-KEM encapsulates with 32 bytes of randomness.");
    }
    return encapsulate(parameters, publicKey, ParameterRandom.playing(randomness));
  }

  private static Encapsulation encapsulate(
      MlKem parameters, byte[] publicKey, ParameterRandom random) throws MlsException {
    try {
      KEM.Encapsulated made =
          KEM.getInstance(parameters.algorithm())
              .newEncapsulator(imported(parameters, publicKey), random)
              .encapsulate();
      return new Encapsulation(Secret.owning(made.key().getEncoded()), made.encapsulation());
    } catch (InvalidKeyException | InvalidKeySpecException e) {
      // FIPS 203 §7.2: the type check and the modulus check.
      throw new MlsException("An ML-KEM public key is malformed.", e);
    } catch (GeneralSecurityException e) {
      throw failure(e);
    }
  }

  static Secret decapsulate(MlKem parameters, Secret seed, byte[] ciphertext) throws MlsException {
    if (ciphertext.length != parameters.ciphertextLength()) {
      throw new MlsException("An ML-KEM ciphertext has the wrong length.");
    }
    try {
      return Secret.owning(
          KEM.getInstance(parameters.algorithm())
              .newDecapsulator(keyPair(parameters, seed).getPrivate())
              .decapsulate(ciphertext)
              .getEncoded());
    } catch (DecapsulateException e) {
      throw new MlsException("An ML-KEM ciphertext is malformed.", e);
    } catch (GeneralSecurityException e) {
      throw failure(e);
    }
  }

  private static KeyPair keyPair(MlKem parameters, Secret seed)
      throws MlsException, GeneralSecurityException {
    if (seed.length() != MlKem.SEED_LENGTH) {
      throw new MlsException("An ML-KEM private key is not a seed of 64 bytes.");
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-KEM");
    generator.initialize(
        new NamedParameterSpec(parameters.algorithm()), ParameterRandom.playing(seed));
    return generator.generateKeyPair();
  }

  private static PublicKey imported(MlKem parameters, byte[] publicKey)
      throws GeneralSecurityException {
    return KeyFactory.getInstance(parameters.algorithm()).generatePublic(new RawKey(publicKey));
  }

  private static IllegalStateException failure(GeneralSecurityException e) {
    return new IllegalStateException("This JDK's ML-KEM fails; use JDK 25 or newer.", e);
  }
}

package sotto.mls.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import sotto.mls.codec.MlsException;

/// ML-KEM of the JDK, one set of engines for each thread.
///
/// JDK 25 stores no seed and spoils the raw private keys that it imports, so a key pair is always
/// generated anew from its seed, which costs no more than a check of an imported key would. A `KEM`
/// holds nothing of its uses; keys are in what it makes for one use.
///
/// What lies beneath is not ours to pin: the JDK's ML-KEM looks up SHA3-256 and SHA3-512 by itself,
/// for every operation, in whichever provider an application has put first.
final class JdkMlKem {
  private static final ThreadLocal<Map<MlKem, JdkMlKem>> OF_THREAD =
      ThreadLocal.withInitial(() -> new EnumMap<>(MlKem.class));

  private final MlKem parameters;
  private final KEM kem;
  private final LatticeKeys keys;

  private JdkMlKem(MlKem parameters) {
    this.parameters = parameters;
    this.kem = JdkProvider.SUN_JCE.engine(parameters.algorithm(), KEM::getInstance);
    this.keys = new LatticeKeys(JdkProvider.SUN_JCE, parameters.algorithm());
  }

  static JdkMlKem ofThread(MlKem parameters) {
    return OF_THREAD.get().computeIfAbsent(parameters, JdkMlKem::new);
  }

  byte[] publicKey(Secret seed) throws MlsException {
    checkSeed(seed);
    try {
      return keys.publicKey(seed);
    } catch (InvalidKeySpecException e) {
      throw failure(e);
    }
  }

  Encapsulation encapsulate(byte[] publicKey, Secret randomness) throws MlsException {
    if (randomness.length() != MlKem.RANDOMNESS_LENGTH) {
      throw new IllegalArgumentException("ML-KEM encapsulates with 32 bytes of randomness.");
    }
    try {
      KEM.Encapsulated made =
          kem.newEncapsulator(keys.imported(publicKey), ParameterRandom.playing(randomness))
              .encapsulate();
      return new Encapsulation(Secret.owning(made.key().getEncoded()), made.encapsulation());
    } catch (InvalidKeyException | InvalidKeySpecException e) {
      // FIPS 203 §7.2: the type check and the modulus check.
      throw new MlsException("An ML-KEM public key is malformed.", e);
    }
  }

  Secret decapsulate(Secret seed, byte[] ciphertext) throws MlsException {
    if (ciphertext.length != parameters.ciphertextLength()) {
      throw new MlsException("An ML-KEM ciphertext has the wrong length.");
    }
    checkSeed(seed);
    try {
      return Secret.owning(
          kem.newDecapsulator(keys.pair(seed).getPrivate()).decapsulate(ciphertext).getEncoded());
    } catch (DecapsulateException e) {
      throw new MlsException("An ML-KEM ciphertext is malformed.", e);
    } catch (GeneralSecurityException e) {
      throw failure(e);
    }
  }

  private static void checkSeed(Secret seed) throws MlsException {
    if (seed.length() != MlKem.SEED_LENGTH) {
      throw new MlsException("An ML-KEM private key is not a seed of 64 bytes.");
    }
  }

  private static IllegalStateException failure(GeneralSecurityException e) {
    return new IllegalStateException("This JDK's ML-KEM fails; use JDK 25 or newer.", e);
  }
}

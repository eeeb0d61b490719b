package sotto.mls.crypto;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The JDK's engines of one parameter set of ML-DSA, one set for each thread.
final class MlDsaEngine {
  static final int SEED_LENGTH = 32;

  /// The engine gathers a message in a buffer that never shrinks, so after a longer message than
  /// this it is given up, and the thread's next signature looks up another.
  static final int LONGEST_KEPT = 1 << 20;

  private static final ThreadLocal<Map<SignatureScheme, MlDsaEngine>> OF_THREAD =
      ThreadLocal.withInitial(() -> new EnumMap<>(SignatureScheme.class));

  private final SignatureScheme scheme;
  private final LatticeKeys keys;
  private final ReusedSignature signature;

  private MlDsaEngine(SignatureScheme scheme) {
    String algorithm = algorithm(scheme);
    this.scheme = scheme;
    this.keys = new LatticeKeys(JdkProvider.SUN, algorithm);
    this.signature =
        new ReusedSignature(
            JdkProvider.SUN.engine(algorithm, Signature::getInstance),
            keys.pair(Secret.zero(SEED_LENGTH)).getPrivate());
  }

  static MlDsaEngine ofThread(SignatureScheme scheme) {
    return OF_THREAD.get().computeIfAbsent(scheme, MlDsaEngine::new);
  }

  byte[] sign(Secret seed, byte[] message, RandomGenerator random) throws GeneralSecurityException {
    try {
      return signature.sign(keys.pair(seed).getPrivate(), message, random);
    } finally {
      giveUpAfter(message);
    }
  }

  boolean verify(PublicKey key, byte[] message, byte[] signed) throws GeneralSecurityException {
    try {
      return signature.verify(key, message, signed);
    } catch (SignatureException e) {
      return false;
    } finally {
      giveUpAfter(message);
    }
  }

  byte[] publicKey(Secret seed) throws InvalidKeySpecException {
    return keys.publicKey(seed);
  }

  PublicKey imported(byte[] publicKey) throws InvalidKeySpecException {
    return keys.imported(publicKey);
  }

  private void giveUpAfter(byte[] message) {
    if (message.length > LONGEST_KEPT) {
      OF_THREAD.get().remove(scheme);
    }
  }

  private static String algorithm(SignatureScheme scheme) {
    return switch (scheme) {
      case MLDSA44 -> "ML-DSA-44";
      case MLDSA65 -> "ML-DSA-65";
      case MLDSA87 -> "ML-DSA-87";
      case ED25519, ED448, ECDSA_P256, ECDSA_P384, ECDSA_P521 ->
          throw new IllegalArgumentException(scheme + " is not ML-DSA.");
    };
  }
}

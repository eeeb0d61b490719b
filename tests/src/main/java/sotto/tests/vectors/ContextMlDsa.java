package sotto.tests.vectors;

import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;
import sotto.mls.crypto.SignatureScheme;

/// ML-DSA with a context, or of a message that was hashed elsewhere. MLS signs with the empty
/// context (draft-ietf-mls-pq-ciphersuites), and JDK 25 has no other; so these vectors go to the
/// product's second library of primitives, bcprov.
final class ContextMlDsa {
  private static final int LONGEST_CONTEXT = 255;
  private static final int HASH_LENGTH = 64;

  private ContextMlDsa() {}

  static boolean verify(
      SignatureScheme scheme, byte[] publicKey, byte[] context, byte[] message, byte[] signature) {
    Optional<CipherParameters> key = verifying(scheme, publicKey);
    if (context.length > LONGEST_CONTEXT || key.isEmpty()) {
      return false;
    }
    MLDSASigner verifier = new MLDSASigner();
    verifier.init(false, new ParametersWithContext(key.get(), context));
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  /// @param privateKey a seed, or the expanded form
  static byte[] sign(
      SignatureScheme scheme, byte[] privateKey, byte[] context, byte[] message, byte[] random)
      throws CryptoException {
    if (context.length > LONGEST_CONTEXT) {
      throw new IllegalArgumentException("FIPS 204 §5.2: a context has at most 255 bytes.");
    }
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, new ParametersWithContext(signing(scheme, privateKey, random), context));
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  /// Signs `mu`, the 64 bytes that key, context and message are hashed to.
  static byte[] signHashed(SignatureScheme scheme, byte[] privateKey, byte[] mu, byte[] random)
      throws CryptoException {
    MLDSASigner signer = new MLDSASigner();
    signer.init(true, signing(scheme, privateKey, random));
    return signer.generateMuSignature(mu);
  }

  /// The expanded form of the key of a seed.
  static byte[] expand(SignatureScheme scheme, byte[] seed) {
    return new MLDSAPrivateKeyParameters(parameters(scheme), seed).getEncoded();
  }

  /// FIPS 204, algorithm 7: the message as the inner interface takes it, hashed after the hash of
  /// the public key.
  static byte[] hash(byte[] publicKey, byte[] message) {
    SHAKEDigest ofKey = new SHAKEDigest(256);
    ofKey.update(publicKey, 0, publicKey.length);
    byte[] ofPublicKey = new byte[HASH_LENGTH];
    ofKey.doFinal(ofPublicKey, 0, ofPublicKey.length);
    return hashAfter(ofPublicKey, message);
  }

  static byte[] hashAfter(byte[] ofPublicKey, byte[] message) {
    SHAKEDigest ofBoth = new SHAKEDigest(256);
    ofBoth.update(ofPublicKey, 0, ofPublicKey.length);
    ofBoth.update(message, 0, message.length);
    byte[] hash = new byte[HASH_LENGTH];
    ofBoth.doFinal(hash, 0, hash.length);
    return hash;
  }

  /// Verifies a signature of `mu`.
  static boolean verifyHashed(
      SignatureScheme scheme, byte[] publicKey, byte[] mu, byte[] signature) {
    Optional<CipherParameters> key = verifying(scheme, publicKey);
    if (key.isEmpty()) {
      return false;
    }
    MLDSASigner verifier = new MLDSASigner();
    verifier.init(false, key.get());
    return verifier.verifyMuSignature(mu, signature);
  }

  /// Nothing for a key of another length.
  private static Optional<CipherParameters> verifying(SignatureScheme scheme, byte[] publicKey) {
    try {
      return Optional.of(new MLDSAPublicKeyParameters(parameters(scheme), publicKey));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static CipherParameters signing(
      SignatureScheme scheme, byte[] privateKey, byte[] random) {
    SecureRandom playback = new Playback(random);
    return new ParametersWithRandom(
        new MLDSAPrivateKeyParameters(parameters(scheme), privateKey), playback);
  }

  private static MLDSAParameters parameters(SignatureScheme scheme) {
    return switch (scheme) {
      case MLDSA44 -> MLDSAParameters.ml_dsa_44;
      case MLDSA65 -> MLDSAParameters.ml_dsa_65;
      case MLDSA87 -> MLDSAParameters.ml_dsa_87;
      case ED25519, ED448, ECDSA_P256, ECDSA_P384, ECDSA_P521 ->
          throw new IllegalArgumentException(scheme + " is not ML-DSA.");
    };
  }
}

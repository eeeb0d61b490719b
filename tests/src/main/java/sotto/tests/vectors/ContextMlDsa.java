package sotto.tests.vectors;

import java.security.SecureRandom;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
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

  private ContextMlDsa() {}

  static boolean verify(
      SignatureScheme scheme, byte[] publicKey, byte[] context, byte[] message, byte[] signature) {
    if (context.length > LONGEST_CONTEXT) {
      return false;
    }
    MLDSASigner verifier = new MLDSASigner();
    CipherParameters key = new MLDSAPublicKeyParameters(parameters(scheme), publicKey);
    verifier.init(false, new ParametersWithContext(key, context));
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

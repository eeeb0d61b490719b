package sotto.mls.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import sotto.mls.codec.MlsException;

/// ECDSA (FIPS 186-5) over NIST curves, signatures in DER.
///
/// The JDK signs, in constant time; BouncyCastle verifies, in a sixth of the JDK's time. Both take
/// a private key as a number, which Java cannot erase, so each signature makes its own from the
/// [Secret]: nothing that is held can sign after that is erased. The engine that signs is one for
/// each thread and all curves, and is given the digest: its own would come from any provider.
final class EcdsaKey {
  private static final ThreadLocal<ReusedSignature> ENGINE =
      ThreadLocal.withInitial(() ->
          new ReusedSignature(
              JdkProvider.SUN_EC.engine("NONEwithECDSA", Signature::getInstance),
              NistCurve.of(DhGroup.P256).idleKey()));

  private EcdsaKey() {}

  record Signing(SignatureScheme scheme, Secret privateKey, byte[] publicKey)
      implements SigningKey {
    @Override
    public byte[] sign(byte[] message, RandomGenerator random) {
      byte[] digest = Hashing.ofThread().hash(hash(scheme), message);
      HedgedRandom hedged = HedgedRandom.of(privateKey, digest, random);
      try {
        return ENGINE
            .get()
            .sign(NistCurve.of(group(scheme)).privateKey(privateKey), digest, hedged);
      } catch (MlsException e) {
        throw new IllegalStateException("A key that was tried is malformed now.", e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("This JDK's ECDSA fails; use JDK 25 or newer.", e);
      } finally {
        hedged.erase();
      }
    }

    @Override
    public String toString() {
      return "Signing[" + scheme + "]";
    }
  }

  record Verification(SignatureScheme scheme, byte[] publicKey, ECPublicKeyParameters key)
      implements VerificationKey {
    @Override
    public boolean verify(byte[] message, byte[] signature) {
      BigInteger[] parts;
      try {
        parts = StandardDSAEncoding.INSTANCE.decode(key.getParameters().getN(), signature);
      } catch (IOException | RuntimeException e) {
        return false;
      }
      ECDSASigner verifier = new ECDSASigner();
      verifier.init(false, key);
      return verifier.verifySignature(
          Hashing.ofThread().hash(hash(scheme), message), parts[0], parts[1]);
    }
  }

  static Signing signing(SignatureScheme scheme, Secret privateKey) throws MlsException {
    NistCurve curve = NistCurve.of(group(scheme));
    return new Signing(scheme, privateKey, curve.publicKey(privateKey));
  }

  static VerificationKey verification(SignatureScheme scheme, byte[] publicKey)
      throws MlsException {
    NistCurve curve = NistCurve.of(group(scheme));
    return new Verification(
        scheme,
        publicKey.clone(),
        new ECPublicKeyParameters(curve.checkPoint(publicKey), curve.domain()));
  }

  static DhGroup group(SignatureScheme scheme) {
    return switch (scheme) {
      case ECDSA_P256 -> DhGroup.P256;
      case ECDSA_P384 -> DhGroup.P384;
      case ECDSA_P521 -> DhGroup.P521;
      case ED25519, ED448, MLDSA44, MLDSA65, MLDSA87 -> throw notEcdsa(scheme);
    };
  }

  private static HashFunction hash(SignatureScheme scheme) {
    return switch (scheme) {
      case ECDSA_P256 -> HashFunction.SHA256;
      case ECDSA_P384 -> HashFunction.SHA384;
      case ECDSA_P521 -> HashFunction.SHA512;
      case ED25519, ED448, MLDSA44, MLDSA65, MLDSA87 -> throw notEcdsa(scheme);
    };
  }

  private static IllegalArgumentException notEcdsa(SignatureScheme scheme) {
    return new IllegalArgumentException(scheme + " is not ECDSA.");
  }
}

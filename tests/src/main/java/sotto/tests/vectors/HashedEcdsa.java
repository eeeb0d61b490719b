package sotto.tests.vectors;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.SignatureScheme;
import sotto.tests.vectors.Case.Unused;

/// ECDSA on the product's curves under another hash than the curve's own. No suite has such a
/// signature; the vectors go to the verifier that the product's signatures are verified with.
final class HashedEcdsa {
  private HashedEcdsa() {}

  /// The hash of the product's signatures on the curve (RFC 9420 §17.1).
  static String ownHash(SignatureScheme scheme) {
    return switch (scheme) {
      case ECDSA_P256 -> "SHA-256";
      case ECDSA_P384 -> "SHA-384";
      case ECDSA_P521 -> "SHA-512";
      case ED25519, ED448, MLDSA44, MLDSA65, MLDSA87 -> throw notEcdsa(scheme);
    };
  }

  /// @param point refused when the product refuses it
  static Answer verify(SignatureScheme scheme, byte[] point, byte[] hash, byte[] signature) {
    ECDomainParameters domain = domain(scheme);
    BigInteger[] parts;
    try {
      Product.crypto().verificationKey(scheme, point);
      parts = StandardDSAEncoding.INSTANCE.decode(domain.getN(), signature);
    } catch (MlsException | IOException | RuntimeException refused) {
      return Answer.REFUSED;
    }
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(false, new ECPublicKeyParameters(domain.getCurve().decodePoint(point), domain));
    return Answer.verified(verifier.verifySignature(hash, parts[0], parts[1]));
  }

  /// SHAKE gives 32 and 64 bytes here (RFC 8692 §3.2).
  static byte[] hash(String name, byte[] message) throws Unused {
    if (name.startsWith("SHAKE")) {
      int strength = Integer.parseInt(name.substring(5));
      SHAKEDigest shake = new SHAKEDigest(strength);
      shake.update(message, 0, message.length);
      byte[] hash = new byte[strength / 4];
      shake.doFinal(hash, 0, hash.length);
      return hash;
    }
    try {
      return MessageDigest.getInstance(name).digest(message);
    } catch (NoSuchAlgorithmException absent) {
      throw new Unused("ECDSA with " + name);
    }
  }

  private static ECDomainParameters domain(SignatureScheme scheme) {
    String curve =
        switch (scheme) {
          case ECDSA_P256 -> "P-256";
          case ECDSA_P384 -> "P-384";
          case ECDSA_P521 -> "P-521";
          case ED25519, ED448, MLDSA44, MLDSA65, MLDSA87 -> throw notEcdsa(scheme);
        };
    X9ECParameters parameters = CustomNamedCurves.getByName(curve);
    return new ECDomainParameters(parameters);
  }

  private static IllegalArgumentException notEcdsa(SignatureScheme scheme) {
    return new IllegalArgumentException(scheme + " is not ECDSA.");
  }
}

package sotto.tests.vectors;

import java.math.BigInteger;
import java.util.Arrays;
import sotto.mls.crypto.SignatureScheme;
import sotto.tests.vectors.Case.Unused;
import sotto.tests.vectors.Wycheproof.Group;

/// Wycheproof's tests of ECDSA on the product's curves, signatures in DER and side by side.
final class WycheproofEcdsa {
  private WycheproofEcdsa() {}

  static Answer der(Group group, Fields test) throws Exception {
    return verify(group, test.hex("msg"), test.hex("sig"));
  }

  /// Signatures as `r || s`; the product uses DER alone, so they are put into that form.
  static Answer sideBySide(Group group, Fields test) throws Exception {
    SignatureScheme scheme = scheme(group);
    byte[] signature = test.hex("sig");
    if (signature.length != 2 * scheme.privateKeyLength()) {
      return Answer.REFUSED;
    }
    int half = signature.length / 2;
    byte[] der =
        Der.sequence(
            Der.integer(new BigInteger(1, Arrays.copyOf(signature, half))),
            Der.integer(new BigInteger(1, Arrays.copyOfRange(signature, half, 2 * half))));
    return verify(group, test.hex("msg"), der);
  }

  private static Answer verify(Group group, byte[] message, byte[] signature) throws Exception {
    SignatureScheme scheme = scheme(group);
    byte[] point = group.publicKey().hex("uncompressed");
    String hash = group.fields().text("sha");
    return hash.equals(HashedEcdsa.ownHash(scheme))
        ? WycheproofCurves.verify(scheme, point, message, signature)
        : HashedEcdsa.verify(scheme, point, HashedEcdsa.hash(hash, message), signature);
  }

  private static SignatureScheme scheme(Group group) throws Exception {
    String curve = group.publicKey().text("curve");
    return switch (curve) {
      case "secp256r1", "P-256" -> SignatureScheme.ECDSA_P256;
      case "secp384r1", "P-384" -> SignatureScheme.ECDSA_P384;
      case "secp521r1", "P-521" -> SignatureScheme.ECDSA_P521;
      default -> throw new Unused("ECDSA on " + curve);
    };
  }
}

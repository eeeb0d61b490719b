package sotto.tests.vectors;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import sotto.mls.crypto.DhGroup;
import sotto.tests.vectors.Wycheproof.Group;

/// Wycheproof's tests of key agreement whose keys are DER, PEM or JWK. The product takes points and
/// scalars alone, so the keys are unpacked first; a public key in any form but the canonical one
/// counts as refused.
final class WycheproofForms {
  private WycheproofForms() {}

  static Answer ecdhPem(Group group, Fields test) throws Exception {
    return unpacked(WycheproofCurves.nist(group), test, pem(test, "public"), pem(test, "private"));
  }

  static Answer xdhPem(Group group, Fields test) throws Exception {
    return unpacked(
        WycheproofCurves.montgomery(group), test, pem(test, "public"), pem(test, "private"));
  }

  static Answer xdhDer(Group group, Fields test) throws Exception {
    return unpacked(
        WycheproofCurves.montgomery(group), test, test.hex("public"), test.hex("private"));
  }

  static Answer ecdhJwk(Group group, Fields test) throws Exception {
    DhGroup curve = WycheproofCurves.nist(group);
    Fields key = test.object("public");
    String name = curve.name().replace("P", "P-");
    boolean same = key.text("crv", "").equals(name) && key.text("kty", "").equals("EC");
    Optional<byte[]> x = base64(key, "x");
    Optional<byte[]> y = base64(key, "y");
    Optional<byte[]> scalar = base64(test.object("private"), "d");
    if (!same || x.isEmpty() || y.isEmpty() || scalar.isEmpty()) {
      return Answer.REFUSED;
    }
    byte[] tagged = WycheproofSymmetric.concat(new byte[] {4}, x.get());
    byte[] point = WycheproofSymmetric.concat(tagged, y.get());
    return WycheproofCurves.agree(curve, test, scalar.get(), point);
  }

  static Answer xdhJwk(Group group, Fields test) throws Exception {
    DhGroup curve = WycheproofCurves.montgomery(group);
    Fields key = test.object("public");
    boolean same = key.text("crv", "").equals(curve.name()) && key.text("kty", "").equals("OKP");
    Optional<byte[]> x = base64(key, "x");
    Optional<byte[]> scalar = base64(test.object("private"), "d");
    return same && x.isPresent() && scalar.isPresent()
        ? WycheproofCurves.agree(curve, test, scalar.get(), x.get())
        : Answer.REFUSED;
  }

  private static Answer unpacked(DhGroup curve, Fields test, byte[] info, byte[] pkcs8)
      throws Exception {
    Optional<byte[]> point = WycheproofCurves.point(curve, info);
    if (point.isEmpty()) {
      return Answer.REFUSED;
    }
    try {
      return WycheproofCurves.agree(curve, test, scalar(curve, pkcs8), point.get());
    } catch (GeneralSecurityException refused) {
      return Answer.REFUSED;
    }
  }

  private static byte[] scalar(DhGroup curve, byte[] pkcs8) throws GeneralSecurityException {
    var key =
        KeyFactory.getInstance(curve.isNist() ? "EC" : "XDH")
            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    return switch (key) {
      case ECPrivateKey scalar -> unsigned(scalar.getS());
      case XECPrivateKey scalar -> scalar.getScalar().orElse(new byte[0]);
      default -> throw new GeneralSecurityException("The key is for another algorithm.");
    };
  }

  private static byte[] unsigned(BigInteger value) {
    return value.toByteArray();
  }

  /// What cannot be decoded is no key.
  private static byte[] pem(Fields test, String name) throws Exception {
    String text = test.text(name).replaceAll("-----[A-Z ]*-----", "").replaceAll("\\s", "");
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException malformed) {
      return new byte[0];
    }
  }

  private static Optional<byte[]> base64(Fields key, String name) {
    try {
      String text = key.text(name, "");
      return text.isEmpty() ? Optional.empty() : Optional.of(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}

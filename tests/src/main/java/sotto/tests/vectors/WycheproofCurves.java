package sotto.tests.vectors;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.DhGroup;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureScheme;
import sotto.tests.vectors.Case.Unused;
import sotto.tests.vectors.Wycheproof.Group;

/// Wycheproof's tests of key agreement and signatures on elliptic curves.
final class WycheproofCurves {
  private WycheproofCurves() {}

  static Answer ecdhPoint(Group group, Fields test) throws Exception {
    return agree(nist(group), test, test.hex("public"));
  }

  /// The product takes points alone, so a SubjectPublicKeyInfo counts as one when it is the one DER
  /// form of an uncompressed point on the named curve.
  static Answer ecdh(Group group, Fields test) throws Exception {
    DhGroup curve = nist(group);
    Optional<byte[]> point = point(curve, test.hex("public"));
    return point.isPresent() ? agree(curve, test, point.get()) : Answer.REFUSED;
  }

  static Optional<byte[]> point(DhGroup curve, byte[] info) {
    byte[] prefix = prefix(curve);
    boolean canonical =
        info.length == prefix.length + curve.publicKeyLength()
            && Arrays.equals(prefix, Arrays.copyOf(info, prefix.length));
    return canonical
        ? Optional.of(Arrays.copyOfRange(info, prefix.length, info.length))
        : Optional.empty();
  }

  static Answer xdh(Group group, Fields test) throws Exception {
    return agree(montgomery(group), test, test.hex("public"));
  }

  static DhGroup montgomery(Group group) throws Exception {
    String curve = group.fields().text("curve");
    return switch (curve) {
      case "curve25519" -> DhGroup.X25519;
      case "curve448" -> DhGroup.X448;
      default -> throw new Unused("key agreement on " + curve);
    };
  }

  private static Answer agree(DhGroup group, Fields test, byte[] publicKey) throws Exception {
    return agree(group, test, test.hex("private"), publicKey);
  }

  static Answer agree(DhGroup group, Fields test, byte[] scalar, byte[] publicKey)
      throws Exception {
    byte[] privateKey = scalar;
    if (group.isNist()) {
      privateKey = fixed(new BigInteger(1, privateKey), group.privateKeyLength());
    }
    Secret secret = Secret.copyOf(privateKey);
    return Answer.comparing(
        test.hex("shared"), () -> Product.crypto().agree(group, secret, publicKey).copy());
  }

  static Answer eddsa(Group group, Fields test) throws Exception {
    String curve = group.publicKey().text("curve");
    SignatureScheme scheme =
        switch (curve) {
          case "edwards25519" -> SignatureScheme.ED25519;
          case "edwards448" -> SignatureScheme.ED448;
          default -> throw new Unused("EdDSA on " + curve);
        };
    byte[] publicKey = group.publicKey().hex("pk");
    return verify(scheme, publicKey, test.hex("msg"), test.hex("sig"));
  }

  static Answer verify(SignatureScheme scheme, byte[] publicKey, byte[] message, byte[] signature) {
    try {
      return Answer.verified(
          Product.crypto().verificationKey(scheme, publicKey).verify(message, signature));
    } catch (MlsException refused) {
      return Answer.REFUSED;
    }
  }

  static DhGroup nist(Group group) throws Exception {
    String curve = group.fields().text("curve");
    return switch (curve) {
      case "secp256r1", "P-256" -> DhGroup.P256;
      case "secp384r1", "P-384" -> DhGroup.P384;
      case "secp521r1", "P-521" -> DhGroup.P521;
      default -> throw new Unused("key agreement on " + curve);
    };
  }

  private static byte[] prefix(DhGroup curve) {
    String hex =
        switch (curve) {
          case P256 -> "3059301306072a8648ce3d020106082a8648ce3d030107034200";
          case P384 -> "3076301006072a8648ce3d020106052b81040022036200";
          case P521 -> "30819b301006072a8648ce3d020106052b8104002303818600";
          case X25519 -> "302a300506032b656e032100";
          case X448 -> "3042300506032b656f033900";
        };
    return HexFormat.of().parseHex(hex);
  }

  /// Vectors write scalars with and without leading zeros.
  private static byte[] fixed(BigInteger value, int length) {
    byte[] bytes = value.toByteArray();
    byte[] out = new byte[length];
    int count = Math.min(length, bytes.length);
    System.arraycopy(bytes, bytes.length - count, out, length - count, count);
    return out;
  }
}

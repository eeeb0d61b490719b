package sotto.mls.crypto;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc7748.X448;
import sotto.mls.codec.MlsException;

/// X25519 and X448 (RFC 7748) of BouncyCastle.
final class MontgomeryCurve {
  /// The u-coordinates below 2^255 of the points whose order divides 8, on the curve and its twist:
  /// 0, 1, two of order 8, and -1, 0 and 1 once more, not reduced.
  private static final List<byte[]> SMALL_ORDER_25519 =
      points(
          "00".repeat(32),
          "01" + "00".repeat(31),
          "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
          "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
          "ec" + "ff".repeat(30) + "7f",
          "ed" + "ff".repeat(30) + "7f",
          "ee" + "ff".repeat(30) + "7f");

  /// The same for orders that divide 4.
  private static final List<byte[]> SMALL_ORDER_448 =
      points(
          "00".repeat(56),
          "01" + "00".repeat(55),
          "fe" + "ff".repeat(27) + "fe" + "ff".repeat(27),
          "ff".repeat(28) + "fe" + "ff".repeat(27),
          "00".repeat(28) + "ff".repeat(28));

  private MontgomeryCurve() {}

  static byte[] publicKey(DhGroup group, Secret privateKey) throws MlsException {
    checkPrivateKey(group, privateKey);
    return privateKey.read(scalar -> {
      byte[] publicKey = new byte[group.publicKeyLength()];
      if (group == DhGroup.X25519) {
        X25519.scalarMultBase(scalar, 0, publicKey, 0);
      } else {
        X448.scalarMultBase(scalar, 0, publicKey, 0);
      }
      return publicKey;
    });
  }

  static Secret agree(DhGroup group, Secret privateKey, byte[] publicKey) throws MlsException {
    checkPrivateKey(group, privateKey);
    if (publicKey.length != group.publicKeyLength()) {
      throw new MlsException("A public key of " + group + " has the wrong length.");
    }
    byte[] shared = new byte[group.sharedLength()];
    boolean contributory =
        privateKey.read(scalar ->
            group == DhGroup.X25519
                ? X25519.calculateAgreement(scalar, 0, publicKey, 0, shared, 0)
                : X448.calculateAgreement(scalar, 0, publicKey, 0, shared, 0));
    // RFC 9180 §7.1.4: "recipients MUST check whether the Diffie-Hellman shared secret is the
    // all-zero value and abort if so".
    if (!contributory) {
      Arrays.fill(shared, (byte) 0);
      throw new MlsException("A public key of " + group + " gives an all-zero shared secret.");
    }
    return Secret.owning(shared);
  }

  /// The multiplication of a point of small order with any private key gives zero: RFC 7748 clears
  /// the cofactor.
  static void checkOrder(DhGroup group, byte[] publicKey) throws MlsException {
    byte[] point = publicKey.clone();
    if (point.length != group.publicKeyLength()) {
      throw new MlsException("A public key of " + group + " has the wrong length.");
    }
    if (group == DhGroup.X25519) {
      // RFC 7748 §5: "implementations of X25519 ... MUST mask the most significant bit in the final
      // byte."
      point[point.length - 1] &= 0x7f;
    }
    for (byte[] small : group == DhGroup.X25519 ? SMALL_ORDER_25519 : SMALL_ORDER_448) {
      if (Arrays.equals(small, point)) {
        throw new MlsException("A public key of " + group + " has a small order.");
      }
    }
  }

  private static List<byte[]> points(String... hexes) {
    return Arrays.stream(hexes).map(HexFormat.of()::parseHex).toList();
  }

  private static void checkPrivateKey(DhGroup group, Secret privateKey) throws MlsException {
    if (privateKey.length() != group.privateKeyLength()) {
      throw new MlsException("A private key of " + group + " has the wrong length.");
    }
  }
}

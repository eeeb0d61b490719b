package sotto.tests.vectors;

import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/// ML-DSA private keys in expanded form. The product stores seeds only; vectors that have no seed
/// go to the JDK's ML-DSA, which the product's signatures are made with.
final class ExpandedMlDsa {
  private ExpandedMlDsa() {}

  static byte[] sign(byte[] expandedKey, byte[] message, byte[] random) throws Exception {
    PrivateKey key =
        KeyFactory.getInstance("ML-DSA")
            .generatePrivate(
                new PKCS8EncodedKeySpec(ExpandedMlKem.pkcs8(0x03, oid(expandedKey), expandedKey)));
    Signature signature = Signature.getInstance("ML-DSA");
    signature.initSign(key, new Playback(random));
    signature.update(message);
    return signature.sign();
  }

  /// The last arc of the algorithm's name, told by the length of the key (FIPS 204 §4, table 2).
  private static int oid(byte[] key) {
    return switch (key.length) {
      case 2560 -> 0x11;
      case 4032 -> 0x12;
      case 4896 -> 0x13;
      default ->
          throw new IllegalArgumentException("An expanded ML-DSA key of that length is none.");
    };
  }
}

package sotto.tests.vectors;

import java.io.ByteArrayOutputStream;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KEM;
import sotto.mls.crypto.MlKem;

/// ML-KEM private keys in expanded form. The product stores seeds only and never reads such a key;
/// vectors that have no seed go to the JDK's ML-KEM, which the product's decapsulation runs on.
final class ExpandedMlKem {
  private ExpandedMlKem() {}

  static byte[] decapsulate(byte[] expandedKey, byte[] ciphertext) throws Exception {
    PrivateKey key =
        KeyFactory.getInstance("ML-KEM")
            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8(0x04, oid(expandedKey), expandedKey)));
    return KEM.getInstance("ML-KEM").newDecapsulator(key).decapsulate(ciphertext).getEncoded();
  }

  /// The expanded key of a seed.
  static byte[] expand(MlKem parameters, byte[] seed) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(parameters.algorithm());
    generator.initialize(new NamedParameterSpec(parameters.algorithm()), new Playback(seed));
    byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
    int length = parameters.publicKeyLength() * 2 + 32;
    return Arrays.copyOfRange(encoded, encoded.length - length, encoded.length);
  }

  private static int oid(byte[] key) {
    return switch (key.length) {
      case 1632 -> 0x01;
      case 2400 -> 0x02;
      case 3168 -> 0x03;
      default ->
          throw new IllegalArgumentException("An expanded ML-KEM key of that length is none.");
    };
  }

  /// OneAsymmetricKey with the key in one more OCTET STRING, as JDK 25 reads it. The last two arcs
  /// of the algorithm's name below NIST's 2.16.840.1.101.3.4 say which it is.
  static byte[] pkcs8(int family, int parameters, byte[] key) {
    byte[] algorithm = HexFormat.of().parseHex("020100300b0609608648016503040000");
    algorithm[algorithm.length - 2] = (byte) family;
    algorithm[algorithm.length - 1] = (byte) parameters;
    byte[] inner = element(0x04, element(0x04, key));
    return element(0x30, WycheproofSymmetric.concat(algorithm, inner));
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x82);
    out.write(content.length >>> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }
}

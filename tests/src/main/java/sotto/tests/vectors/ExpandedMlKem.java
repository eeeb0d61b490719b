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
            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8(expandedKey)));
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

  /// OneAsymmetricKey with the key in one more OCTET STRING, as JDK 25 reads it.
  private static byte[] pkcs8(byte[] key) {
    String oid =
        switch (key.length) {
          case 1632 -> "0401";
          case 2400 -> "0402";
          case 3168 -> "0403";
          default ->
              throw new IllegalArgumentException("An expanded ML-KEM key of that length is none.");
        };
    byte[] algorithm = HexFormat.of().parseHex("020100300b06096086480165030404" + oid.substring(2));
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

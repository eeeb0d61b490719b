package sotto.tests.vectors;

import java.util.Arrays;
import java.util.Locale;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// HMAC by its names in vector files.
final class Hmacs {
  private Hmacs() {}

  /// `SHA-256`, `SHA256` and `HMACSHA256` are `HmacSHA256` in JCA.
  static String jcaName(String name) throws Case.Unused {
    String hash = name.toUpperCase(Locale.ROOT).replace("HMAC", "").replace("-", "");
    return switch (hash) {
      case "SHA1", "SHA224", "SHA256", "SHA384", "SHA512" -> "Hmac" + hash;
      default ->
          throw new Case.Unused(name.contains("HMAC") ? "HMAC with " + hash : "a MAC by " + name);
    };
  }

  /// JCA has no empty key; one zero byte is the same key (RFC 2104 §2 pads with zeros).
  static SecretKey key(byte[] key) {
    return new SecretKeySpec(key.length == 0 ? Arrays.copyOf(key, 1) : key, "HMAC");
  }
}

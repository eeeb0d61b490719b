package sotto.tests.vectors;

import java.util.Locale;
import sotto.mls.crypto.HashFunction;
import sotto.mls.crypto.Secret;

/// HKDF by the names that vector files give its hash.
final class Hkdf {
  private Hkdf() {}

  static void check(String hash, byte[] key, byte[] salt, byte[] info, byte[] expected)
      throws Exception {
    Expect.equal("the key", expected, derive(hash, key, salt, info, expected.length));
  }

  static byte[] derive(String hash, byte[] key, byte[] salt, byte[] info, int length)
      throws Case.Unused {
    HashFunction function = function(hash);
    Secret extracted =
        sotto.mls.crypto.Hkdf.extract(
            Product.crypto(), function, Secret.copyOf(salt), Secret.copyOf(key));
    return sotto.mls.crypto.Hkdf.expand(Product.crypto(), function, extracted, info, length).copy();
  }

  static byte[] extract(String hash, byte[] key, byte[] salt) throws Case.Unused {
    return sotto.mls.crypto.Hkdf.extract(
            Product.crypto(), function(hash), Secret.copyOf(salt), Secret.copyOf(key))
        .copy();
  }

  static HashFunction function(String hash) throws Case.Unused {
    return switch (hash.toUpperCase(Locale.ROOT).replace("-", "")) {
      case "SHA256" -> HashFunction.SHA256;
      case "SHA384" -> HashFunction.SHA384;
      case "SHA512" -> HashFunction.SHA512;
      default -> throw new Case.Unused("HKDF with " + hash);
    };
  }
}

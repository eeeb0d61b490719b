package sotto.tests.vectors;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.PortableCrypto;

/// The product's own primitives, as every suite uses them.
final class Product {
  static final RandomGenerator RANDOM = new SecureRandom();

  private static final Crypto CRYPTO = PortableCrypto.create();

  private Product() {}

  static Crypto crypto() {
    return CRYPTO;
  }
}

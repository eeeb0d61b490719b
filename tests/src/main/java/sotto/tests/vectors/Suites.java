package sotto.tests.vectors;

import java.util.Arrays;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.SuiteCrypto;
import sotto.tests.vectors.Case.Unused;

/// The cipher suite of an MLS vector, and its keys as vectors write them.
final class Suites {
  private Suites() {}

  static CipherSuite suite(Fields vector) throws Exception {
    int id = vector.integer("cipher_suite");
    return CipherSuite.of(id)
        .orElseThrow(() -> new Unused(String.format("MLS cipher suite 0x%04x", id)));
  }

  static SuiteCrypto crypto(Fields vector) throws Exception {
    return new SuiteCrypto(suite(vector), Product.crypto());
  }

  static HpkeKeyPair hpkeKeys(SuiteCrypto crypto, byte[] privateKey) throws Exception {
    byte[] key = padded(privateKey, crypto.suite().kem().privateKeyLength());
    return crypto.hpke().keyPair(Secret.owning(key));
  }

  static SignatureKeyPair signatureKeys(SuiteCrypto crypto, byte[] privateKey, byte[] publicKey) {
    SignatureScheme scheme = crypto.suite().signature();
    byte[] key = padded(privateKey, scheme.privateKeyLength());
    return new SignatureKeyPair(scheme, Secret.owning(key), publicKey);
  }

  /// Vectors leave out the leading zeros of P-521 keys; some have the public key behind the seed.
  private static byte[] padded(byte[] key, int length) {
    if (key.length >= length) {
      return Arrays.copyOf(key, length);
    }
    byte[] padded = new byte[length];
    System.arraycopy(key, 0, padded, length - key.length, key.length);
    return padded;
  }
}

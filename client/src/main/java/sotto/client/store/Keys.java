package sotto.client.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The keys of one profile, all from its root key by HKDF: one per table and purpose.
final class Keys {
  private final SecretKey root;

  Keys(byte[] rootKey) {
    this.root = new SecretKeySpec(rootKey, "HKDF");
  }

  /// The AES-256 key that seals the rows of a table.
  SecretKey sealing(String table) {
    return derive("seal " + table, "AES");
  }

  /// The HMAC key that turns a row's key into what is looked up.
  Mac lookup(String table) {
    return mac(derive("lookup " + table, "HmacSHA256"));
  }

  /// The HMAC key of the digests by which a missing or old row is noticed.
  Mac digest(String table) {
    return mac(derive("digest " + table, "HmacSHA256"));
  }

  /// What tells the right passphrase from a wrong one before anything is opened.
  byte[] check() {
    return mac(derive("check", "HmacSHA256")).doFinal("sotto".getBytes(StandardCharsets.US_ASCII));
  }

  boolean matches(byte[] expectedCheck) {
    return MessageDigest.isEqual(check(), expectedCheck);
  }

  private SecretKey derive(String purpose, String algorithm) {
    byte[] info = ("Sotto 1.0 profile " + purpose).getBytes(StandardCharsets.UTF_8);
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(algorithm, HKDFParameterSpec.ofExtract().addIKM(root).thenExpand(info, 32));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HKDF-SHA256.", e);
    }
  }

  private static Mac mac(SecretKey key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("A derived key does not fit HMAC.", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HMAC-SHA256.", e);
    }
  }
}

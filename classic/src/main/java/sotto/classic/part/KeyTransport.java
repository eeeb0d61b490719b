package sotto.classic.part;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// How a session key travels: RSA-2048 under the receiver's public key.
public enum KeyTransport {
  /// OAEP with SHA-256 for both hashes (the JDK's transformation name alone would take MGF1-SHA-1).
  OAEP_SHA256("SHA-256"),
  /// OAEP with SHA-1 for both: what the published Python code gets from its library's default.
  OAEP_SHA1("SHA-1"),
  /// No padding at all: key^e mod n.
  TEXTBOOK("");

  private final String hash;

  KeyTransport(String hash) {
    this.hash = hash;
  }

  public byte[] wrap(byte[] key, PublicKey receiver, SecureRandom random) throws Refusal {
    try {
      Cipher rsa = cipher();
      if (this == TEXTBOOK) rsa.init(Cipher.ENCRYPT_MODE, receiver, random);
      else rsa.init(Cipher.ENCRYPT_MODE, receiver, parameters(), random);
      return rsa.doFinal(key);
    } catch (GeneralSecurityException e) {
      throw Refusal.here("The session key cannot be encrypted under this public key.");
    }
  }

  /// Every failure is the same sentence, so that it says nothing about the padding.
  public byte[] unwrap(byte[] wrapped, PrivateKey mine, int length) throws Refusal {
    byte[] key;
    try {
      Cipher rsa = cipher();
      if (this == TEXTBOOK) rsa.init(Cipher.DECRYPT_MODE, mine);
      else rsa.init(Cipher.DECRYPT_MODE, mine, parameters());
      key = rsa.doFinal(wrapped);
    } catch (GeneralSecurityException e) {
      throw notOurs();
    }
    if (this == TEXTBOOK && key.length > length)
      key = Arrays.copyOfRange(key, key.length - length, key.length);
    if (key.length != length) throw notOurs();
    return key;
  }

  private Cipher cipher() throws GeneralSecurityException {
    return Cipher.getInstance(this == TEXTBOOK ? "RSA/ECB/NoPadding" : "RSA/ECB/OAEPPadding");
  }

  private AlgorithmParameterSpec parameters() {
    return new OAEPParameterSpec(
        hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT);
  }

  private static Refusal notOurs() {
    return Refusal.here("The session key cannot be decrypted with this private key.");
  }
}

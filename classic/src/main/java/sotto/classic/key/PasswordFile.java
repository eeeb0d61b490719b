package sotto.classic.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import sotto.classic.part.ContentCipher;
import sotto.classic.part.Refusal;
import sotto.classic.part.Registration.KeyProtection;
import sotto.classic.part.Sealed;

/// A private key under a password: salt (16) ‖ IV (16) ‖ AES-256-CFB(PEM), the key by PBKDF2 in
/// 100,000 rounds.
public final class PasswordFile {
  public static final int ROUNDS = 100_000;
  public static final int SHORTEST_PASSWORD = 8;

  private PasswordFile() {}

  public static byte[] seal(
      KeyPair keys, String password, KeyProtection protection, SecureRandom random) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    ContentCipher cipher = ContentCipher.AES_256_CFB;
    byte[] iv = cipher.newIv(random);
    byte[] pem = RsaKeys.pem(keys.getPrivate()).getBytes(StandardCharsets.US_ASCII);
    return Sealed.join(salt, iv, cipher.encrypt(derive(password, salt, protection), iv, pem));
  }

  /// The format has no checksum: a wrong password shows as a text that is not PEM.
  public static KeyPair open(byte[] file, String password, KeyProtection protection)
      throws Refusal {
    if (file.length < 33 || file.length > RsaKeys.MAX_PEM)
      throw Refusal.here("The private key file is damaged.");
    byte[] salt = Arrays.copyOf(file, 16);
    byte[] iv = Arrays.copyOfRange(file, 16, 32);
    byte[] ciphertext = Arrays.copyOfRange(file, 32, file.length);
    byte[] pem =
        ContentCipher.AES_256_CFB.decrypt(derive(password, salt, protection), iv, ciphertext);
    try {
      return RsaKeys.privateKey(new String(pem, StandardCharsets.US_ASCII));
    } catch (Refusal e) {
      throw Refusal.here("The password is wrong.");
    }
  }

  private static byte[] derive(String password, byte[] salt, KeyProtection protection) {
    String hash =
        switch (protection) {
          case PASSWORD_PBKDF2_SHA256 -> "SHA256";
          case PASSWORD_PBKDF2_SHA1 -> "SHA1";
          case PLAIN_PEM -> throw new IllegalArgumentException("A plain PEM file has no password.");
        };
    try {
      var spec = new PBEKeySpec(password.toCharArray(), salt, ROUNDS, 256);
      return SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash)
          .generateSecret(spec)
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks PBKDF2", e);
    }
  }
}

package sotto.classic.part;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The cipher that hides the text of a message, with a random IV of its own for each.
public enum ContentCipher {
  /// The IV is 12 random bytes; the JDK wants them followed by the counter's four zero bytes.
  AES_256_CTR("AES/CTR/NoPadding", 32, 12),
  AES_256_CBC("AES/CBC/PKCS5Padding", 32, 16),
  /// CFB with full blocks (CFB128).
  AES_256_CFB("AES/CFB/NoPadding", 32, 16),
  AES_128_CBC("AES/CBC/PKCS5Padding", 16, 16),
  DES_CBC("DES/CBC/PKCS5Padding", 8, 8),
  /// No IV: equal blocks of text are equal blocks of ciphertext.
  DES_ECB("DES/ECB/PKCS5Padding", 8, 0);

  private final String transformation;
  private final int keyBytes;
  private final int ivBytes;

  ContentCipher(String transformation, int keyBytes, int ivBytes) {
    this.transformation = transformation;
    this.keyBytes = keyBytes;
    this.ivBytes = ivBytes;
  }

  public int keyBytes() {
    return keyBytes;
  }

  public int ivBytes() {
    return ivBytes;
  }

  public byte[] newIv(SecureRandom random) {
    byte[] iv = new byte[ivBytes];
    random.nextBytes(iv);
    return iv;
  }

  public byte[] encrypt(byte[] key, byte[] iv, byte[] text) {
    try {
      return start(Cipher.ENCRYPT_MODE, key, iv).doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks " + transformation, e);
    }
  }

  public byte[] decrypt(byte[] key, byte[] iv, byte[] ciphertext) throws Refusal {
    try {
      return start(Cipher.DECRYPT_MODE, key, iv).doFinal(ciphertext);
    } catch (GeneralSecurityException e) {
      throw Refusal.here("The padding of the message is wrong.");
    }
  }

  private Cipher start(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(transformation);
    var secret = new SecretKeySpec(key, transformation.substring(0, transformation.indexOf('/')));
    if (ivBytes == 0) cipher.init(mode, secret);
    else cipher.init(mode, secret, new IvParameterSpec(Arrays.copyOf(iv, cipher.getBlockSize())));
    return cipher;
  }
}

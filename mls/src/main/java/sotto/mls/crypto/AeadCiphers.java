package sotto.mls.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sotto.mls.codec.MlsException;

/// The JDK's AEAD ciphers, one set for each thread.
///
/// A `Cipher` keeps the key of its last use, and after sealing a copy of it even when it is
/// initialised for opening; so after each use it is initialised in the same mode with a zero key.
final class AeadCiphers {
  private static final ThreadLocal<AeadCiphers> OF_THREAD =
      ThreadLocal.withInitial(AeadCiphers::new);
  private static final SecretKeySpec ZERO_AES = new SecretKeySpec(new byte[16], "AES");
  private static final SecretKeySpec ZERO_CHACHA = new SecretKeySpec(new byte[32], "ChaCha20");
  private static final byte[] IDLE_NONCE = "no key here.".getBytes(StandardCharsets.US_ASCII);
  private static final AlgorithmParameterSpec IDLE_GCM =
      new GCMParameterSpec(8 * Aead.TAG_LENGTH, IDLE_NONCE);
  private static final AlgorithmParameterSpec IDLE_CHACHA = new IvParameterSpec(IDLE_NONCE);

  private final Cipher gcm = cipher("AES/GCM/NoPadding");
  private final Cipher chacha = cipher("ChaCha20-Poly1305");

  private AeadCiphers() {}

  static AeadCiphers ofThread() {
    return OF_THREAD.get();
  }

  byte[] seal(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
    try {
      return run(Cipher.ENCRYPT_MODE, aead, key, nonce, associatedData, plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK's " + aead + " fails to seal.", e);
    }
  }

  byte[] open(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
      throws MlsException {
    if (ciphertext.length < Aead.TAG_LENGTH) {
      throw new MlsException("A ciphertext is shorter than its tag.");
    }
    try {
      return run(Cipher.DECRYPT_MODE, aead, key, nonce, associatedData, ciphertext);
    } catch (AEADBadTagException e) {
      throw new MlsException("A ciphertext does not open: other key or altered bytes.", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK's " + aead + " fails to open.", e);
    }
  }

  private byte[] run(
      int mode, Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] input)
      throws GeneralSecurityException {
    if (key.length != aead.keyLength() || nonce.length != aead.nonceLength()) {
      throw new IllegalArgumentException("A key or nonce has the wrong length for " + aead + ".");
    }
    return switch (aead) {
      case AES_128_GCM, AES_256_GCM -> {
        AlgorithmParameterSpec parameters = new GCMParameterSpec(8 * Aead.TAG_LENGTH, nonce);
        try {
          yield run(gcm, mode, new SecretKeySpec(key, "AES"), parameters, associatedData, input);
        } finally {
          gcm.init(mode, ZERO_AES, IDLE_GCM);
        }
      }
      case CHACHA20_POLY1305 -> {
        AlgorithmParameterSpec parameters = new IvParameterSpec(nonce);
        SecretKeySpec secret = new SecretKeySpec(key, "ChaCha20");
        try {
          yield run(chacha, mode, secret, parameters, associatedData, input);
        } finally {
          chacha.init(mode, ZERO_CHACHA, IDLE_CHACHA);
        }
      }
      case EXPORT_ONLY ->
          throw new IllegalArgumentException("An export-only HPKE context seals nothing.");
    };
  }

  private static byte[] run(
      Cipher cipher,
      int mode,
      SecretKeySpec key,
      AlgorithmParameterSpec parameters,
      byte[] associatedData,
      byte[] input)
      throws GeneralSecurityException {
    cipher.init(mode, key, parameters);
    if (associatedData.length > 0) {
      cipher.updateAAD(associatedData);
    }
    return cipher.doFinal(input);
  }

  private static Cipher cipher(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no " + transformation + ".", e);
    }
  }
}

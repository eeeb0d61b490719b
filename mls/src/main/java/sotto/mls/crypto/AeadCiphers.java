package sotto.mls.crypto;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import sotto.mls.codec.MlsException;

/// The JDK's AEAD ciphers, one set for each thread.
final class AeadCiphers {
  private static final ThreadLocal<AeadCiphers> OF_THREAD =
      ThreadLocal.withInitial(AeadCiphers::new);

  private final ReusedCipher gcm =
      new ReusedCipher("AES/GCM/NoPadding", "AES", 16, AeadCiphers::gcm);
  private final ReusedCipher chacha =
      new ReusedCipher("ChaCha20-Poly1305", "ChaCha20", 32, IvParameterSpec::new);

  /// How many sequences are running, one within the other.
  private int sequences;

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

  <T, E extends Exception> T together(Crypto.Sequence<T, E> sequence) throws E {
    sequences++;
    try {
      return sequence.run();
    } finally {
      sequences--;
      forget();
    }
  }

  private byte[] run(
      int mode, Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] input)
      throws GeneralSecurityException {
    if (key.length != aead.keyLength() || nonce.length != aead.nonceLength()) {
      throw new IllegalArgumentException("A key or nonce has the wrong length for " + aead + ".");
    }
    ReusedCipher cipher =
        switch (aead) {
          case AES_128_GCM, AES_256_GCM -> gcm;
          case CHACHA20_POLY1305 -> chacha;
          case EXPORT_ONLY ->
              throw new IllegalArgumentException("An export-only HPKE context seals nothing.");
        };
    try {
      return cipher.run(mode, key, nonce, associatedData, input);
    } finally {
      forget();
    }
  }

  private void forget() {
    if (sequences == 0) {
      gcm.forget();
      chacha.forget();
    }
  }

  private static AlgorithmParameterSpec gcm(byte[] nonce) {
    return new GCMParameterSpec(8 * Aead.TAG_LENGTH, nonce);
  }
}

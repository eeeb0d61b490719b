package sotto.mls.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// One AEAD cipher of the JDK, which a thread uses over and over.
///
/// A `Cipher` keeps the key of its last use, and after sealing a copy of it even when it is
/// initialised for opening; so [#forget] initialises it with a zero key, for sealing if it sealed.
final class ReusedCipher {
  private static final byte[] IDLE_NONCE = "no key here.".getBytes(StandardCharsets.US_ASCII);
  private static final int UNUSED = 0;

  private final String algorithm;
  private final Cipher cipher;
  private final Function<byte[], AlgorithmParameterSpec> parameters;
  private final SecretKeySpec zero;
  private final AlgorithmParameterSpec idle;

  /// The mode in which the cipher forgets what it holds.
  private int used = UNUSED;

  ReusedCipher(
      String transformation,
      String algorithm,
      int keyLength,
      Function<byte[], AlgorithmParameterSpec> parameters) {
    this.cipher = JdkProvider.SUN_JCE.engine(transformation, Cipher::getInstance);
    this.algorithm = algorithm;
    this.parameters = parameters;
    this.zero = new SecretKeySpec(new byte[keyLength], algorithm);
    this.idle = parameters.apply(IDLE_NONCE);
  }

  /// The key stays until another takes its place or [#forget] is called.
  byte[] run(int mode, byte[] key, byte[] nonce, byte[] associatedData, byte[] input)
      throws GeneralSecurityException {
    if (used != Cipher.ENCRYPT_MODE) {
      used = mode;
    }
    cipher.init(mode, new SecretKeySpec(key, algorithm), parameters.apply(nonce));
    if (associatedData.length > 0) {
      cipher.updateAAD(associatedData);
    }
    return cipher.doFinal(input);
  }

  void forget() {
    if (used == UNUSED) {
      return;
    }
    try {
      cipher.init(used, zero, idle);
      used = UNUSED;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK's " + algorithm + " keeps a key.", e);
    }
  }
}

package sotto.tests.vectors;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sotto.tests.vectors.KeyValueText.Block;

/// NIST's Monte Carlo chains of one key: 1,000 steps for AES (AESAVS §6.4), 10,000 for DES and
/// triple DES (SP 800-20 §5), of which a file gives the first input and the last output. What goes
/// into a step follows from the steps before it.
///
/// @param transformation as JCA names it, without padding
/// @param segment bytes of a step: the block, or 1 for CFB8
record NistMonteCarlo(
    String transformation, SecretKeySpec key, Optional<byte[]> iv, int segment, boolean decrypts) {
  private static final int AES_STEPS = 1_000;
  private static final int DES_STEPS = 10_000;

  static void check(
      String transformation, SecretKeySpec key, Optional<byte[]> iv, int segment, Block block)
      throws Exception {
    boolean decrypts = block.section().equalsIgnoreCase("DECRYPT");
    String from = decrypts ? "ciphertext" : "plaintext";
    String to = decrypts ? "plaintext" : "ciphertext";
    byte[] last =
        new NistMonteCarlo(transformation, key, iv, segment, decrypts).run(block.hex(from));
    Expect.equal("the chain's last " + to, block.hex(to), last);
  }

  private byte[] run(byte[] first) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(transformation);
    int direction = decrypts ? Cipher.DECRYPT_MODE : Cipher.ENCRYPT_MODE;
    if (iv.isPresent()) {
      cipher.init(direction, key, new IvParameterSpec(iv.get()));
    } else {
      cipher.init(direction, key);
    }
    int steps = isAes() ? AES_STEPS : DES_STEPS;
    byte[] start = startsWithIv() ? iv.orElse(new byte[0]) : new byte[0];
    byte[] chain = Arrays.copyOf(start, start.length + steps * segment);
    byte[] input = first;
    byte[] output = first;
    for (int step = 0; step < steps; step++) {
      output = cipher.update(input);
      byte[] link = linksKeyStream() ? xor(input, output) : output;
      System.arraycopy(link, 0, chain, start.length + step * segment, segment);
      input = Arrays.copyOfRange(chain, step * segment, (step + 1) * segment);
    }
    return output;
  }

  private boolean isAes() {
    return transformation.startsWith("AES");
  }

  /// The second input is the IV, and outputs follow one step late. ECB has none; DES leaves it out
  /// where it decrypts in CBC and CFB.
  private boolean startsWithIv() {
    return isAes() || !decrypts || transformation.contains("OFB");
  }

  /// DES chains what the input is combined with, in OFB and where it decrypts in CFB.
  private boolean linksKeyStream() {
    return !isAes()
        && (transformation.contains("OFB") || (decrypts && transformation.contains("CFB")));
  }

  private static byte[] xor(byte[] first, byte[] second) {
    byte[] sum = first.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] ^= second[i];
    }
    return sum;
  }
}

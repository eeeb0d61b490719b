package sotto.tests.vectors;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sotto.tests.vectors.Case.Mismatch;
import sotto.tests.vectors.KeyValueText.Block;

/// NIST CAVP known answers for AES and (triple) DES in the modes that JCA has. The mode stands in
/// the comments of the file; the cipher follows from the names of its fields.
final class NistCiphers implements Family {
  private static final Pattern MODE =
      Pattern.compile("\\b(CBC|CFB128|CFB64|CFB8|CFB1|CTR|OFB|ECB)\\b");

  /// Ciphers whose files have the same fields as those of AES, and that nothing here uses.
  private static final Pattern OTHER_CIPHER =
      Pattern.compile(
          "\\b(Camellia|SEED|CAST-?5|IDEA|Blowfish|ARC4|RC2|RC4|SM4|ARIA|Twofish|Serpent|ChaCha20)",
          Pattern.CASE_INSENSITIVE);

  /// Three streams of triple DES side by side, as `CBCI`, `OFBI` and `CFBP64`.
  private static final Pattern THREEFOLD = Pattern.compile("\\b(CBCI|OFBI|CFBP\\d+)\\b");

  private static final int AES_BLOCK = 16;
  private static final int DES_BLOCK = 8;

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    if (file.json().isPresent() || file.text().isEmpty()) {
      return Optional.empty();
    }
    KeyValueText text = KeyValueText.parse(file.text().get());
    boolean isInterleaved = text.has("plaintext", "ciphertext1");
    if (!text.has("plaintext", "ciphertext") && !isInterleaved) {
      return Optional.empty();
    }
    List<Case> cases = new ArrayList<>();
    for (Block block : text.blocks()) {
      cases.add(new Case(block.name(cases.size()), () -> check(text.comments(), block)));
    }
    return Optional.of(cases);
  }

  private static void check(String comments, Block block) throws Exception {
    Matcher other = OTHER_CIPHER.matcher(comments);
    if (other.find()) {
      throw new Case.Unused("the cipher " + other.group());
    }
    Matcher threefold = THREEFOLD.matcher(comments);
    if (threefold.find()) {
      throw new Case.Unused("triple DES interleaved or pipelined (" + threefold.group() + ")");
    }
    String mode = mode(comments);
    byte[] key = key(block);
    String algorithm = algorithm(block, key);
    String transformation = algorithm + "/" + jcaMode(mode) + "/NoPadding";
    if (comments.contains("MCT") || comments.contains("Monte")) {
      Optional<byte[]> start = block.has("iv") ? Optional.of(block.hex("iv")) : Optional.empty();
      int segment = mode.equals("CFB8") ? 1 : algorithm.equals("AES") ? AES_BLOCK : DES_BLOCK;
      NistMonteCarlo.check(transformation, secret(algorithm, key), start, segment, block);
      return;
    }
    byte[] plaintext = block.hex("plaintext");
    byte[] ciphertext = block.hex("ciphertext");
    SecretKeySpec secret = secret(algorithm, key);
    Optional<IvParameterSpec> iv =
        block.has("iv") ? Optional.of(new IvParameterSpec(block.hex("iv"))) : Optional.empty();
    Expect.equal(
        "the ciphertext",
        ciphertext,
        apply(Cipher.ENCRYPT_MODE, transformation, secret, iv, plaintext));
    Expect.equal(
        "the plaintext",
        plaintext,
        apply(Cipher.DECRYPT_MODE, transformation, secret, iv, ciphertext));
  }

  private static SecretKeySpec secret(String algorithm, byte[] key) {
    return new SecretKeySpec(
        algorithm.equals("DES") ? Arrays.copyOf(key, DES_BLOCK) : key, algorithm);
  }

  private static byte[] apply(
      int direction,
      String transformation,
      SecretKeySpec key,
      Optional<IvParameterSpec> iv,
      byte[] input)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(transformation);
    if (iv.isPresent()) {
      cipher.init(direction, key, iv.get());
    } else {
      cipher.init(direction, key);
    }
    return cipher.doFinal(input);
  }

  private static String mode(String comments) throws Case.Unused {
    if (comments.contains("AES Counter")) {
      return "CTR";
    }
    Matcher mode = MODE.matcher(comments);
    if (!mode.find()) {
      throw new Case.Unused("a cipher whose mode the file does not name");
    }
    return mode.group(1);
  }

  /// JCA's `CFB` is of the full block, which is NIST's CFB128 for AES and CFB64 for DES.
  private static String jcaMode(String mode) throws Case.Unused {
    return switch (mode) {
      case "CFB128", "CFB64" -> "CFB";
      case "CFB1" -> throw new Case.Unused("CFB of one bit");
      default -> mode;
    };
  }

  /// AES has one `KEY`; DES has `KEYs` (thrice the same) or `KEY1` to `KEY3`.
  private static byte[] key(Block block) throws Mismatch {
    if (block.has("key")) {
      return block.hex("key");
    }
    byte[] key = new byte[24];
    for (int i = 0; i < 3; i++) {
      byte[] part = block.hex(block.has("keys") ? "keys" : "key" + (i + 1));
      System.arraycopy(part, 0, key, 8 * i, Math.min(8, part.length));
    }
    return key;
  }

  /// Triple DES under three equal keys is DES, which one of the classic designs names.
  private static String algorithm(Block block, byte[] key) {
    if (block.has("key")) {
      return "AES";
    }
    byte[] first = Arrays.copyOf(key, 8);
    boolean single =
        Arrays.equals(first, Arrays.copyOfRange(key, 8, 16))
            && Arrays.equals(first, Arrays.copyOfRange(key, 16, 24));
    return single ? "DES" : "DESede";
  }
}

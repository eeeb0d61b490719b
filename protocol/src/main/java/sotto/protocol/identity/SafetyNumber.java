package sotto.protocol.identity;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import sotto.mls.codec.Writer;

/// 60 digits that two people compare: the same on both sides exactly when both see the same two
/// account keys.
///
/// ```
/// struct {
///   Label label = "Sotto 1.0 safety number";
///   AccountKey lower;             // the two keys, compared as unsigned bytes
///   AccountKey higher;
/// } SafetyNumberInput;
/// ```
///
/// Of SHA-512(SafetyNumberInput) each of the first twelve groups of five bytes, as a big-endian
/// number modulo 100000, gives five digits.
public record SafetyNumber(String digits) {
  private static final BigInteger FIVE_DIGITS = BigInteger.valueOf(100_000);
  private static final int GROUPS = 12;

  public SafetyNumber {
    if (!digits.matches("[0-9]{60}")) {
      throw new IllegalArgumentException("a safety number has 60 digits");
    }
  }

  public static SafetyNumber of(AccountKey one, AccountKey other) {
    boolean inOrder = one.bytes().compareTo(other.bytes()) <= 0;
    Writer out = new Writer();
    Label.SAFETY_NUMBER.write(out);
    out.struct(inOrder ? one : other).struct(inOrder ? other : one);
    byte[] hash = sha512(out.toBytes());
    StringBuilder digits = new StringBuilder();
    for (int group = 0; group < GROUPS; group++) {
      byte[] five = Arrays.copyOfRange(hash, 5 * group, 5 * group + 5);
      int number = new BigInteger(1, five).mod(FIVE_DIGITS).intValue();
      digits.append(String.format("%05d", number));
    }
    return new SafetyNumber(digits.toString());
  }

  /// Twelve groups of five digits, with spaces between.
  public String grouped() {
    return digits.replaceAll("(.{5})(?!$)", "$1 ");
  }

  private static byte[] sha512(byte[] input) {
    try {
      return MessageDigest.getInstance("SHA-512").digest(input);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-512.", e);
    }
  }
}

package sotto.tests.vectors;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// PBKDF2 as JCA has it, which takes a password of characters and encodes them as UTF-8.
final class Pbkdf2 {
  private static final Pattern HASH = Pattern.compile("SHA-?(1|224|256|384|512)\\b");

  private Pbkdf2() {}

  /// The hash that a comment or an algorithm's name contains, RFC 6070's SHA-1 without one.
  static String hash(String name) {
    Matcher named = HASH.matcher(name);
    return named.find() ? "SHA" + named.group(1) : "SHA1";
  }

  static void check(String hash, byte[] password, byte[] salt, int iterations, byte[] expected)
      throws Exception {
    byte[] actual = derive(hash, password, salt, iterations, expected.length);
    Expect.equal("the key", expected, actual);
  }

  static byte[] derive(String hash, byte[] password, byte[] salt, int iterations, int length)
      throws Exception {
    PBEKeySpec spec = new PBEKeySpec(characters(password), salt, iterations, 8 * length);
    return SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash).generateSecret(spec).getEncoded();
  }

  private static char[] characters(byte[] password) throws Case.Unused {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(password))
          .toString()
          .toCharArray();
    } catch (CharacterCodingException notText) {
      throw new Case.Unused("PBKDF2 of a password that is not text");
    }
  }
}

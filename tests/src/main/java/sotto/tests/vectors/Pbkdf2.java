package sotto.tests.vectors;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

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
    Optional<char[]> characters = characters(password);
    // JCA takes no empty salt either.
    if (characters.isEmpty() || characters.get().length == 0 || salt.length == 0) {
      return deriveFromBytes(hash, password, salt, iterations, length);
    }
    PBEKeySpec spec = new PBEKeySpec(characters.get(), salt, iterations, 8 * length);
    return SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash).generateSecret(spec).getEncoded();
  }

  /// Passwords that are no text cannot be written in JCA; bcprov takes bytes.
  private static byte[] deriveFromBytes(
      String hash, byte[] password, byte[] salt, int iterations, int length) {
    PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(digest(hash));
    generator.init(password, salt, iterations);
    return ((KeyParameter) generator.generateDerivedMacParameters(8 * length)).getKey();
  }

  private static Digest digest(String hash) {
    return switch (hash) {
      case "SHA1" -> new SHA1Digest();
      case "SHA224" -> new SHA224Digest();
      case "SHA256" -> new SHA256Digest();
      case "SHA384" -> new SHA384Digest();
      case "SHA512" -> new SHA512Digest();
      default -> throw new IllegalArgumentException("PBKDF2 has no hash " + hash + " here.");
    };
  }

  private static Optional<char[]> characters(byte[] password) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(password))
              .toString()
              .toCharArray());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }
}

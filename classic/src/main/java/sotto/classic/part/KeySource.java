package sotto.classic.part;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/// Where the bytes of a session key come from.
public enum KeySource {
  ALL_BYTES,
  /// Letters and digits only: eight of them are 2^47.6 strings, and DES ignores a bit of each.
  LETTERS_AND_DIGITS;

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  public SessionKey create(int length, SecureRandom random) {
    byte[] key = new byte[length];
    switch (this) {
      case ALL_BYTES -> random.nextBytes(key);
      case LETTERS_AND_DIGITS -> {
        byte[] letters = ALPHABET.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < length; i++) key[i] = letters[random.nextInt(letters.length)];
      }
    }
    return new SessionKey(key);
  }
}

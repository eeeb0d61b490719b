package sotto.app.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import sotto.client.ClientException;
import sotto.client.MessageId;

/// A message id of the caller's choice: 64 hexadecimal digits are one; any other word (a ticket's
/// number, a UUID) is made into one, always the same.
final class ChosenId {
  private static final int LONGEST = 1024;

  private ChosenId() {}

  static MessageId of(String chosen) throws ClientException {
    String word = chosen.strip();
    if (word.isEmpty() || word.length() > LONGEST) {
      throw new ClientException.Usage(
          "--id takes a word of up to 1024 characters, best 64 hexadecimal digits.");
    }
    String hex = word.toLowerCase(Locale.ROOT);
    return hex.matches("[0-9a-f]{64}") ? new MessageId(hex) : MessageId.of(hash(word));
  }

  private static byte[] hash(String word) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(("Sotto 1.0 id " + word).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256.", e);
    }
  }
}

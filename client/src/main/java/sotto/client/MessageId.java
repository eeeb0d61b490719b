package sotto.client;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import sotto.protocol.identity.Hash;

/// The 32-byte identifier of a message inside the ciphertext, in lower-case hexadecimal: what
/// commands print, receipts name and screens deduplicate by.
public record MessageId(String hex) implements Comparable<MessageId> {
  private static final int BYTES = 32;

  public MessageId {
    if (hex.length() != 2 * BYTES || !hex.chars().allMatch(MessageId::isHexDigit)) {
      throw new IllegalArgumentException("A message id is 64 lower-case hexadecimal digits.");
    }
  }

  public static MessageId of(byte[] bytes) {
    return new MessageId(HexFormat.of().formatHex(bytes));
  }

  /// The id for a retry under a name of the caller's own: an id that was printed before stays what
  /// it is, any other text becomes the same id each time.
  public static MessageId ofChoice(String chosen) {
    String plain = chosen.strip();
    if (plain.matches("01[0-9a-f]{62}")) {
      return new MessageId(plain);
    }
    byte[] hash =
        Hash.sha256(("Sotto 1.0 chosen id " + plain).getBytes(StandardCharsets.UTF_8))
            .bytes()
            .toArray();
    byte[] id = new byte[BYTES];
    id[0] = 1;
    System.arraycopy(hash, 0, id, 1, BYTES - 1);
    return of(id);
  }

  /// Reads what a person typed or pasted.
  public static MessageId parse(String typed) throws ClientException {
    try {
      return new MessageId(typed.strip().toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ClientException.Usage(e.getMessage() + " Take one that send or history printed.");
    }
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public int compareTo(MessageId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }

  private static boolean isHexDigit(int c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
  }
}

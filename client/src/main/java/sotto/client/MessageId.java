package sotto.client;

import java.util.HexFormat;

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

  /// Reads what a person typed or pasted.
  public static MessageId parse(String typed) throws ClientException {
    try {
      return new MessageId(typed.strip().toLowerCase(java.util.Locale.ROOT));
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

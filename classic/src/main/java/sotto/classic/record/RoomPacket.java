package sotto.classic.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.record.Vocabulary.Note;

/// A message of `room`: IV (16) ‖ ciphertext ‖ SHA-256 of the text in 64 hexadecimal digits.
public final class RoomPacket {
  private static final int IV = 16;
  private static final int DIGITS = 64;

  private RoomPacket() {}

  public static byte[] encode(Sealed sealed) {
    byte[] digits = HexFormat.of().formatHex(sealed.proof()).getBytes(StandardCharsets.US_ASCII);
    return Sealed.join(sealed.iv(), sealed.ciphertext(), digits);
  }

  public static Sealed decode(byte[] packet) throws Refusal {
    int end = packet.length - DIGITS;
    if (end < IV + 16 || (end - IV) % 16 != 0)
      throw Refusal.refused("The packet has the wrong length.");
    try {
      byte[] hash =
          HexFormat.of().parseHex(new String(packet, end, DIGITS, StandardCharsets.US_ASCII));
      return new Sealed(
          new byte[0], Arrays.copyOf(packet, IV), Arrays.copyOfRange(packet, IV, end), hash);
    } catch (IllegalArgumentException e) {
      throw Refusal.refused("The packet does not end in 64 hexadecimal digits.");
    }
  }

  public static List<Note> describe(byte[] packet) {
    HexFormat hex = HexFormat.of();
    if (packet.length == 256)
      return List.of(
          new Note("key", hex.formatHex(packet), "the AES key under the server's RSA key"));
    try {
      Sealed sealed = decode(packet);
      return List.of(
          new Note("iv", hex.formatHex(sealed.iv()), "random IV of AES-CBC"),
          new Note("ciphertext", hex.formatHex(sealed.ciphertext()), "the text, AES-128-CBC"),
          new Note(
              "hash",
              hex.formatHex(sealed.proof()),
              "SHA-256 of the text itself, for everybody to see"));
    } catch (Refusal e) {
      return List.of();
    }
  }
}

package sotto.classic.lab;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// Bytes as the attacks handle and show them.
final class Bytes {
  private static final int SHOWN = 24;

  private Bytes() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// Hexadecimal, cut after a few bytes.
  static String shown(byte[] bytes) {
    String hex = HexFormat.of().formatHex(bytes, 0, Math.min(SHOWN, bytes.length));
    return bytes.length > SHOWN ? hex + "… (" + bytes.length + " bytes)" : hex;
  }

  /// `target` with the difference of two texts laid over it, from `offset` on.
  static byte[] turned(byte[] target, int offset, String from, String to) {
    byte[] turned = target.clone();
    byte[] a = utf8(from);
    byte[] b = utf8(to);
    for (int i = 0; i < a.length; i++) turned[offset + i] ^= (byte) (a[i] ^ b[i]);
    return turned;
  }

  static byte[] last(byte[] bytes, int count) {
    return Arrays.copyOfRange(bytes, bytes.length - count, bytes.length);
  }
}

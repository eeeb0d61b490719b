package sotto.tests.vectors;

import java.math.BigInteger;

/// The little DER that an ECDSA signature needs.
final class Der {
  private Der() {}

  static byte[] integer(BigInteger value) {
    return element(0x02, value.toByteArray());
  }

  static byte[] sequence(byte[] first, byte[] second) {
    return element(0x30, WycheproofSymmetric.concat(first, second));
  }

  private static byte[] element(int tag, byte[] content) {
    byte[] header =
        content.length < 0x80
            ? new byte[] {(byte) tag, (byte) content.length}
            : new byte[] {(byte) tag, (byte) 0x81, (byte) content.length};
    return WycheproofSymmetric.concat(header, content);
  }
}

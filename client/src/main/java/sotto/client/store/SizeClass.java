package sotto.client.store;

import java.util.Arrays;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// Rounds a row up, so that its size in the file says little about it: to 256 bytes at first, from
/// 4 KiB on to an eighth of the next lower power of two.
final class SizeClass {
  private static final int SMALL = 256;
  private static final int LARGE = 4096;

  private SizeClass() {}

  static byte[] pad(byte[] content) {
    byte[] framed = new Writer(content.length + 4).uint32(content.length).fixed(content).toBytes();
    return Arrays.copyOf(framed, rounded(framed.length));
  }

  static byte[] unpad(byte[] padded) throws MlsException {
    Reader in = new Reader(padded);
    long length = in.uint32();
    if (length > in.remaining()) {
      throw new MlsException("A row is shorter than it says.");
    }
    return in.fixed((int) length);
  }

  static int rounded(int length) {
    int step = length <= LARGE ? SMALL : Integer.highestOneBit(length) / 8;
    return (length + step - 1) / step * step;
  }
}

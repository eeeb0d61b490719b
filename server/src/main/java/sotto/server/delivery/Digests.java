package sotto.server.delivery;

import java.util.Arrays;
import sotto.protocol.wire.Bytes;

/// Submissions are told apart by the first 16 bytes of a SHA-256; a store may keep no more.
final class Digests {
  static final int KEPT = 16;

  private Digests() {}

  static boolean same(Bytes one, Bytes other) {
    return Arrays.equals(one.toArray(), 0, KEPT, other.toArray(), 0, KEPT);
  }
}

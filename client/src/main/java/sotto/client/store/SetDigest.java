package sotto.client.store;

import java.security.MessageDigest;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// A digest of a set of rows that a change updates without reading the others: the exclusive or of
/// a keyed hash of each row, and their number. Nobody without the key can find another set of rows
/// with the same one; keys are unique, so that no row can be in it twice.
record SetDigest(long count, byte[] value) {
  private static final int BYTES = 32;
  static final SetDigest EMPTY = new SetDigest(0, new byte[BYTES]);

  SetDigest with(byte[] rowDigest) {
    return new SetDigest(count + 1, combined(rowDigest));
  }

  SetDigest without(byte[] rowDigest) {
    return new SetDigest(count - 1, combined(rowDigest));
  }

  boolean matches(SetDigest other) {
    return count == other.count && MessageDigest.isEqual(value, other.value);
  }

  byte[] encoded() {
    return new Writer().uint64(count).fixed(value).toBytes();
  }

  static SetDigest decode(Reader in) throws MlsException {
    return new SetDigest(in.uint64(), in.fixed(BYTES));
  }

  private byte[] combined(byte[] rowDigest) {
    byte[] sum = value.clone();
    for (int i = 0; i < BYTES; i++) {
      sum[i] ^= rowDigest[i];
    }
    return sum;
  }
}

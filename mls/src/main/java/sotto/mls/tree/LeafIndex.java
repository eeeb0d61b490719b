package sotto.mls.tree;

import static sotto.mls.Given.given;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// The position of a member in the ratchet tree, counted over leaves (RFC 9420 §4.1).
///
/// It comes off the wire as any `uint32`, so it is held in a `long` and never negative. Whether
/// there is such a leaf is asked of the ratchet tree.
public record LeafIndex(long value) implements Encodable, Comparable<LeafIndex> {
  private static final long MAX = 0xffff_ffffL;

  /// @throws IllegalArgumentException when `value` is no uint32
  public LeafIndex {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException("A leaf index is a uint32, and " + value + " is none.");
    }
  }

  /// @throws MlsException when the bytes are no such value
  public static LeafIndex decode(Reader in) throws MlsException {
    return new LeafIndex(given("in", in).uint32());
  }

  @Override
  public void encode(Writer out) {
    given("out", out).uint32(value);
  }

  @Override
  public int compareTo(LeafIndex other) {
    given("other", other);
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "leaf " + value;
  }
}

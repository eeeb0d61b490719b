package sotto.protocol.wire;

import java.util.Arrays;
import java.util.HexFormat;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// An immutable string of bytes that are public: ids, hashes, keys, ciphertext. Never a secret.
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /// A copy of `bytes`.
  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /// `bytes` themselves, which the caller gives away and never writes to again.
  public static Bytes wrap(byte[] bytes) {
    return new Bytes(bytes);
  }

  public static Bytes ofHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  public byte[] toArray() {
    return bytes.clone();
  }

  /// Reads these bytes where they are, without a copy.
  public Reader reader() {
    return new Reader(bytes);
  }

  public int size() {
    return bytes.length;
  }

  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /// `opaque name[n]`.
  public void writeFixed(Writer out) {
    out.fixed(bytes);
  }

  /// `opaque name<V>`.
  public void writeOpaque(Writer out) {
    out.opaque(bytes);
  }

  /// This, when it has `size` bytes; otherwise the caller has a bug.
  public Bytes ofSize(int size, String what) {
    if (bytes.length != size) {
      throw new IllegalArgumentException(what + " has " + bytes.length + " bytes, not " + size);
    }
    return this;
  }

  /// This, when it has at most `max` bytes; otherwise the caller has a bug.
  public Bytes atMost(int max, String what) {
    if (bytes.length > max) {
      throw new IllegalArgumentException(
          what + " has " + bytes.length + " bytes, more than " + max);
    }
    return this;
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length <= 64 ? hex() : bytes.length + " bytes";
  }
}

package sotto.mls.codec;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Writes the TLS presentation language with the variable-size vectors of RFC 9420 §2.1.2.
///
/// A value that cannot be encoded (a number out of range, a vector over 2^30 - 1 bytes) is a bug of
/// the caller and throws `IllegalArgumentException`.
public final class Writer {
  private static final int MAX_LENGTH = 0x3fff_ffff;

  private byte[] buffer;
  private int size;

  /// Whether the buffer is somebody else's now, and must stay as it is.
  private boolean givenAway;

  public Writer() {
    this(256);
  }

  public Writer(int expectedBytes) {
    buffer = new byte[expectedBytes];
  }

  public Writer uint8(int value) {
    return bigEndian(inRange(value, 0xff), 1);
  }

  public Writer uint16(int value) {
    return bigEndian(inRange(value, 0xffff), 2);
  }

  public Writer uint32(long value) {
    return bigEndian(inRange(value, 0xffff_ffffL), 4);
  }

  /// All 64 bits of `value`, read as unsigned.
  public Writer uint64(long value) {
    return bigEndian(value, 8);
  }

  /// Bytes without a length header: `opaque name[n]`.
  public Writer fixed(byte[] bytes) {
    reserve(given("bytes", bytes).length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
    return this;
  }

  /// Bytes behind a length header: `opaque name<V>`.
  public Writer opaque(byte[] bytes) {
    return length(given("bytes", bytes).length).fixed(bytes);
  }

  /// A vector of elements behind its length in bytes: `T name<V>`.
  public <T> Writer vector(List<T> elements, BiConsumer<Writer, T> each) {
    allGiven("elements each", elements, each);
    return vector(out -> elements.forEach(element -> each.accept(out, element)));
  }

  /// Whatever `content` writes, behind its length in bytes.
  public Writer vector(Encodable content) {
    given("content", content);
    int from = size;
    int expectedHeader = headerLength(content.expectedBytes());
    reserve(expectedHeader);
    size += expectedHeader;
    content.encode(this);
    int length = size - from - expectedHeader;
    shift(from + expectedHeader, headerLength(length) - expectedHeader);
    int to = size;
    size = from;
    length(length);
    size = to;
    return this;
  }

  /// Moves what was written since `from`, whose header is longer or shorter than was expected.
  private void shift(int from, int by) {
    if (by == 0) {
      return;
    }
    reserve(Math.max(by, 0));
    System.arraycopy(buffer, from, buffer, from + by, size - from);
    size += by;
    if (by < 0) {
      Arrays.fill(buffer, size, size - by, (byte) 0);
    }
  }

  public Writer vector(List<? extends Encodable> elements) {
    given("elements", elements);
    return vector(elements, (out, element) -> element.encode(out));
  }

  /// `optional<T>`, RFC 9420 §2.1.1: a presence octet of 0 or 1, then the value.
  public <T> Writer optional(Optional<T> value, BiConsumer<Writer, T> each) {
    allGiven("value each", value, each);
    uint8(value.isPresent() ? 1 : 0);
    value.ifPresent(present -> each.accept(this, present));
    return this;
  }

  public Writer struct(Encodable value) {
    given("value", value).encode(this);
    return this;
  }

  /// The variable-size length header of RFC 9420 §2.1.2 in its shortest form.
  public Writer length(int value) {
    inRange(value, MAX_LENGTH);
    if (value < 0x40) {
      return bigEndian(value, 1);
    }
    return value < 0x4000 ? bigEndian(value | 0x4000, 2) : bigEndian(value | 0x8000_0000L, 4);
  }

  public int size() {
    return size;
  }

  /// What was written; the buffer itself where that fits.
  public byte[] toBytes() {
    return toBytes(size);
  }

  /// What was written, and zeros up to `length` bytes.
  public byte[] toBytes(int length) {
    inRange(size, length);
    if (buffer.length == length) {
      givenAway = true;
      return buffer;
    }
    return Arrays.copyOf(buffer, length);
  }

  /// Bytes of a vector of `length` bytes with its length header (RFC 9420 §2.1.2).
  public static int vectorLength(int length) {
    return headerLength(length) + length;
  }

  private static int headerLength(int length) {
    return length < 0x40 ? 1 : length < 0x4000 ? 2 : 4;
  }

  private Writer bigEndian(long value, int bytes) {
    reserve(bytes);
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /// Buffers may hold secrets, so an outgrown one is zeroed before it is left to the collector.
  private void reserve(int more) {
    if (givenAway || buffer.length - size < more) {
      byte[] outgrown = buffer;
      buffer = Arrays.copyOf(outgrown, Math.max(2 * outgrown.length, size + more));
      if (!givenAway) {
        Arrays.fill(outgrown, (byte) 0);
      }
      givenAway = false;
    }
  }

  private static long inRange(long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(value + " is not between 0 and " + max);
    }
    return value;
  }
}

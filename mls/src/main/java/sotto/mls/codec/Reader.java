package sotto.mls.codec;

import static sotto.mls.Given.given;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads the TLS presentation language with the variable-size vectors of RFC 9420 §2.1.2.
///
/// Every byte is attacker-controlled until it has been checked: a length is compared with what is
/// left before anything is allocated, so that memory is bounded by the size of the input, and
/// whatever is wrong ends in [MlsException] and nothing else.
public final class Reader {
  /// One for all fields that are empty, of which a hostile list may have millions.
  private static final byte[] NOTHING = new byte[0];

  private final byte[] bytes;
  private final int limit;
  private int position;

  public Reader(byte[] bytes) {
    given("bytes", bytes);
    this(bytes, 0, bytes.length);
  }

  private Reader(byte[] bytes, int from, int limit) {
    this.bytes = bytes;
    this.position = from;
    this.limit = limit;
  }

  /// @throws MlsException when fewer bytes are left
  public int uint8() throws MlsException {
    return (int) bigEndian(1);
  }

  /// @throws MlsException when fewer bytes are left
  public int uint16() throws MlsException {
    return (int) bigEndian(2);
  }

  /// @throws MlsException when fewer bytes are left
  public long uint32() throws MlsException {
    return bigEndian(4);
  }

  /// 64 bits; values from 2^63 come out negative.
  ///
  /// @throws MlsException when fewer bytes are left
  public long uint64() throws MlsException {
    return bigEndian(8);
  }

  /// `opaque name[length]`, of that many bytes.
  ///
  /// @throws MlsException when fewer bytes are left
  public byte[] fixed(int length) throws MlsException {
    int from = take(length);
    if (length == 0) {
      return NOTHING;
    }
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  /// `opaque name<V>`.
  ///
  /// @throws MlsException as [#length]
  public byte[] opaque() throws MlsException {
    return fixed(length());
  }

  /// `opaque name<V>` of at most `max` bytes.
  ///
  /// @throws MlsException when it is longer, or as [#length]
  public byte[] opaque(int max) throws MlsException {
    int length = length();
    if (length > max) {
      throw new MlsException(
          "A field of " + length + " bytes is longer than the " + max + " allowed.");
    }
    return fixed(length);
  }

  /// `T name<V>`: a vector whose header counts bytes, not elements.
  ///
  /// @throws MlsException as [#length] or `element`, or when an element takes no bytes
  public <T> List<T> vector(Decoder<T> element) throws MlsException {
    given("element", element);
    Reader inner = nested();
    List<T> elements = new ArrayList<>();
    while (inner.hasRemaining()) {
      int before = inner.position;
      elements.add(element.decode(inner));
      if (inner.position == before) {
        throw new MlsException("A vector has elements of no size.");
      }
    }
    return List.copyOf(elements);
  }

  /// A reader of the next `<V>` field alone, which is skipped here.
  ///
  /// @throws MlsException as [#length]
  public Reader nested() throws MlsException {
    int length = length();
    int from = take(length);
    return new Reader(bytes, from, from + length);
  }

  /// `optional<T>` (RFC 9420 §2.1.1).
  ///
  /// @throws MlsException when the presence octet is neither 0 nor 1, or as `value`
  public <T> Optional<T> optional(Decoder<T> value) throws MlsException {
    given("value", value);
    // RFC 9420 §2.1.1: "a presence octet with a value other than 0 or 1 MUST be rejected as
    // malformed."
    return switch (uint8()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(value.decode(this));
      default -> throw new MlsException("A presence octet is neither 0 nor 1.");
    };
  }

  /// The variable-size length header of RFC 9420 §2.1.2, in bytes.
  ///
  /// @throws MlsException when it is not in its shortest form, or more than is left
  public int length() throws MlsException {
    int first = uint8();
    int prefix = first >>> 6;
    // RFC 9420 §2.1.2: 'Vectors that start with the prefix "11" are invalid and MUST be rejected.'
    if (prefix == 3) {
      throw new MlsException("A length header starts with the invalid prefix 3.");
    }
    long value = first & 0x3f;
    for (int i = 1; i < 1 << prefix; i++) {
      value = value << 8 | uint8();
    }
    // RFC 9420 §2.1.2: "values using more bits than necessary MUST be treated as malformed."
    if (prefix > 0 && value < (prefix == 1 ? 0x40 : 0x4000)) {
      throw new MlsException("A length header is not in its shortest form.");
    }
    if (value > limit - position) {
      throw new MlsException("A length of " + value + " bytes goes past the end.");
    }
    return (int) value;
  }

  public boolean hasRemaining() {
    return position < limit;
  }

  public int remaining() {
    return limit - position;
  }

  /// Everything that is left.
  ///
  /// @throws MlsException never: that much is left
  public byte[] rest() throws MlsException {
    return fixed(remaining());
  }

  /// Refuses trailing bytes.
  ///
  /// @throws MlsException when there are some
  public void end() throws MlsException {
    if (hasRemaining()) {
      throw new MlsException(remaining() + " bytes follow the end of a value.");
    }
  }

  /// How many bytes have been read; with [#since] a signed or hashed part is taken as it came.
  public int position() {
    return position;
  }

  /// The bytes from an earlier [#position] up to here.
  public byte[] since(int from) {
    return Arrays.copyOfRange(bytes, from, position);
  }

  private long bigEndian(int count) throws MlsException {
    int from = take(count);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | bytes[from + i] & 0xff;
    }
    return value;
  }

  private int take(int count) throws MlsException {
    if (count > limit - position) {
      throw new MlsException("The bytes end " + (count - (limit - position)) + " too early.");
    }
    int from = position;
    position += count;
    return from;
  }
}

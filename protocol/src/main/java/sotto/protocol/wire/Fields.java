package sotto.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// The fields that our structs share.
public final class Fields {
  /// The last millisecond of the year 9999.
  private static final long LAST_TIME = 253_402_300_799_999L;

  private Fields() {}

  /// `opaque name[size]`.
  public static Bytes fixed(Reader in, int size) throws MlsException {
    return Bytes.wrap(in.fixed(size));
  }

  /// `opaque name<V>` of at most `max` bytes.
  public static Bytes opaque(Reader in, int max) throws MlsException {
    return Bytes.wrap(in.opaque(max));
  }

  /// UTF-8 in an `opaque name<V>` of at most `max` bytes.
  public static String text(Reader in, int max) throws MlsException {
    return utf8(in.opaque(max));
  }

  /// Strict UTF-8: no overlong form, no surrogate, nothing replaced.
  public static String utf8(byte[] bytes) throws MlsException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MlsException("A text is not valid UTF-8.", e);
    }
  }

  public static void text(Writer out, String text) {
    out.opaque(text.getBytes(StandardCharsets.UTF_8));
  }

  /// `uint64` milliseconds since 1970-01-01T00:00:00Z.
  public static Instant time(Reader in) throws MlsException {
    long millis = in.uint64();
    if (millis < 0 || millis > LAST_TIME) {
      throw new MlsException("A time is after the year 9999.");
    }
    return Instant.ofEpochMilli(millis);
  }

  public static void time(Writer out, Instant time) {
    long millis = time.toEpochMilli();
    if (millis < 0 || millis > LAST_TIME) {
      throw new IllegalArgumentException("A time is before 1970 or after the year 9999.");
    }
    out.uint64(millis);
  }

  /// A time as the wire keeps it: in whole milliseconds.
  public static Instant millis(Instant time) {
    return Instant.ofEpochMilli(time.toEpochMilli());
  }

  /// A `uint64` that counts something, below 2^63.
  public static long count(Reader in) throws MlsException {
    long value = in.uint64();
    if (value < 0) {
      throw new MlsException("A number is 2^63 or more.");
    }
    return value;
  }

  /// `uint8`, 0 or 1.
  public static boolean flag(Reader in) throws MlsException {
    return switch (in.uint8()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw new MlsException("A flag is neither 0 nor 1.");
    };
  }

  public static void flag(Writer out, boolean value) {
    out.uint8(value ? 1 : 0);
  }

  /// `T name<V>` of at most `max` elements, refused at the first one too many.
  public static <T> List<T> list(Reader in, int max, Decoder<T> element) throws MlsException {
    int[] seen = {0};
    return in.vector(inner -> {
      if (++seen[0] > max) {
        throw new MlsException("A list has more than " + max + " elements.");
      }
      return element.decode(inner);
    });
  }

  /// A copy of `values`, when there are at most `max`; otherwise the caller has a bug.
  public static <T> List<T> atMost(List<T> values, int max, String what) {
    if (values.size() > max) {
      throw new IllegalArgumentException(what + " has more than " + max + " elements");
    }
    return List.copyOf(values);
  }
}

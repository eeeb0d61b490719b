package sotto.protocol.cbor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// Reads deterministic CBOR. A length is compared with what is left before anything is allocated,
/// and nesting is bounded, so that memory is bounded by the size of the input.
final class CborReader {
  private static final int TAG_BIGNUM = 2;
  private static final int TAG_NEGATIVE_BIGNUM = 3;

  private final Reader in;

  private CborReader(Reader in) {
    this.in = in;
  }

  static Cbor decode(byte[] bytes) throws MlsException {
    Reader in = new Reader(bytes);
    Cbor item = new CborReader(in).item(0);
    in.end();
    return item;
  }

  private Cbor item(int depth) throws MlsException {
    if (depth > Limits.MAX_CBOR_DEPTH) {
      throw new MlsException("CBOR is nested more than " + Limits.MAX_CBOR_DEPTH + " deep.");
    }
    int first = in.uint8();
    int info = first & 0x1f;
    return switch (first >>> 5) {
      case 0 -> new Cbor.Unsigned(argument(info));
      case 1 -> new Cbor.Negative(argument(info));
      case 2 -> new Cbor.ByteString(Bytes.wrap(in.fixed(count(info, 1))));
      case 3 -> new Cbor.Text(Fields.utf8(in.fixed(count(info, 1))));
      case 4 -> array(count(info, 1), depth);
      case 5 -> map(count(info, 2), depth);
      case 6 -> tag(argument(info), depth);
      default -> simpleOrFloating(info);
    };
  }

  private Cbor array(int count, int depth) throws MlsException {
    List<Cbor> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(item(depth + 1));
    }
    return new Cbor.Array(items);
  }

  private Cbor map(int count, int depth) throws MlsException {
    List<Cbor.Entry> entries = new ArrayList<>();
    byte[] last = {};
    for (int i = 0; i < count; i++) {
      int from = in.position();
      Cbor key = item(depth + 1);
      byte[] encoded = in.since(from);
      // RFC 8949 §5.6: "a map that has duplicate keys" is not valid; §4.2.1: keys "MUST be sorted".
      if (i > 0 && Arrays.compareUnsigned(last, encoded) >= 0) {
        throw new MlsException("The keys of a CBOR map are not in order, or one comes twice.");
      }
      last = encoded;
      entries.add(new Cbor.Entry(key, item(depth + 1)));
    }
    return new Cbor.Map(entries);
  }

  private Cbor tag(long number, int depth) throws MlsException {
    Cbor content = item(depth + 1);
    if (number == TAG_BIGNUM || number == TAG_NEGATIVE_BIGNUM) {
      byte[] digits = content.byteString("A big number").toArray();
      // RFC 8949 §3.4.3: preferred serialization has "no leading zeroes"; what fits in 64 bits is
      // not a big number.
      if (digits.length <= 8 || digits[0] == 0) {
        throw new MlsException("A big number in CBOR is not in its shortest form.");
      }
    }
    return new Cbor.Tag(number, content);
  }

  private Cbor simpleOrFloating(int info) throws MlsException {
    return switch (info) {
      case 24 -> simple(in.uint8());
      case 25 -> floating(Float.float16ToFloat((short) in.uint16()), 2);
      case 26 -> floating(Float.intBitsToFloat((int) in.uint32()), 4);
      case 27 -> floating(Double.longBitsToDouble(in.uint64()), 8);
      case 28, 29, 30, 31 -> throw new MlsException("CBOR has a reserved or indefinite head.");
      default -> new Cbor.Simple(info);
    };
  }

  private static Cbor simple(int value) throws MlsException {
    // RFC 8949 §3.3: values below 32 in two bytes are "not well-formed".
    if (value < 32) {
      throw new MlsException("A simple value in CBOR is not in its shortest form.");
    }
    return new Cbor.Simple(value);
  }

  private Cbor floating(double value, int size) throws MlsException {
    Cbor.Floating item = new Cbor.Floating(value);
    int start = in.position() - size - 1;
    if (!Arrays.equals(item.encoded(), in.since(start))) {
      throw new MlsException("A floating-point number in CBOR is not in its shortest form.");
    }
    return item;
  }

  /// A length or number of items, each of which takes at least `bytesEach` of what is left.
  private int count(int info, int bytesEach) throws MlsException {
    long count = argument(info);
    if (count < 0 || count > in.remaining() / bytesEach) {
      throw new MlsException("A length in CBOR goes past the end.");
    }
    return (int) count;
  }

  private long argument(int info) throws MlsException {
    long value =
        switch (info) {
          case 24 -> in.uint8();
          case 25 -> in.uint16();
          case 26 -> in.uint32();
          case 27 -> in.uint64();
          case 28, 29, 30, 31 -> throw new MlsException("CBOR has a reserved or indefinite head.");
          default -> info;
        };
    long least =
        switch (info) {
          case 24 -> 24;
          case 25 -> 1L << 8;
          case 26 -> 1L << 16;
          case 27 -> 1L << 32;
          default -> 0;
        };
    if (Long.compareUnsigned(value, least) < 0) {
      throw new MlsException("A head in CBOR is not in its shortest form.");
    }
    return value;
  }
}

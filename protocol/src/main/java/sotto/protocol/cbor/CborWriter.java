package sotto.protocol.cbor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Writes deterministic CBOR.
final class CborWriter {
  private static final int HALF_NAN = 0x7e00;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  private CborWriter() {}

  static byte[] encode(Cbor item) {
    CborWriter writer = new CborWriter();
    writer.write(item);
    return writer.out.toByteArray();
  }

  /// RFC 8949 §4.2.1: "The keys in every map MUST be sorted in the bytewise lexicographic order of
  /// their deterministic encodings."
  static List<Cbor.Entry> sorted(List<Cbor.Entry> entries) {
    record Keyed(byte[] key, Cbor.Entry entry) {}
    List<Keyed> keyed = new ArrayList<>();
    for (Cbor.Entry entry : entries) {
      keyed.add(new Keyed(encode(entry.key()), entry));
    }
    keyed.sort(Comparator.comparing(Keyed::key, Arrays::compareUnsigned));
    for (int i = 1; i < keyed.size(); i++) {
      if (Arrays.equals(keyed.get(i - 1).key(), keyed.get(i).key())) {
        throw new IllegalArgumentException("a CBOR map has a key twice");
      }
    }
    return keyed.stream().map(Keyed::entry).toList();
  }

  private void write(Cbor item) {
    switch (item) {
      case Cbor.Unsigned number -> head(0, number.value());
      case Cbor.Negative number -> head(1, number.n());
      case Cbor.ByteString string -> string(2, string.bytes().toArray());
      case Cbor.Text text -> string(3, text.text().getBytes(StandardCharsets.UTF_8));
      case Cbor.Array array -> {
        head(4, array.items().size());
        array.items().forEach(this::write);
      }
      case Cbor.Map map -> {
        head(5, map.entries().size());
        map.entries()
            .forEach(entry -> {
              write(entry.key());
              write(entry.value());
            });
      }
      case Cbor.Tag tag -> {
        head(6, tag.number());
        write(tag.content());
      }
      case Cbor.Simple simple -> head(7, simple.value());
      case Cbor.Floating number -> floating(number.value());
    }
  }

  private void string(int majorType, byte[] bytes) {
    head(majorType, bytes.length);
    out.writeBytes(bytes);
  }

  /// RFC 8949 §4.2.1: "Preferred serialization MUST be used": the shortest head.
  private void head(int majorType, long argument) {
    int type = majorType << 5;
    if (argument >= 0 && argument < 24) {
      out.write(type | (int) argument);
    } else if (argument >>> 8 == 0) {
      out.write(type | 24);
      bigEndian(argument, 1);
    } else if (argument >>> 16 == 0) {
      out.write(type | 25);
      bigEndian(argument, 2);
    } else if (argument >>> 32 == 0) {
      out.write(type | 26);
      bigEndian(argument, 4);
    } else {
      out.write(type | 27);
      bigEndian(argument, 8);
    }
  }

  /// The shortest of the three forms that keeps the value; every NaN is the half-precision quiet
  /// one.
  private void floating(double value) {
    if (Double.isNaN(value)) {
      out.write(0xf9);
      bigEndian(HALF_NAN, 2);
      return;
    }
    float single = (float) value;
    if (Double.compare(single, value) != 0) {
      out.write(0xfb);
      bigEndian(Double.doubleToLongBits(value), 8);
      return;
    }
    short half = Float.floatToFloat16(single);
    if (Float.compare(Float.float16ToFloat(half), single) == 0) {
      out.write(0xf9);
      bigEndian(half, 2);
    } else {
      out.write(0xfa);
      bigEndian(Float.floatToIntBits(single), 4);
    }
  }

  private void bigEndian(long value, int count) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }
}

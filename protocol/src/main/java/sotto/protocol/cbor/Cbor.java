package sotto.protocol.cbor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.protocol.wire.Bytes;

/// A CBOR data item (RFC 8949 §2).
public sealed interface Cbor {
  Simple FALSE = new Simple(20);
  Simple TRUE = new Simple(21);
  Simple NULL = new Simple(22);

  /// Major type 0: all 64 bits of `value`, read as unsigned.
  record Unsigned(long value) implements Cbor {}

  /// Major type 1: the number -1 - `n`, all 64 bits of `n` read as unsigned.
  record Negative(long n) implements Cbor {}

  /// Major type 2.
  record ByteString(Bytes bytes) implements Cbor {}

  /// Major type 3.
  record Text(String text) implements Cbor {}

  /// Major type 4.
  record Array(List<Cbor> items) implements Cbor {
    public Array {
      items = List.copyOf(items);
    }
  }

  /// Major type 5, in the order of its keys' encodings.
  record Map(List<Entry> entries) implements Cbor {
    public static final Map EMPTY = new Map(List.of());

    /// Sorts; a key that comes twice is a bug of the caller.
    public Map {
      entries = CborWriter.sorted(entries);
    }

    public Optional<Cbor> get(Cbor key) {
      return entries.stream()
          .filter(entry -> entry.key().equals(key))
          .map(Entry::value)
          .findFirst();
    }

    /// A map that also has `key`, in place of what it had under it.
    public Map with(Cbor key, Cbor value) {
      List<Entry> changed = new ArrayList<>(entries);
      changed.removeIf(entry -> entry.key().equals(key));
      changed.add(new Entry(key, value));
      return new Map(changed);
    }
  }

  record Entry(Cbor key, Cbor value) {}

  /// Major type 6.
  record Tag(long number, Cbor content) implements Cbor {}

  /// Major type 7, values 0 to 23 and 32 to 255.
  record Simple(int value) implements Cbor {}

  /// Major type 7, floating point; kept as a double, written in the shortest form that keeps it.
  record Floating(double value) implements Cbor {}

  static Cbor number(long value) {
    return value < 0 ? new Negative(-1 - value) : new Unsigned(value);
  }

  static Cbor bool(boolean value) {
    return value ? TRUE : FALSE;
  }

  static Cbor text(String text) {
    return new Text(text);
  }

  static Cbor bytes(Bytes bytes) {
    return new ByteString(bytes);
  }

  static Cbor array(Cbor... items) {
    return new Array(List.of(items));
  }

  /// The one encoding of this item.
  default byte[] encoded() {
    return CborWriter.encode(this);
  }

  /// The item that `bytes` are the one encoding of.
  static Cbor decode(byte[] bytes) throws MlsException {
    return CborReader.decode(bytes);
  }

  // What a reader of a known structure expects next.

  default List<Cbor> items(String what) throws MlsException {
    if (this instanceof Array array) {
      return array.items();
    }
    throw new MlsException(what + " is not a CBOR array.");
  }

  default Bytes byteString(String what) throws MlsException {
    if (this instanceof ByteString string) {
      return string.bytes();
    }
    throw new MlsException(what + " is not a CBOR byte string.");
  }

  default String string(String what) throws MlsException {
    if (this instanceof Text string) {
      return string.text();
    }
    throw new MlsException(what + " is not a CBOR text string.");
  }

  /// An unsigned number of at most `max`.
  default long unsigned(long max, String what) throws MlsException {
    if (this instanceof Unsigned number && number.value() >= 0 && number.value() <= max) {
      return number.value();
    }
    throw new MlsException(what + " is not a number from 0 to " + max + ".");
  }
}

package sotto.mls.crypto;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.Writer;

/// The structs that carry labels (RFC 9420 §5.1.2, §5.1.3, §5.2, §8).
///
/// Labels are few and constant, so their encodings are remembered.
final class Labels {
  static final byte[] EMPTY = new byte[0];

  private static final int MAX_REMEMBERED = 256;
  private static final ConcurrentHashMap<String, byte[]> ENCODED = new ConcurrentHashMap<>();

  private Labels() {}

  /// ```
  /// struct {
  ///     uint16 length;
  ///     opaque label<V>;
  ///     opaque context<V>;
  /// } KDFLabel;
  /// ```
  static byte[] kdfLabel(String label, byte[] context, int length) {
    byte[] beginning = kdfLabelBeginning(label, length);
    return new Writer(beginning.length + Writer.vectorLength(context.length))
        .fixed(beginning)
        .opaque(context)
        .toBytes();
  }

  /// All of it before the context.
  static byte[] kdfLabelBeginning(String label, int length) {
    byte[] name = prefixed(label);
    return new Writer(Short.BYTES + name.length).uint16(length).fixed(name).toBytes();
  }

  /// ```
  /// struct {
  ///     opaque label<V>;
  ///     opaque content<V>;
  /// } SignContent;
  /// ```
  static byte[] signContent(String label, byte[] content) {
    byte[] name = prefixed(label);
    return new Writer(name.length + Writer.vectorLength(content.length))
        .fixed(name)
        .opaque(content)
        .toBytes();
  }

  /// The same, without an encoding of the content by itself.
  static byte[] signContent(String label, Encodable content) {
    byte[] name = prefixed(label);
    return new Writer(name.length + Writer.vectorLength(content.expectedBytes()))
        .fixed(name)
        .vector(content)
        .toBytes();
  }

  /// `EncryptContext` has the shape of [#signContent].
  static byte[] encryptContext(String label, byte[] context) {
    return signContent(label, context);
  }

  /// `RefHashInput` has that shape too, but its labels already begin with "MLS 1.0".
  static byte[] refHashInput(String label, byte[] value) {
    byte[] name = label.getBytes(StandardCharsets.UTF_8);
    return new Writer(name.length + value.length + 8).opaque(name).opaque(value).toBytes();
  }

  static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  /// "MLS 1.0 " and the label, behind its length.
  private static byte[] prefixed(String label) {
    byte[] known = ENCODED.get(label);
    if (known != null) {
      return known;
    }
    byte[] encoded =
        new Writer(64).opaque(("MLS 1.0 " + label).getBytes(StandardCharsets.UTF_8)).toBytes();
    // Exporter labels are the application's, so the memory for them is bounded.
    if (ENCODED.size() < MAX_REMEMBERED) {
      ENCODED.put(label, encoded);
    }
    return encoded;
  }
}

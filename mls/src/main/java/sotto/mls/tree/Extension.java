package sotto.mls.tree;

import static sotto.mls.Given.given;

import java.util.Arrays;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §13.4; what is in `data` is known by [ExtensionType], or not known.
///
/// ```text
/// struct {
///     ExtensionType extension_type;
///     opaque extension_data<V>;
/// } Extension;
/// ```
public record Extension(int type, byte[] data) implements Encodable {
  /// @throws IllegalArgumentException when `type` is no uint16
  public Extension {
    given("data", data);
    if (type < 0 || type > 0xffff) {
      throw new IllegalArgumentException(
          "An extension type is a uint16, 0 to 65535, and " + type + " is none.");
    }
    data = data.clone();
  }

  @Override
  public byte[] data() {
    return data.clone();
  }

  public static Extension of(int type, Encodable content) {
    given("content", content);
    return new Extension(type, content.encoded());
  }

  /// @throws MlsException when the bytes are no such value
  public static Extension decode(Reader in) throws MlsException {
    return new Extension(given("in", in).uint16(), in.opaque());
  }

  @Override
  public int expectedBytes() {
    return 2 + Writer.vectorLength(data.length);
  }

  @Override
  public void encode(Writer out) {
    given("out", out).uint16(type).opaque(data);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Extension e && type == e.type && Arrays.equals(data, e.data);
  }

  @Override
  public int hashCode() {
    return 31 * type + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "Extension " + type + " of " + data.length + " bytes";
  }
}

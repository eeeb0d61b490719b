package sotto.mls.message;

import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// `opaque application_data<V>` (RFC 9420 §6).
public record ApplicationData(byte[] data) implements Content {

  /// @throws MlsException when the bytes are no such value
  public static ApplicationData decode(Reader in) throws MlsException {
    return new ApplicationData(in.opaque());
  }

  @Override
  public ContentType contentType() {
    return ContentType.APPLICATION;
  }

  @Override
  public int expectedBytes() {
    return Writer.vectorLength(data.length);
  }

  @Override
  public void encode(Writer out) {
    out.opaque(data);
  }
}

package sotto.mls.message;

import static sotto.mls.Given.given;

import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// `opaque application_data<V>` (RFC 9420 §6).
public record ApplicationData(byte[] data) implements Content {
  public ApplicationData {
    given("data", data);
  }

  /// @throws MlsException when the bytes are no such value
  public static ApplicationData decode(Reader in) throws MlsException {
    return new ApplicationData(given("in", in).opaque());
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
    given("out", out).opaque(data);
  }
}

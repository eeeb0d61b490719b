package sotto.protocol.content;

import sotto.mls.codec.Decoder;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// The `application_data` of every application message (draft-ietf-mls-extensions).
///
/// ```
/// struct {
///   MediaType media_type;
///   opaque inner_application_content<V>;
/// } ApplicationFraming;
/// ```
public record ApplicationFraming(MediaType mediaType, Bytes content) implements Encodable {
  public ApplicationFraming {
    content.atMost(Limits.MAX_APPLICATION_MESSAGE, "the content of a message");
  }

  public static ApplicationFraming of(MimiContent content) {
    return new ApplicationFraming(MediaType.MIMI_CONTENT, Bytes.wrap(content.encoded()));
  }

  public static ApplicationFraming of(MessageStatus status) {
    return new ApplicationFraming(MediaType.MESSAGE_STATUS, Bytes.wrap(status.encoded()));
  }

  public static ApplicationFraming of(SottoContent content) {
    return new ApplicationFraming(MediaType.SOTTO, Bytes.wrap(content.encoded()));
  }

  @Override
  public void encode(Writer out) {
    out.struct(mediaType);
    content.writeOpaque(out);
  }

  public static ApplicationFraming decode(Reader in) throws MlsException {
    return new ApplicationFraming(
        MediaType.decode(in), Fields.opaque(in, Limits.MAX_APPLICATION_MESSAGE));
  }

  public static ApplicationFraming decode(byte[] applicationData) throws MlsException {
    return ((Decoder<ApplicationFraming>) ApplicationFraming::decode).decodeAll(applicationData);
  }
}

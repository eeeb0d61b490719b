package sotto.mls.framing;

import java.util.Optional;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.message.FramedContent;
import sotto.mls.message.FramedContentAuthData;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.WireFormat;

/// RFC 9420 §6: a framed message with what authenticates it, in the form that is hashed and signed.
///
/// ```text
/// struct {
///     WireFormat wire_format;
///     FramedContent content;
///     FramedContentAuthData auth;
/// } AuthenticatedContent;
/// ```
public record AuthenticatedContent(
    WireFormat wireFormat, FramedContent content, FramedContentAuthData auth) implements Encodable {

  /// @throws MlsException when the bytes are no such value
  public static AuthenticatedContent decode(Reader in) throws MlsException {
    WireFormat format = WireFormat.of(in.uint16());
    FramedContent content = FramedContent.decode(in);
    return new AuthenticatedContent(
        format, content, FramedContentAuthData.decode(content.content().contentType(), in));
  }

  public static AuthenticatedContent of(PublicMessage message) {
    return new AuthenticatedContent(WireFormat.PUBLIC_MESSAGE, message.content(), message.auth());
  }

  @Override
  public void encode(Writer out) {
    out.uint16(wireFormat.value()).struct(content).struct(auth);
  }

  /// What the signature covers.
  ///
  /// @param groupContext encoded
  FramedContentTbs toBeSigned(byte[] groupContext) {
    return new FramedContentTbs(wireFormat, content, groupContext);
  }

  /// RFC 9420 §8.2: `ConfirmedTranscriptHashInput`, all but the confirmation tag.
  public byte[] confirmedTranscriptHashInput() {
    return new Writer(512)
        .uint16(wireFormat.value())
        .struct(content)
        .opaque(auth.signature())
        .toBytes();
  }

  public AuthenticatedContent withConfirmationTag(byte[] tag) {
    return new AuthenticatedContent(
        wireFormat, content, new FramedContentAuthData(auth.signature(), Optional.of(tag)));
  }
}

package sotto.mls.message;

import java.util.Optional;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

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

  /// The label of the signature.
  public static final String LABEL = "FramedContentTBS";

  /// @throws MlsException when the bytes are no such value
  public static AuthenticatedContent decode(Reader in) throws MlsException {
    WireFormat format = WireFormat.of(in.uint16());
    FramedContent content = FramedContent.decode(in);
    return new AuthenticatedContent(
        format, content, FramedContentAuthData.decode(content.content().contentType(), in));
  }

  @Override
  public void encode(Writer out) {
    out.uint16(wireFormat.value()).struct(content).struct(auth);
  }

  /// RFC 9420 §6.1: what the sender signs.
  ///
  /// ```text
  /// struct {
  ///     ProtocolVersion version = mls10;
  ///     WireFormat wire_format;
  ///     FramedContent content;
  ///     select (FramedContentTBS.content.sender.sender_type) {
  ///         case member:
  ///         case new_member_commit: GroupContext context;
  ///         case external:
  ///         case new_member_proposal: struct{};
  ///     };
  /// } FramedContentTBS;
  /// ```
  public static byte[] toBeSigned(WireFormat format, FramedContent content, byte[] groupContext) {
    Writer out = new Writer(4 + content.expectedBytes() + groupContext.length);
    ProtocolVersion.encode(out);
    out.uint16(format.value()).struct(content);
    switch (content.sender()) {
      case Sender.Member _, Sender.NewMemberCommit _ -> out.fixed(groupContext);
      case Sender.External _, Sender.NewMemberProposal _ -> {}
    }
    return out.toBytes();
  }

  public byte[] toBeSigned(byte[] groupContext) {
    return toBeSigned(wireFormat, content, groupContext);
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

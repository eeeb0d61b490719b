package sotto.mls.framing;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.Writer;
import sotto.mls.message.FramedContent;
import sotto.mls.message.ProtocolVersion;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;

/// RFC 9420 §6.1: what the sender of framed content signs.
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
///
/// @param groupContext encoded; left out of the encoding where the sender is no member
record FramedContentTbs(WireFormat wireFormat, FramedContent content, byte[] groupContext)
    implements Encodable {

  /// The label of the signature.
  static final String LABEL = "FramedContentTBS";

  @Override
  public int expectedBytes() {
    return 2 * Short.BYTES + content.expectedBytes() + groupContext.length;
  }

  @Override
  public void encode(Writer out) {
    out.uint16(ProtocolVersion.MLS10).uint16(wireFormat.value()).struct(content);
    switch (content.sender()) {
      case Sender.Member _, Sender.NewMemberCommit _ -> out.fixed(groupContext);
      case Sender.External _, Sender.NewMemberProposal _ -> {}
    }
  }
}

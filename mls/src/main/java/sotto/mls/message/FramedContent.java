package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §6: a message before any protection. `epoch` is an unsigned 64-bit number.
///
/// ```text
/// struct {
///     opaque group_id<V>;
///     uint64 epoch;
///     Sender sender;
///     opaque authenticated_data<V>;
///     ContentType content_type;
///     select (FramedContent.content_type) {
///         case application: opaque application_data<V>;
///         case proposal:    Proposal proposal;
///         case commit:      Commit commit;
///     };
/// } FramedContent;
/// ```
public record FramedContent(
    GroupId groupId, long epoch, Sender sender, byte[] authenticatedData, Content content)
    implements Encodable {
  public FramedContent {
    allGiven(
        "groupId sender authenticatedData content", groupId, sender, authenticatedData, content);
  }

  /// @throws MlsException when the bytes are no such value
  public static FramedContent decode(Reader in) throws MlsException {
    given("in", in);
    return new FramedContent(
        GroupId.decode(in),
        in.uint64(),
        Sender.decode(in),
        in.opaque(),
        Content.decode(ContentType.of(in.uint8()), in));
  }

  @Override
  public int expectedBytes() {
    return groupId.expectedBytes()
        + Long.BYTES
        + sender.expectedBytes()
        + Writer.vectorLength(authenticatedData.length)
        + 1
        + content.expectedBytes();
  }

  @Override
  public void encode(Writer out) {
    given("out", out)
        .struct(groupId)
        .uint64(epoch)
        .struct(sender)
        .opaque(authenticatedData)
        .uint8(content.contentType().value())
        .struct(content);
  }
}

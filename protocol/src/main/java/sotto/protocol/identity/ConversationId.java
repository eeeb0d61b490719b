package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// The random name of a conversation, which outlives its groups.
///
/// ```
/// opaque ConversationId[16];
/// ```
public record ConversationId(Bytes bytes) implements Encodable {
  public ConversationId {
    bytes.ofSize(Limits.CONVERSATION_ID, "a conversation id");
  }

  public static ConversationId of(byte[] bytes) {
    return new ConversationId(Bytes.of(bytes));
  }

  @Override
  public void encode(Writer out) {
    bytes.writeFixed(out);
  }

  public static ConversationId decode(Reader in) throws MlsException {
    return new ConversationId(Fields.fixed(in, Limits.CONVERSATION_ID));
  }

  public String hex() {
    return bytes.hex();
  }

  @Override
  public String toString() {
    return bytes.hex();
  }
}

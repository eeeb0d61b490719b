package sotto.protocol.content;

import java.util.ArrayList;
import java.util.List;
import sotto.mls.codec.MlsException;
import sotto.protocol.cbor.Cbor;
import sotto.protocol.limits.Limits;

/// Receipts (draft-mahy-mimi-message-status): what became of messages, at the one who sends this.
///
/// ```
/// messageStatus = [ 1*4096 [ messageId: bstr .size 32, status: uint ] ]
/// ```
public record MessageStatus(List<Entry> entries) {
  public MessageStatus {
    entries = List.copyOf(entries);
    if (entries.isEmpty() || entries.size() > Limits.MAX_STATUSES) {
      throw new IllegalArgumentException("a receipt is about 1 to " + Limits.MAX_STATUSES);
    }
  }

  /// The ordinals are the wire's.
  public enum Status {
    UNREAD,
    DELIVERED,
    READ,
    EXPIRED,
    DELETED,
    HIDDEN,
    ERROR
  }

  public record Entry(MessageId message, Status status) {}

  public byte[] encoded() {
    List<Cbor> items = new ArrayList<>();
    for (Entry entry : entries) {
      items.add(
          Cbor.array(Cbor.bytes(entry.message().bytes()), Cbor.number(entry.status().ordinal())));
    }
    return new Cbor.Array(items).encoded();
  }

  public static MessageStatus decode(byte[] bytes) throws MlsException {
    List<Cbor> items = Cbor.decode(bytes).items("A receipt");
    if (items.isEmpty() || items.size() > Limits.MAX_STATUSES) {
      throw new MlsException("A receipt is about no message, or about too many.");
    }
    List<Entry> entries = new ArrayList<>();
    for (Cbor item : items) {
      List<Cbor> pair = item.items("The status of a message");
      if (pair.size() != 2) {
        throw new MlsException("The status of a message is not a pair.");
      }
      MessageId id = MessageId.read(pair.getFirst().byteString("A message id"));
      int status = (int) pair.getLast().unsigned(Status.values().length - 1, "A status");
      entries.add(new Entry(id, Status.values()[status]));
    }
    return new MessageStatus(entries);
  }
}

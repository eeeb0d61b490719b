package sotto.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One line of a conversation's history, oldest first. Each message is there exactly once.
public sealed interface HistoryEntry {
  Instant at();

  /// A text message, ours or another's.
  record Message(
      MessageId id,
      String from,
      String text,
      Instant sentAt,
      Instant at,
      Optional<MessageId> inReplyTo,
      Delivery delivery)
      implements HistoryEntry {}

  /// Something else that belongs between the messages: a gap, a change of members, a new name.
  record Notice(Instant at, Event event) implements HistoryEntry {}

  /// How far a message has come.
  sealed interface Delivery {
    /// Written by another.
    record Received() implements Delivery {}

    /// In the outbox: the server has not answered yet.
    record Waiting() implements Delivery {}

    /// Accepted by the server; the addresses from which receipts came.
    record Sent(List<String> deliveredTo, List<String> readBy) implements Delivery {}

    /// Not taken, and why.
    record Failed(String reason) implements Delivery {}
  }
}

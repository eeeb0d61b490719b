package sotto.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something that happened and that a person or a program may want to know.
///
/// Events with a number above 0 are kept until [Client#acknowledge] says that they were shown:
/// after a kill they come again, with the same number. The others are only for whoever is watching.
/// Conversations are named by [Conversation#name]; times are the sender's and the receiver's
/// clocks.
public sealed interface Event {
  /// The rising number of a kept event; 0 for one that is not kept.
  long number();

  /// A text message that opened, and came from a client of `from`.
  record Message(
      long number,
      MessageId id,
      String conversation,
      String from,
      String text,
      Instant sentAt,
      Instant receivedAt,
      Optional<MessageId> inReplyTo)
      implements Event {}

  /// A member says that a message of ours arrived, or was read.
  record Receipt(long number, MessageId of, String conversation, String from, ReceiptKind kind)
      implements Event {}

  enum ReceiptKind {
    DELIVERED,
    READ
  }

  /// Messages of a sender that did not come; `missing` counts them.
  record Gap(long number, String conversation, String from, long missing) implements Event {}

  /// The members of a conversation changed; addresses. `by` is who committed it.
  record Membership(
      long number, String conversation, List<String> added, List<String> removed, String by)
      implements Event {}

  /// A client of a member came back after it had lost its state.
  record Rejoined(long number, String conversation, String who) implements Event {}

  /// A conversation has another name.
  record Renamed(long number, String conversation, String before, String by) implements Event {}

  /// Somebody who is not a contact wrote first; nothing goes back until it is accepted.
  record Request(long number, String conversation, String from) implements Event {}

  /// An account shows another key than the one known: sending to it has stopped.
  record IdentityChanged(long number, String address, String reason) implements Event {}

  /// A message that cannot be read, why, and what heals it.
  record Unreadable(
      long number, Optional<MessageId> id, String conversation, String reason, String remedy)
      implements Event {}

  /// A message of ours that the server, or a recipient's full queue, did not take.
  record NotDelivered(
      long number, MessageId id, String conversation, List<String> to, String reason)
      implements Event {}

  /// The server has accepted a message of ours durably.
  record Accepted(long number, MessageId id, String conversation) implements Event {}

  /// A contact came or went, where both show themselves to each other.
  record Presence(long number, String address, PresenceState state) implements Event {}

  enum PresenceState {
    HERE,
    AWAY
  }

  /// The connection to the server changed; `detail` is a sentence.
  record Connection(long number, ConnectionState state, String detail) implements Event {}

  enum ConnectionState {
    CONNECTING,
    ONLINE,
    OFFLINE,
    /// A security stop, or another copy of this profile took over: no more tries.
    STOPPED
  }

  /// Something the user should know that fits nowhere else, as one sentence.
  record Notice(long number, Optional<String> conversation, String sentence) implements Event {}
}

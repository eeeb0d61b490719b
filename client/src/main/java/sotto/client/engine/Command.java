package sotto.client.engine;

import java.util.List;
import java.util.Optional;
import sotto.client.MessageId;
import sotto.client.Preferences;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.ContactAddress;
import sotto.protocol.identity.InviteLink;

/// What a person wants. Each is answered by one [Effect.Settle].
public sealed interface Command {
  /// Registers the account of this profile. Settled when it is logged in.
  record Register(Admission admission) implements Command {}

  /// The person was told that the account is registered.
  record Told() implements Command {
    /// Of what is remembered then, among the facts.
    public static final String KEY = "told registered";
  }

  /// Asks for a six-digit code. Settled when the server sent it.
  record RequestCode() implements Command {}

  /// Settled when the message is in the outbox; the value is the message's id.
  record SendText(Destination to, String text, Optional<MessageId> id) implements Command {}

  /// Settled when the server has accepted the new conversation; the value is its key.
  record CreateGroup(String name, List<Address> members) implements Command {}

  record AddMembers(String talk, List<Address> members) implements Command {}

  record RemoveMembers(String talk, List<Address> members) implements Command {}

  record Rename(String talk, String name) implements Command {}

  record Leave(String talk) implements Command {}

  /// Accepts a request; from now on receipts and presence go out.
  record Accept(String talk) implements Command {}

  /// This event was shown.
  record Shown(long event) implements Command {}

  /// Marks the key that is shown now as verified and accepts it where it changed.
  record Trust(Address contact) implements Command {}

  /// Where to connect from now on: a link of the same server.
  record Move(InviteLink link) implements Command {}

  record Prefer(Preferences preferences) implements Command {}

  /// Receipts that are due go out now.
  record FlushReceipts() implements Command {}

  /// Where a message goes.
  sealed interface Destination {
    record ToContact(ContactAddress contact) implements Destination {}

    record ToTalk(String talk) implements Destination {}
  }
}

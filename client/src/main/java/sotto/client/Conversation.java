package sotto.client;

import java.time.Instant;
import java.util.List;

/// A conversation as it stood when it was asked for: a value. [Client] acts on it.
///
/// @param id 32 hexadecimal digits; stays when the name changes
/// @param name of a conversation of two: the other's address; otherwise what members named it
/// @param members from the ratchet tree and nowhere else
/// @param lastActivity when the last message came or went
public record Conversation(
    String id,
    String name,
    Kind kind,
    State state,
    List<Member> members,
    long epoch,
    String suite,
    Instant lastActivity,
    int unread) {

  public enum Kind {
    DIRECT,
    GROUP
  }

  public enum State {
    /// Being made: its first Commit waits for the server.
    FOUNDING,
    /// Somebody unknown wrote first; [Client#accept] makes it active.
    REQUEST,
    ACTIVE,
    /// We asked to leave; a member's Commit will confirm it.
    LEAVING,
    /// We are no longer a member; the history stays.
    LEFT,
    /// State was lost or refused; we asked to be added again.
    REJOINING
  }

  /// One account in the conversation.
  ///
  /// @param clients how many of its clients are members
  public record Member(String address, int clients, Role role, Trust trust) {}

  public enum Role {
    MEMBER,
    ADMINISTRATOR
  }

  /// What is known about an account's key.
  public enum Trust {
    /// Ourselves.
    SELF,
    /// Compared by the user, or vouched for by the address itself.
    VERIFIED,
    /// Pinned at first contact and not compared yet.
    UNVERIFIED,
    /// Another key than the pinned one was shown: sending has stopped.
    CHANGED
  }
}

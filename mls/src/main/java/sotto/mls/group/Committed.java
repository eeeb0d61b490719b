package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.util.Optional;

/// A Commit that is ready to travel and not yet in force.
///
/// The Delivery Service may prefer another's (RFC 9420 §14). So store `group` and `pending`, send
/// `message`; when it is accepted, [Group#adopt] `pending`; when it is refused, drop `pending` and
/// process the winner with `group`.
///
/// @param group still in the old epoch, with the Commit's own message key used up
/// @param message the bytes of an MLSMessage, at most 64 MiB
/// @param summary what the Commit does, for the same policy as is applied to others' Commits
/// @param welcome the bytes of an MLSMessage for all whom the Commit adds
public record Committed(
    Group group,
    byte[] message,
    Optional<byte[]> welcome,
    PendingCommit pending,
    CommitSummary summary,
    Consumed consumed) {
  public Committed {
    allGiven(
        "group message welcome pending summary consumed",
        group,
        message,
        welcome,
        pending,
        summary,
        consumed);
  }
}

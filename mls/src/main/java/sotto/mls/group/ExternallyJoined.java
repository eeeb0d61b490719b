package sotto.mls.group;

import static sotto.mls.Given.allGiven;

/// A group that was entered by an external Commit, if the Delivery Service accepts it (RFC 9420
/// §12.4.3.2).
///
/// @param group in its new epoch; drop it when the Commit is refused
/// @param message the bytes of an MLSMessage
/// @param summary what the Commit does; the newcomer is in `added`
public record ExternallyJoined(Group group, byte[] message, CommitSummary summary) {
  public ExternallyJoined {
    allGiven("group message summary", group, message, summary);
  }
}

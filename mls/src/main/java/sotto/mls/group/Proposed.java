package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import sotto.mls.message.ProposalRef;

/// A proposal that is ready to travel (RFC 9420 §12.1).
///
/// @param group the state to store before the message leaves; it keeps the proposal
/// @param message the bytes of an MLSMessage, at most 64 MiB
/// @param reference by which a Commit names the proposal
public record Proposed(Group group, byte[] message, ProposalRef reference, Consumed consumed) {
  public Proposed {
    allGiven("group message reference consumed", group, message, reference, consumed);
  }
}

package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.util.List;
import sotto.mls.message.GroupContext;
import sotto.mls.message.Proposal;
import sotto.mls.message.Sender;

/// What a Commit does to the group, before it is done (RFC 9420 §12.4).
///
/// @param committer who sent it; after an external Commit the newcomer is in `added`
/// @param proposals all that take effect, in their order
/// @param added with the places they get
/// @param removed with the places they had
/// @param updated whose leaf changes, the committer's own among them
/// @param before the context of the old epoch; `after` of the new one
/// @param authenticatedData what travelled in clear beside the Commit
public record CommitSummary(
    Sender committer,
    List<Proposed> proposals,
    List<Member> added,
    List<Member> removed,
    List<Replaced> updated,
    GroupContext before,
    GroupContext after,
    byte[] authenticatedData) {

  public CommitSummary {
    allGiven(
        "committer proposals added removed updated before after authenticatedData",
        committer,
        proposals,
        added,
        removed,
        updated,
        before,
        after,
        authenticatedData);
    proposals = List.copyOf(proposals);
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    updated = List.copyOf(updated);
  }

  /// A proposal and who made it (RFC 9420 §12.1).
  public record Proposed(Proposal proposal, Sender sender) {
    public Proposed {
      allGiven("proposal sender", proposal, sender);
    }
  }

  /// A leaf that takes another's place: by an Update, or with the path of the Commit (RFC 9420
  /// §12.4.2).
  public record Replaced(Member before, Member after) {
    public Replaced {
      allGiven("before after", before, after);
    }
  }
}

package sotto.mls.group;

import java.util.List;
import java.util.Optional;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.Proposal;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.treekem.RatchetTree;

/// The group after a list of proposals and before any UpdatePath (RFC 9420 §12.3).
///
/// @param extensions of the new GroupContext
/// @param own the keys of this client's own Update, if that was committed
record Applied(
    ProposalList list,
    RatchetTree tree,
    Extensions extensions,
    List<NewMember> added,
    List<Member> removed,
    List<CommitSummary.Replaced> updated,
    Optional<PendingProposal.OwnUpdate> own) {

  record NewMember(LeafIndex index, KeyPackage keyPackage) {}

  List<LeafIndex> addedLeaves() {
    return added.stream().map(NewMember::index).toList();
  }

  Optional<Proposal.ReInit> reinit() {
    return list.of(Proposal.ReInit.class).findFirst();
  }

  Optional<Proposal.ExternalInit> externalInit() {
    return list.of(Proposal.ExternalInit.class).findFirst();
  }

  boolean removes(LeafIndex leaf) {
    return removed.stream().anyMatch(member -> member.index().equals(leaf));
  }
}

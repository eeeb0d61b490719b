package sotto.mls.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalRef;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;

/// What a Commit is to do (RFC 9420 §12.4.1). A request is a value: every method returns another.
///
/// @param proposals to be committed by value
/// @param references which of the received proposals to commit; empty for all that are valid
/// @param path whether fresh keys are sent though nothing requires them
/// @param identity what the committer's own leaf is to say from now on; empty: as before
/// @param authenticatedData sent in clear beside the Commit, and authenticated
/// @param infoExtensions for the GroupInfo inside the Welcome
/// @param placement asked where the tree is to be when `tree` says inside
public record CommitRequest(
    List<Proposal> proposals,
    Optional<List<ProposalRef>> references,
    Path path,
    Optional<Identity> identity,
    byte[] authenticatedData,
    Padding padding,
    TreeDelivery tree,
    Extensions infoExtensions,
    TreePlacement placement) {

  /// Whether a Commit carries an UpdatePath.
  public enum Path {
    ALWAYS,
    /// Only when RFC 9420 §12.4 requires it.
    WHEN_REQUIRED
  }

  /// Whether new members find the ratchet tree inside the GroupInfo or get it another way.
  public enum TreeDelivery {
    INSIDE,
    BESIDE
  }

  public CommitRequest {
    proposals = List.copyOf(proposals);
    references = references.map(List::copyOf);
  }

  /// Fresh keys for the committer, and whatever was proposed before.
  public static CommitRequest update() {
    return new CommitRequest(
        List.of(),
        Optional.empty(),
        Path.ALWAYS,
        Optional.empty(),
        new byte[0],
        Padding.NONE,
        TreeDelivery.INSIDE,
        Extensions.NONE,
        TreePlacement.INSIDE);
  }

  public CommitRequest add(KeyPackage... added) {
    CommitRequest request = this;
    for (KeyPackage keyPackage : added) {
      request = request.with(new Proposal.Add(keyPackage));
    }
    return request;
  }

  public CommitRequest remove(LeafIndex... removed) {
    CommitRequest request = this;
    for (LeafIndex leaf : removed) {
      request = request.with(new Proposal.Remove(leaf));
    }
    return request;
  }

  /// Replaces the extensions of the GroupContext.
  public CommitRequest setExtensions(Extensions extensions) {
    return with(new Proposal.GroupContextExtensions(extensions));
  }

  /// Any proposal by value, such as a [Proposal.PreSharedKey] or a [Proposal.Custom].
  public CommitRequest with(Proposal proposal) {
    ProposalWriter.checkTypes(proposal);
    List<Proposal> more = new ArrayList<>(proposals);
    more.add(proposal);
    return new CommitRequest(
        more,
        references,
        path,
        identity,
        authenticatedData,
        padding,
        tree,
        infoExtensions,
        placement);
  }

  /// Commits these of the received proposals and no others.
  public CommitRequest only(ProposalRef... chosen) {
    return new CommitRequest(
        proposals,
        Optional.of(Arrays.asList(chosen)),
        path,
        identity,
        authenticatedData,
        padding,
        tree,
        infoExtensions,
        placement);
  }

  /// Leaves the UpdatePath out where RFC 9420 allows it.
  public CommitRequest withoutPath() {
    return new CommitRequest(
        proposals,
        references,
        Path.WHEN_REQUIRED,
        identity,
        authenticatedData,
        padding,
        tree,
        infoExtensions,
        placement);
  }

  public CommitRequest withIdentity(Identity changed) {
    return new CommitRequest(
        proposals,
        references,
        path,
        Optional.of(changed),
        authenticatedData,
        padding,
        tree,
        infoExtensions,
        placement);
  }

  public CommitRequest withAuthenticatedData(byte[] data) {
    return new CommitRequest(
        proposals,
        references,
        path,
        identity,
        data.clone(),
        padding,
        tree,
        infoExtensions,
        placement);
  }

  public CommitRequest withPadding(Padding other) {
    return new CommitRequest(
        proposals,
        references,
        path,
        identity,
        authenticatedData,
        other,
        tree,
        infoExtensions,
        placement);
  }

  public CommitRequest withTree(TreeDelivery delivery) {
    return new CommitRequest(
        proposals,
        references,
        path,
        identity,
        authenticatedData,
        padding,
        delivery,
        infoExtensions,
        placement);
  }

  public CommitRequest withInfoExtensions(Extensions extensions) {
    return new CommitRequest(
        proposals,
        references,
        path,
        identity,
        authenticatedData,
        padding,
        tree,
        extensions,
        placement);
  }

  /// Lets a function of the new ratchet tree decide where it travels.
  public CommitRequest withTreePlacement(TreePlacement other) {
    return new CommitRequest(
        proposals,
        references,
        path,
        identity,
        authenticatedData,
        padding,
        tree,
        infoExtensions,
        other);
  }
}

package sotto.mls.group;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

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
/// @param framing what travels in clear beside the Commit, and how long it is made
/// @param info what those whom it adds are told besides the epoch
public record CommitRequest(
    List<Proposal> proposals,
    Optional<List<ProposalRef>> references,
    Path path,
    Optional<Identity> identity,
    Framing framing,
    Info info) {

  /// Whether a Commit carries an UpdatePath (RFC 9420 §12.4).
  public enum Path {
    /// With every Commit, so that each has fresh keys.
    ALWAYS,
    /// Only when RFC 9420 §12.4 requires it.
    WHEN_REQUIRED
  }

  /// How the Commit travels (RFC 9420 §6).
  ///
  /// @param authenticatedData sent in clear beside the Commit, and authenticated
  public record Framing(byte[] authenticatedData, Padding padding) {
    public Framing {
      allGiven("authenticatedData padding", authenticatedData, padding);
    }
  }

  /// What the GroupInfo inside the Welcome says besides the epoch (RFC 9420 §12.4.3).
  ///
  /// @param extensions of the GroupInfo, but for those that the library makes itself
  public record Info(TreePlacement tree, Extensions extensions) {

    /// @throws IllegalArgumentException when an extension is for another struct (RFC 9420 §17.3)
    public Info {
      allGiven("tree extensions", tree, extensions);
      ExtensionPlace.GROUP_INFO.check(extensions);
    }
  }

  public CommitRequest {
    allGiven(
        "proposals references path identity framing info",
        proposals,
        references,
        path,
        identity,
        framing,
        info);
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
        new Framing(new byte[0], Padding.NONE),
        new Info(TreePlacement.INSIDE, Extensions.NONE));
  }

  /// Adds the owners of these KeyPackages (RFC 9420 §12.1.1).
  public CommitRequest add(KeyPackage... added) {
    given("added", added);
    CommitRequest request = this;
    for (KeyPackage keyPackage : added) {
      request = request.with(new Proposal.Add(keyPackage));
    }
    return request;
  }

  /// Removes the members at these leaves (RFC 9420 §12.1.3).
  public CommitRequest remove(LeafIndex... removed) {
    given("removed", removed);
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
  ///
  /// @throws IllegalArgumentException when its type is one of GREASE, which stands for nothing
  public CommitRequest with(Proposal proposal) {
    given("proposal", proposal);
    ProposalWriter.checkTypes(proposal);
    List<Proposal> more = new ArrayList<>(proposals);
    more.add(proposal);
    return new CommitRequest(more, references, path, identity, framing, info);
  }

  /// Commits these of the received proposals and no others.
  public CommitRequest only(ProposalRef... chosen) {
    given("chosen", chosen);
    return new CommitRequest(
        proposals, Optional.of(Arrays.asList(chosen)), path, identity, framing, info);
  }

  /// Leaves the UpdatePath out where RFC 9420 allows it.
  public CommitRequest withoutPath() {
    return new CommitRequest(proposals, references, Path.WHEN_REQUIRED, identity, framing, info);
  }

  /// What the committer's own leaf is to say from now on; needs a Commit with a path.
  public CommitRequest withIdentity(Identity changed) {
    given("changed", changed);
    return new CommitRequest(proposals, references, path, Optional.of(changed), framing, info);
  }

  /// Sent in clear beside the Commit, and authenticated.
  public CommitRequest withAuthenticatedData(byte[] data) {
    return with(new Framing(given("data", data).clone(), framing.padding()));
  }

  /// How long the Commit is made where it is a private message; a public one has no padding.
  public CommitRequest withPadding(Padding padding) {
    return with(new Framing(framing.authenticatedData(), padding));
  }

  private CommitRequest with(Framing changed) {
    return new CommitRequest(proposals, references, path, identity, changed, info);
  }

  /// Where new members find the ratchet tree: [TreePlacement#INSIDE] unless said here.
  public CommitRequest withTree(TreePlacement tree) {
    return with(new Info(tree, info.extensions()));
  }

  /// Extensions of the GroupInfo that new members read (RFC 9420 §12.4.3).
  ///
  /// @throws IllegalArgumentException when one is for another struct (RFC 9420 §17.3)
  public CommitRequest withInfoExtensions(Extensions extensions) {
    return with(new Info(info.tree(), extensions));
  }

  private CommitRequest with(Info changed) {
    return new CommitRequest(proposals, references, path, identity, framing, changed);
  }
}

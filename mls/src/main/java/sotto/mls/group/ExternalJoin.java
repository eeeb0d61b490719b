package sotto.mls.group;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.PublicMessage;
import sotto.mls.tree.LeafIndex;

/// How a client enters a group by itself (RFC 9420 §12.4.3.2).
///
/// @param tree the ratchet tree, when it is not inside the GroupInfo
/// @param replaces an earlier leaf of the same client, which is removed with the same Commit
/// @param psks pre-shared keys to inject
/// @param selfRemoves proposals of members who leave, which came with the GroupInfo
/// @param authenticatedData sent in clear beside the Commit, and authenticated
public record ExternalJoin(
    Optional<byte[]> tree,
    Optional<LeafIndex> replaces,
    List<PreSharedKeyId> psks,
    List<PublicMessage> selfRemoves,
    byte[] authenticatedData) {

  /// A newcomer, with the tree inside the GroupInfo.
  public static final ExternalJoin NEW =
      new ExternalJoin(Optional.empty(), Optional.empty(), List.of(), List.of(), new byte[0]);

  public ExternalJoin {
    allGiven(
        "tree replaces psks selfRemoves authenticatedData",
        tree,
        replaces,
        psks,
        selfRemoves,
        authenticatedData);
    psks = List.copyOf(psks);
    selfRemoves = List.copyOf(selfRemoves);
  }

  /// With the tree as [Group#ratchetTree] encodes it.
  public ExternalJoin withTree(byte[] ratchetTree) {
    given("ratchetTree", ratchetTree);
    return new ExternalJoin(
        Optional.of(ratchetTree), replaces, psks, selfRemoves, authenticatedData);
  }

  /// Removes the leaf that this client had before, with the same Commit (RFC 9420 §12.4.3.2).
  public ExternalJoin replacing(LeafIndex earlier) {
    given("earlier", earlier);
    return new ExternalJoin(tree, Optional.of(earlier), psks, selfRemoves, authenticatedData);
  }

  /// Injects one more pre-shared key, which [PreSharedKeys] must find.
  public ExternalJoin withPsk(PreSharedKeyId psk) {
    given("psk", psk);
    List<PreSharedKeyId> more = new ArrayList<>(psks);
    more.add(psk);
    return new ExternalJoin(tree, replaces, more, selfRemoves, authenticatedData);
  }

  /// Sent in clear beside the Commit, and authenticated.
  public ExternalJoin withAuthenticatedData(byte[] data) {
    given("data", data);
    return new ExternalJoin(tree, replaces, psks, selfRemoves, data.clone());
  }

  /// Commits a SelfRemove that members sent and nobody committed (draft-ietf-mls-extensions).
  public ExternalJoin withSelfRemove(PublicMessage proposal) {
    given("proposal", proposal);
    List<PublicMessage> more = new ArrayList<>(selfRemoves);
    more.add(proposal);
    return new ExternalJoin(tree, replaces, psks, more, authenticatedData);
  }
}

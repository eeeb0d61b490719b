package sotto.mls.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.message.GroupContext;
import sotto.mls.message.Proposal;
import sotto.mls.schedule.EpochSecrets;
import sotto.mls.tree.LeafIndex;
import sotto.mls.treekem.PrivateTree;
import sotto.mls.treekem.RatchetTree;

/// What one member knows of an epoch and what does not change within it.
///
/// @param encodedContext the encoding of `context`, which every signature covers
/// @param keys its private keys in the ratchet tree
/// @param signer its signature key, expanded
/// @param past resumption PSKs of earlier epochs, the newest last
/// @param reinit the parameters of the group that is to follow, after which this one is closed
record EpochState(
    SuiteCrypto crypto,
    GroupContext context,
    byte[] encodedContext,
    byte[] interimTranscriptHash,
    byte[] confirmationTag,
    RatchetTree tree,
    PrivateTree keys,
    EpochSecrets secrets,
    SignatureKeyPair signatureKeys,
    SigningKey signer,
    List<ResumptionPsk> past,
    Optional<Proposal.ReInit> reinit) {

  /// RFC 9420 §8.6.
  record ResumptionPsk(long epoch, Secret psk) {}

  EpochState {
    past = List.copyOf(past);
  }

  List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (LeafIndex index : tree.leaves()) {
      member(index).ifPresent(members::add);
    }
    return members;
  }

  Optional<Member> member(LeafIndex index) {
    return tree.leaf(index).map(leaf -> new Member(index, leaf));
  }

  LeafIndex me() {
    return keys.me();
  }

  long epoch() {
    return context.epoch();
  }
}

package sotto.mls.group;

import java.util.Map;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.Sender;
import sotto.mls.tree.LeafNode;

/// The stored form of a proposal that waits for a Commit.
///
/// ```text
/// ProposalRef reference;
/// Sender sender;
/// Proposal proposal;
/// optional<OwnUpdate> own;      /* struct { opaque leaf_key<V>; opaque signature_key<V>; } */
/// ```
final class ProposalStore {
  private ProposalStore() {}

  static void encode(Writer out, Map.Entry<ProposalRef, PendingProposal> entry) {
    PendingProposal pending = entry.getValue();
    out.struct(entry.getKey()).struct(pending.sender()).struct(pending.proposal());
    out.optional(
        pending.own(),
        (inner, own) -> {
          Stored.write(inner, own.leafKey().privateKey());
          Stored.write(inner, own.signatureKeys().privateKey());
        });
  }

  static Map.Entry<ProposalRef, PendingProposal> decode(Reader in, EpochState state)
      throws MlsException {
    ProposalRef reference = ProposalRef.decode(in);
    Sender sender = Sender.decode(in);
    Proposal proposal = Proposal.decode(in);
    Optional<PendingProposal.OwnUpdate> own = in.optional(reader -> own(reader, proposal, state));
    return Map.entry(reference, new PendingProposal(proposal, sender, own));
  }

  private static PendingProposal.OwnUpdate own(Reader in, Proposal proposal, EpochState state)
      throws MlsException {
    Secret leafKey = Stored.read(in);
    Secret signatureKey = Stored.read(in);
    if (!(proposal instanceof Proposal.Update(LeafNode leaf))) {
      throw new MlsException("A stored proposal has keys that it cannot have.");
    }
    return new PendingProposal.OwnUpdate(
        new HpkeKeyPair(state.crypto().suite().kem(), leafKey, leaf.encryptionKey()),
        new SignatureKeyPair(
            state.crypto().suite().signature(), signatureKey, leaf.signatureKey()));
  }
}

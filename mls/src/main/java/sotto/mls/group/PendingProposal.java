package sotto.mls.group;

import java.util.Optional;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.message.Proposal;
import sotto.mls.message.Sender;

/// A proposal that was sent alone and waits for a Commit.
///
/// @param own the private keys of this client's own Update
/// @param bytes how long the proposal is
record PendingProposal(Proposal proposal, Sender sender, Optional<OwnUpdate> own, int bytes) {

  PendingProposal(Proposal proposal, Sender sender, Optional<OwnUpdate> own) {
    this(proposal, sender, own, proposal.encoded().length);
  }

  record OwnUpdate(HpkeKeyPair leafKey, SignatureKeyPair signatureKeys) {}
}

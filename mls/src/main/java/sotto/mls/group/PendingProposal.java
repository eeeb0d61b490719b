package sotto.mls.group;

import java.util.Optional;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.message.Proposal;
import sotto.mls.message.Sender;

/// A proposal that was sent alone and waits for a Commit.
///
/// @param own the private keys of this client's own Update
record PendingProposal(Proposal proposal, Sender sender, Optional<OwnUpdate> own) {

  record OwnUpdate(HpkeKeyPair leafKey, SignatureKeyPair signatureKeys) {}
}

package sotto.mls.group;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.message.AuthenticatedContent;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.LeafIndex;

/// Takes a proposal that was sent alone (RFC 9420 §12.1), whose framing has been verified.
record ProposalReader(Settings settings, EpochState epoch, Instant now) {

  static ProposalRef reference(EpochState epoch, AuthenticatedContent content) {
    return new ProposalRef(epoch.crypto().refHash(Proposal.REFERENCE, content.encoded()));
  }

  /// The state with the proposal, kept "in such a way that it can be retrieved by hash".
  MessageState accept(AuthenticatedContent content, Proposal proposal, MessageState messages)
      throws MlsException {
    Sender sender = content.content().sender();
    if (sender instanceof Sender.Member
        && !settings.policy().allows(Policy.Allowance.STANDALONE_PROPOSALS)) {
      throw new MlsException("Proposals that are sent alone are not allowed in this group.");
    }
    // draft-ietf-mls-extensions: "these proposals MUST be sent in an MLS PublicMessage."
    if (proposal instanceof Proposal.SelfRemove
        && content.wireFormat() != WireFormat.PUBLIC_MESSAGE) {
      throw new MlsException("A SelfRemove came as a private message.");
    }
    if (messages.proposals().size() >= settings.bounds().maxProposals()) {
      throw new MlsException("Too many proposals wait for a Commit.");
    }
    check(proposal, sender);
    return messages.with(
        reference(epoch, content), new PendingProposal(proposal, sender, Optional.empty()));
  }

  /// Whether the proposal would be valid if it were committed alone.
  void check(Proposal proposal, Sender sender) throws MlsException {
    // RFC 9420 §12.1.6: ExternalInit "can only be used in that context" of an external Commit.
    if (proposal instanceof Proposal.ExternalInit) {
      throw new MlsException("An ExternalInit is sent alone.");
    }
    GroupValidation.checkProposalType(epoch.tree().census(), proposal.type());
    if (proposal instanceof Proposal.Update(var leaf)) {
      LeafIndex index = ((Sender.Member) sender).leaf();
      ProposalEffects.checkUpdate(settings, epoch, index, leaf, now);
      ProposalEffects.checkNewKeys(epoch.tree(), epoch.tree().member(index), leaf);
      return;
    }
    ProposalList.Entry entry =
        new ProposalList.Entry(
            proposal, sender, Optional.of(new ProposalRef(new byte[0])), Optional.empty());
    ProposalList alone = new ProposalList(List.of(entry));
    alone.checkPsks(ProposalList.Setting.ORDINARY);
    Applied applied = ProposalEffects.apply(alone, settings, epoch, now);
    GroupValidation.check(applied.tree().census(), applied.extensions());
  }
}

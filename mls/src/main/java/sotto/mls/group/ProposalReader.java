package sotto.mls.group;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.ProposalType;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.treekem.Census;
import sotto.mls.treekem.RatchetTree;

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
    PendingProposal pending = new PendingProposal(proposal, sender, Optional.empty());
    new WaitingProposals(messages, settings.bounds()).checkRoom(pending);
    check(proposal, sender, LeafValidation.Use.RECEIVED, messages);
    return messages.with(reference(epoch, content), pending);
  }

  /// Whether the proposal is valid by itself. With which others it goes is for the Commit to say:
  /// an Add of a client that is in the group is valid beside its removal (RFC 9420 §12.2),
  /// extensions that somebody does not support beside that member's removal or Update (§12.1.7),
  /// and RFC 9420 §12.1 has every proposal kept that is signed well, since a Commit will name it by
  /// its hash.
  void check(Proposal proposal, Sender sender, LeafValidation.Use use, MessageState messages)
      throws MlsException {
    ProposalEffects effects = new ProposalEffects(settings, epoch, now, use);
    requireUnderstood(proposal, messages);
    ProposalList.Entry entry =
        new ProposalList.Entry(
            proposal, sender, Optional.of(new ProposalRef(new byte[0])), Optional.empty());
    switch (proposal) {
      case Proposal.Add(var keyPackage) -> effects.checkAdd(keyPackage);
      case Proposal.Update(var leaf) -> {
        LeafIndex index = ProposalList.memberOf(entry);
        effects.checkUpdate(index, leaf);
        ProposalEffects.checkNewKeys(epoch.tree(), epoch.tree().member(index), leaf);
      }
      // RFC 9420 §12.1.3: "invalid if the removed field does not identify a non-blank leaf node."
      case Proposal.Remove(var removed) -> epoch.tree().member(removed);
      case Proposal.PreSharedKey(var psk) -> {
        new ProposalList(List.of(entry)).checkPsks(ProposalList.Setting.ORDINARY);
        effects.checkPsk(psk);
      }
      case Proposal.ReInit reinit -> effects.checkReInit(reinit);
      // RFC 9420 §12.1.6: ExternalInit "can only be used in that context" of an external Commit.
      case Proposal.ExternalInit _ -> throw new MlsException("An ExternalInit is sent alone.");
      case Proposal.GroupContextExtensions(var extensions) -> effects.extend(extensions);
      case Proposal.SelfRemove _ -> checkLeaving(epoch, ProposalList.memberOf(entry));
      case Proposal.AppDataUpdate update ->
          AppData.checkAlone(update, epoch.context().extensions(), settings.components());
      case Proposal.AppEphemeral ephemeral -> AppData.check(ephemeral, settings.components());
      case Proposal.Custom _ -> {}
    }
  }

  /// By this client's leaf, or by one that it is about to have.
  private void requireUnderstood(Proposal proposal, MessageState messages) throws MlsException {
    Sender me = new Sender.Member(epoch.me());
    for (PendingProposal waiting : messages.proposals().values()) {
      if (waiting.sender().equals(me)
          && waiting.proposal() instanceof Proposal.Update(LeafNode soon)
          && understands(soon, proposal)) {
        return;
      }
    }
    requireUnderstood(epoch.tree().member(epoch.me()), proposal);
  }

  private boolean understands(LeafNode leaf, Proposal proposal) {
    try {
      requireUnderstood(leaf, proposal);
      return true;
    } catch (MlsException e) {
      return false;
    }
  }

  private void requireUnderstood(LeafNode leaf, Proposal proposal) throws MlsException {
    Census mine = RatchetTree.of(epoch.crypto(), leaf).census();
    GroupValidation.checkProposalType(mine, proposal.type());
    if (proposal instanceof Proposal.GroupContextExtensions(var extensions)) {
      GroupValidation.check(mine, extensions);
    }
  }

  // draft-ietf-mls-extensions: "The description of behavior below only applies if all the members
  // of a group support this proposal in their capabilities".
  static void checkLeaving(EpochState epoch, LeafIndex leaf) throws MlsException {
    epoch.tree().member(leaf);
    GroupValidation.checkProposalType(epoch.tree().census(), ProposalType.SELF_REMOVE);
  }
}

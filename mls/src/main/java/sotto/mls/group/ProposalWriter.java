package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.Grease;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.LeafNodeSource;
import sotto.mls.treekem.LeafSignature;

/// Sends a proposal alone (RFC 9420 §12.1).
record ProposalWriter(
    Settings settings,
    EpochState epoch,
    MessageState messages,
    Instant now,
    RandomGenerator random) {

  Proposed propose(Group group, Proposal proposal, byte[] authenticatedData) throws MlsException {
    allGiven("proposal authenticatedData now random", proposal, authenticatedData, now, random);
    group.uses().requireOpen(epoch, messages);
    if (proposal instanceof Proposal.Update) {
      throw new IllegalArgumentException("An Update is proposed by proposeUpdate.");
    }
    checkTypes(proposal);
    return send(group, proposal, Optional.empty(), authenticatedData);
  }

  /// @throws IllegalArgumentException when a type stands for nothing, or for nothing there
  static void checkTypes(Proposal proposal) {
    Grease.refuseIn(IntStream.of(proposal.type()));
    switch (proposal) {
      case Proposal.GroupContextExtensions(Extensions extensions) ->
          ExtensionPlace.GROUP_CONTEXT.check(extensions);
      case Proposal.ReInit reinit -> ExtensionPlace.GROUP_CONTEXT.check(reinit.extensions());
      case Proposal _ -> {}
    }
  }

  Proposed proposeUpdate(Group group, Optional<Identity> identity, byte[] authenticatedData)
      throws MlsException {
    allGiven("identity authenticatedData now random", identity, authenticatedData, now, random);
    group.uses().requireOpen(epoch, messages);
    SuiteCrypto crypto = epoch.crypto();
    LeafNode before = epoch.tree().member(epoch.me());
    SignatureKeyPair keys = identity.map(Identity::keys).orElse(epoch.signatureKeys());
    SigningKey signer =
        identity
            .map(me -> KeyPackageSecrets.signer(settings.crypto(), epoch.crypto().suite(), me))
            .orElse(epoch.signer());
    HpkeKeyPair leafKey = crypto.generateHpkeKeyPair(random);
    LeafNode unsigned =
        new LeafNode(
            leafKey.publicKey(),
            keys.publicKey(),
            identity.map(Identity::credential).orElse(before.credential()),
            identity.map(Identity::capabilities).orElse(before.capabilities()),
            new LeafNodeSource.Update(),
            identity.map(Identity::extensions).orElse(before.extensions()),
            new byte[0]);
    LeafNode leaf =
        LeafSignature.sign(
            crypto,
            unsigned,
            Optional.of(ProposalEffects.place(epoch, epoch.me())),
            signer,
            random);
    return send(
        group,
        new Proposal.Update(leaf),
        Optional.of(new PendingProposal.OwnUpdate(leafKey, keys)),
        authenticatedData);
  }

  private Proposed send(
      Group group,
      Proposal proposal,
      Optional<PendingProposal.OwnUpdate> own,
      byte[] authenticatedData)
      throws MlsException {
    Sender me = new Sender.Member(epoch.me());
    requireAllowed(proposal);
    // RFC 9420 §7.3: a sender "MUST verify that the current time is within the range of the
    // lifetime
    // field", with all else that receivers check.
    new ProposalReader(settings, epoch, now).check(proposal, me, LeafValidation.Use.SENT, messages);
    checkFits(proposal, me, own);
    // draft-ietf-mls-extensions: "A client MUST NOT issue more than one SelfRemove proposal per
    // epoch", and it MUST be a PublicMessage.
    boolean selfRemove = proposal instanceof Proposal.SelfRemove;
    if (selfRemove && messages.proposals().containsValue(new PendingProposal(proposal, me, own))) {
      throw new MlsException("This client has proposed to leave already.");
    }
    PendingProposal pending = new PendingProposal(proposal, me, own);
    new WaitingProposals(messages, settings.bounds()).checkRoom(pending);
    WireFormat format =
        selfRemove ? WireFormat.PUBLIC_MESSAGE : settings.policy().handshakeFormat();
    MessageWriter writer = new MessageWriter(epoch, messages, random);
    AuthenticatedContent content = writer.signed(proposal, authenticatedData, format);
    MessageWriter.Framed framed = writer.framed(content, Padding.NONE);
    ProposalRef reference = ProposalReader.reference(epoch, content);
    MessageState after = framed.messages().with(reference, pending);
    byte[] message = framed.message().toMessage();
    return new Proposed(group.next(after), message, reference, framed.consumed());
  }

  /// What members with the same policy would refuse is not sent.
  private void requireAllowed(Proposal proposal) throws MlsException {
    if (!settings.policy().allows(Policy.Allowance.STANDALONE_PROPOSALS)) {
      throw new MlsException("Proposals that are sent alone are not allowed in this group.");
    }
    if (proposal instanceof Proposal.SelfRemove
        && !settings.policy().allows(Policy.Allowance.PUBLIC_HANDSHAKE)) {
      throw new MlsException("A SelfRemove is a public message, which this group does not allow.");
    }
    if (proposal instanceof Proposal.ReInit reinit) {
      Succession.checkFoundable(reinit, epoch, settings);
    }
  }

  /// What nobody could commit is not sent: alone, or beside the removals that wait.
  private void checkFits(Proposal proposal, Sender me, Optional<PendingProposal.OwnUpdate> own)
      throws MlsException {
    ProposalList.Entry entry =
        new ProposalList.Entry(proposal, me, Optional.of(new ProposalRef(new byte[0])), own);
    try {
      checkFits(List.of(entry));
    } catch (MlsException alone) {
      List<ProposalList.Entry> beside = removals();
      if (beside.isEmpty() || ProposalList.leafOf(entry).isPresent()) {
        throw alone;
      }
      beside.add(entry);
      checkFits(beside);
    }
  }

  private void checkFits(List<ProposalList.Entry> entries) throws MlsException {
    Applied applied =
        new ProposalEffects(settings, epoch, now, LeafValidation.Use.SENT)
            .applied(new ProposalList(entries));
    GroupValidation.check(applied.tree().census(), applied.extensions());
  }

  /// One for each leaf.
  private List<ProposalList.Entry> removals() throws MlsException {
    Map<LeafIndex, ProposalList.Entry> byLeaf = new LinkedHashMap<>();
    for (Map.Entry<ProposalRef, PendingProposal> waiting : messages.proposals().entrySet()) {
      ProposalList.Entry entry = ProposalList.Entry.pending(waiting.getKey(), waiting.getValue());
      Optional<LeafIndex> leaf = ProposalList.leafOf(entry);
      if (leaf.isPresent() && !(entry.proposal() instanceof Proposal.Update)) {
        byLeaf.putIfAbsent(leaf.get(), entry);
      }
    }
    return new ArrayList<>(byLeaf.values());
  }
}

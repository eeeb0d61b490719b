package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Encapsulation;
import sotto.mls.crypto.HpkeKeyPair;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.framing.ContentSignature;
import sotto.mls.framing.MembershipTag;
import sotto.mls.message.Commit;
import sotto.mls.message.FramedContent;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.PreSharedKeyId;
import sotto.mls.message.Proposal;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.schedule.EpochSecrets;
import sotto.mls.schedule.KeySchedule;
import sotto.mls.schedule.TranscriptHash;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.LeafNodeSource;
import sotto.mls.tree.Lifetime;
import sotto.mls.tree.UpdatePath;
import sotto.mls.treekem.PathSender;
import sotto.mls.treekem.PrivateTree;
import sotto.mls.treekem.RatchetTree;

/// Enters a group by a Commit of one's own (RFC 9420 §12.4.3.2).
record ExternalCommitWriter(
    Settings settings, Identity me, ExternalJoin join, Instant now, RandomGenerator random) {
  private static final byte[] NOTHING = new byte[0];
  private static final Sender NEWCOMER = new Sender.NewMemberCommit();

  ExternallyJoined write(GroupInfo info) throws MlsException {
    allGiven("settings info me join now random", settings, info, me, join, now, random);
    if (!settings.policy().allows(Policy.Allowance.EXTERNAL_COMMITS)) {
      throw new MlsException(
          "External Commits are not allowed here; ask to be added, or allow EXTERNAL_COMMITS.");
    }
    CipherSuite suite =
        CipherSuite.of(info.groupContext().cipherSuite())
            .orElseThrow(() -> new MlsException("The cipher suite of the group is not known."));
    SuiteCrypto crypto = new SuiteCrypto(suite, settings.crypto());
    EpochChange.checkEpochNumber(info.groupContext().epoch());
    RatchetTree tree = new TreeAdmission(settings, crypto, now).admit(info, join.tree());
    // RFC 9420 §12.4.3.2: "a new member needs a GroupInfo with an external_pub extension present".
    ExternalPub external =
        info.extensions()
            .find(ExtensionType.EXTERNAL_PUB, ExternalPub::decode)
            .orElseThrow(() -> new MlsException("The GroupInfo has no external public key."));
    Encapsulation init = new KeySchedule(crypto).externalInit(external.externalPub(), random);
    SigningKey signer = KeyPackageSecrets.signer(settings.crypto(), suite, me);
    EpochState before = outside(crypto, info, tree, signer);
    ProposalList list = proposals(before, init.encapsulated());
    list.check(NEWCOMER, ProposalList.Setting.ORDINARY);
    Applied applied =
        new ProposalEffects(settings, before, now, LeafValidation.Use.SENT).applied(list);
    LeafIndex place = applied.tree().nextFree();
    PathSender path =
        PathSender.start(
            applied.tree(), ProposalEffects.place(before, place), content(), signer, random);
    check(crypto, path.tree(), place, applied);
    byte[] provisional = EpochChange.provisional(before, applied, path.tree()).encoded();
    UpdatePath update = path.seal(provisional, List.of(), random);
    AuthenticatedContent signed = signed(before, list, update);
    EpochChange change =
        new EpochChange(settings, before, applied, path.tree(), path.keys(), me.keys(), signer);
    EpochChange.Entered entered =
        change.enter(
            signed,
            init.sharedSecret(),
            path.commitSecret(),
            PskLookup.find(list.psks(), settings),
            List.of(),
            List.of());
    erase(path, init, entered);
    AuthenticatedContent commit = signed.withConfirmationTag(entered.state().confirmationTag());
    PublicMessage message =
        MembershipTag.protect(crypto, commit, before.encodedContext(), before.secrets());
    CommitSummary summary =
        CommitReader.summary(before, commit, NEWCOMER, applied, place, path.tree());
    Group group = new Group(settings, entered.state(), entered.messages());
    return new ExternallyJoined(group, message.toMessage(), summary);
  }

  private static void erase(PathSender path, Encapsulation init, EpochChange.Entered entered) {
    path.erasePathSecrets();
    path.commitSecret().erase();
    init.sharedSecret().erase();
    entered.joinerSecret().erase();
    entered.pskSecret().erase();
  }

  /// The old epoch as an outsider knows it: without any secret.
  private EpochState outside(
      SuiteCrypto crypto, GroupInfo info, RatchetTree tree, SigningKey signer) {
    GroupContext context = info.groupContext();
    Secret none = Secret.zero(crypto.hashLength());
    return new EpochState(
        crypto,
        context,
        context.encoded(),
        TranscriptHash.interim(crypto, context.confirmedTranscriptHash(), info.confirmationTag()),
        info.confirmationTag(),
        tree,
        PrivateTree.of(
            new LeafIndex(0xffff_ffffL), new HpkeKeyPair(crypto.suite().kem(), none, NOTHING)),
        new EpochSecrets(none, none, none, none, none, none, none, none),
        me.keys(),
        signer,
        List.of(),
        Optional.empty());
  }

  private ProposalList proposals(EpochState before, byte[] kemOutput) throws MlsException {
    List<ProposalList.Entry> entries = new ArrayList<>();
    entries.add(ProposalList.Entry.byValue(new Proposal.ExternalInit(kemOutput), NEWCOMER));
    join.replaces()
        .ifPresent(
            leaf -> entries.add(ProposalList.Entry.byValue(new Proposal.Remove(leaf), NEWCOMER)));
    for (PreSharedKeyId psk : join.psks()) {
      entries.add(ProposalList.Entry.byValue(new Proposal.PreSharedKey(psk), NEWCOMER));
    }
    for (PublicMessage proposal : join.selfRemoves()) {
      entries.add(selfRemove(before, proposal));
    }
    return new ProposalList(entries);
  }

  // draft-ietf-mls-extensions: "The new joiner MUST validate the SelfRemove Proposal before
  // including
  // it by reference, except that it skips the validation of the membership_tag".
  private static ProposalList.Entry selfRemove(EpochState before, PublicMessage message)
      throws MlsException {
    FramedContent framed = message.content();
    if (!(framed.content() instanceof Proposal.SelfRemove proposal)
        || !(framed.sender() instanceof Sender.Member(LeafIndex leaf))
        || !framed.groupId().equals(before.context().groupId())
        || framed.epoch() != before.epoch()) {
      throw new MlsException("A proposal is not a SelfRemove of this epoch.");
    }
    ProposalReader.checkLeaving(before, leaf);
    AuthenticatedContent content = AuthenticatedContent.of(message);
    ContentSignature.verify(
        before.crypto(), before.tree().verificationKey(leaf), content, before.encodedContext());
    return ProposalList.Entry.pending(
        ProposalReader.reference(before, content),
        new PendingProposal(proposal, framed.sender(), Optional.empty()));
  }

  /// What the new leaf says; keys, source and signature are made with the path.
  private LeafNode content() {
    return new LeafNode(
        NOTHING,
        me.keys().publicKey(),
        me.credential(),
        me.capabilities(),
        new LeafNodeSource.KeyPackage(new Lifetime(0, 0)),
        me.extensions(),
        NOTHING);
  }

  private void check(SuiteCrypto crypto, RatchetTree tree, LeafIndex place, Applied applied)
      throws MlsException {
    LeafNode leaf = tree.member(place);
    LeafValidation validation = new LeafValidation(settings, crypto);
    validation.checkContent(leaf);
    CommitReader.checkResync(validation, leaf, applied);
    if (applied.tree().hasSignatureKey(leaf.signatureKey())) {
      throw new MlsException("This client is in the group already; replace its earlier leaf.");
    }
    GroupValidation.check(tree.census(), applied.extensions());
  }

  private AuthenticatedContent signed(EpochState before, ProposalList list, UpdatePath path) {
    Commit commit =
        new Commit(
            list.entries().stream().map(ProposalList.Entry::inCommit).toList(), Optional.of(path));
    byte[] beside = BesideMessages.framed(before.context().extensions(), join.authenticatedData());
    FramedContent framed =
        new FramedContent(before.context().groupId(), before.epoch(), NEWCOMER, beside, commit);
    return ContentSignature.sign(
        before.crypto(),
        before.signer(),
        WireFormat.PUBLIC_MESSAGE,
        framed,
        before.encodedContext(),
        random);
  }
}

package sotto.mls.group;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SigningKey;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.message.Commit;
import sotto.mls.message.Proposal;
import sotto.mls.message.Sender;
import sotto.mls.schedule.KeySchedule;
import sotto.mls.schedule.PskSecret;
import sotto.mls.schedule.TranscriptHash;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.LeafNodeSource;
import sotto.mls.tree.UpdatePath;
import sotto.mls.treekem.PathReceiver;
import sotto.mls.treekem.PrivateTree;
import sotto.mls.treekem.RatchetTree;

/// Processes a Commit of somebody else (RFC 9420 §12.4.2), whose framing has been verified.
final class CommitReader {
  private final Settings settings;
  private final EpochState epoch;
  private final MessageState messages;
  private final AuthenticatedContent content;
  private final Commit commit;
  private final Sender committer;
  private final Instant now;

  CommitReader(
      Settings settings,
      EpochState epoch,
      MessageState messages,
      AuthenticatedContent content,
      Commit commit,
      Instant now) {
    this.settings = settings;
    this.epoch = epoch;
    this.messages = messages;
    this.content = content;
    this.commit = commit;
    this.committer = content.content().sender();
    this.now = now;
  }

  /// Where a Commit leads.
  sealed interface Outcome {
    CommitSummary summary();

    record Next(EpochState state, MessageState messages, CommitSummary summary)
        implements Outcome {}

    record Removed(CommitSummary summary) implements Outcome {}
  }

  Outcome read() throws MlsException {
    EpochChange.checkEpochNumber(epoch.epoch());
    ProposalList list = ProposalList.resolve(commit, committer, messages.proposals());
    list.check(committer, ProposalList.Setting.ORDINARY);
    // RFC 9420 §12.4: the path "MAY be omitted if (a) it covers at least one proposal and (b) none
    // of
    // the proposals covered by the Commit are of 'path required' types."
    if (list.requiresPath() && commit.path().isEmpty()) {
      throw new MlsException("A Commit that must have an UpdatePath has none.");
    }
    Applied applied =
        new ProposalEffects(settings, epoch, now, LeafValidation.Use.RECEIVED).applied(list);
    LeafIndex place = place(applied);
    Optional<PathReceiver> path = Optional.empty();
    if (commit.path().isPresent()) {
      checkLeaf(commit.path().get(), place, applied);
      path = Optional.of(PathReceiver.merge(applied.tree(), place, commit.path().get()));
    }
    RatchetTree tree = path.map(PathReceiver::tree).orElse(applied.tree());
    GroupValidation.check(tree.census(), applied.extensions());
    CommitSummary summary = summary(applied, place, tree);
    if (applied.removes(epoch.me())) {
      return new Outcome.Removed(summary);
    }
    return next(applied, path, tree, summary);
  }

  /// The committer's leaf; a newcomer gets "the leftmost blank leaf node in the new ratchet tree".
  private LeafIndex place(Applied applied) {
    return switch (committer) {
      case Sender.Member(LeafIndex leaf) -> leaf;
      case Sender.NewMemberCommit _, Sender.NewMemberProposal _, Sender.External _ ->
          applied.tree().nextFree();
    };
  }

  private void checkLeaf(UpdatePath path, LeafIndex place, Applied applied) throws MlsException {
    LeafNode leaf = path.leafNode();
    // RFC 9420 §12.4.2: "The leaf_node_source field MUST be set to commit."
    if (!(leaf.source() instanceof LeafNodeSource.Commit)) {
      throw new MlsException("The leaf of an UpdatePath says that it comes from elsewhere.");
    }
    LeafValidation validation = new LeafValidation(settings, epoch.crypto());
    validation.checkLeaf(leaf, Optional.of(ProposalEffects.place(epoch, place)));
    switch (committer) {
      case Sender.Member(LeafIndex index) -> {
        LeafNode before = applied.tree().member(index);
        validation.checkSuccessor(before, leaf);
        ProposalEffects.checkNewKeys(applied.tree(), before, leaf);
      }
      case Sender.NewMemberCommit _, Sender.NewMemberProposal _, Sender.External _ -> {
        if (applied.tree().hasSignatureKey(leaf.signatureKey())) {
          throw new MlsException("A newcomer has the signature key of a member.");
        }
        if (applied.tree().memberCount() >= settings.bounds().maxMembers()) {
          throw new MlsException("The group has as many members as it may have.");
        }
        checkResync(validation, leaf, applied);
      }
    }
  }

  // RFC 9420 §12.2: "If a Remove proposal is present, then the LeafNode in the path field of the
  // external Commit MUST meet the same criteria as would the LeafNode in an Update for the removed
  // leaf".
  static void checkResync(LeafValidation validation, LeafNode leaf, Applied applied)
      throws MlsException {
    var remove = applied.list().of(Proposal.Remove.class).findFirst();
    if (remove.isPresent()) {
      for (Member member : applied.removed()) {
        if (member.index().equals(remove.get().removed())) {
          // RFC 9420 §12.2: "the credential in the LeafNode MUST present a set of identifiers that
          // is
          // acceptable to the application for the removed participant."
          validation.checkSuccessor(member.leaf(), leaf);
          // RFC 9420 §7.3: of an Update, "encryption_key represents a different public key than the
          // encryption_key in the leaf node being replaced".
          if (Arrays.equals(member.leaf().encryptionKey(), leaf.encryptionKey())) {
            throw new MlsException("A leaf that replaces another has its encryption key.");
          }
        }
      }
    }
  }

  private Outcome next(
      Applied applied, Optional<PathReceiver> path, RatchetTree tree, CommitSummary summary)
      throws MlsException {
    List<PskSecret> psks = PskLookup.find(applied.list().psks(), settings, epoch);
    PrivateTree mine = mine(applied);
    Secret commitSecret = Secret.zero(epoch.crypto().hashLength());
    PrivateTree keys = mine.in(tree);
    if (path.isPresent()) {
      byte[] context = EpochChange.provisional(epoch, applied, tree).encoded();
      PathReceiver.Opened opened = path.get().open(mine, context, applied.addedLeaves());
      commitSecret = opened.commitSecret();
      keys = opened.keys();
    }
    SignatureKeyPair signatureKeys =
        applied.own().map(PendingProposal.OwnUpdate::signatureKeys).orElse(epoch.signatureKeys());
    SigningKey signer =
        applied.own().isPresent() ? settings.crypto().signingKey(signatureKeys) : epoch.signer();
    EpochChange change =
        new EpochChange(settings, epoch, applied, tree, keys, signatureKeys, signer);
    Secret initSecret = initSecret(applied);
    EpochChange.Entered entered =
        change.enter(
            content,
            initSecret,
            commitSecret,
            psks,
            change.resumptionPsks(),
            PastEpoch.with(settings, epoch, messages));
    commitSecret.erase();
    entered.joinerSecret().erase();
    entered.pskSecret().erase();
    checkConfirmation(entered);
    return new Outcome.Next(entered.state(), entered.messages(), summary);
  }

  private PrivateTree mine(Applied applied) {
    return applied.own().map(own -> PrivateTree.of(epoch.me(), own.leafKey())).orElse(epoch.keys());
  }

  private Secret initSecret(Applied applied) throws MlsException {
    if (applied.externalInit().isEmpty()) {
      return epoch.secrets().initSecret();
    }
    KeySchedule schedule = new KeySchedule(epoch.crypto());
    var pair = schedule.externalKeyPair(epoch.secrets());
    Secret secret = schedule.externalInit(pair, applied.externalInit().get().kemOutput());
    pair.erase();
    return secret;
  }

  // RFC 9420 §12.4.2: "compute the confirmation tag for this message ... and verify that it is the
  // same as the confirmation_tag field"; in constant time, its length too.
  private void checkConfirmation(EpochChange.Entered entered) throws MlsException {
    byte[] tag = content.auth().confirmationTag().orElseThrow();
    if (!MessageDigest.isEqual(entered.state().confirmationTag(), tag)) {
      entered.state().secrets().secrets().forEach(Secret::erase);
      throw new MlsException("The confirmation tag of a Commit does not fit.");
    }
  }

  private CommitSummary summary(Applied applied, LeafIndex place, RatchetTree tree)
      throws MlsException {
    return summary(epoch, content, committer, applied, place, tree);
  }

  static CommitSummary summary(
      EpochState epoch,
      AuthenticatedContent content,
      Sender committer,
      Applied applied,
      LeafIndex place,
      RatchetTree tree)
      throws MlsException {
    List<Member> added = new ArrayList<>();
    for (Applied.NewMember member : applied.added()) {
      added.add(new Member(member.index(), member.keyPackage().leafNode()));
    }
    List<CommitSummary.Replaced> updated = new ArrayList<>(applied.updated());
    LeafNode after = tree.member(place);
    if (!(committer instanceof Sender.Member)) {
      added.add(new Member(place, after));
    } else if (content.content().content() instanceof Commit commit && commit.path().isPresent()) {
      Member before = new Member(place, epoch.tree().member(place));
      updated.add(new CommitSummary.Replaced(before, new Member(place, after)));
    }
    byte[] confirmed =
        TranscriptHash.confirmed(
            epoch.crypto(), epoch.interimTranscriptHash(), content.confirmedTranscriptHashInput());
    return new CommitSummary(
        committer,
        applied.list().entries().stream()
            .map(entry -> new CommitSummary.Proposed(entry.proposal(), entry.sender()))
            .toList(),
        added,
        applied.removed(),
        updated,
        epoch.context(),
        EpochChange.provisional(epoch, applied, tree).withConfirmedTranscriptHash(confirmed),
        content.content().authenticatedData());
  }
}

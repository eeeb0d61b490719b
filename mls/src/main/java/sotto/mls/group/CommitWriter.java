package sotto.mls.group;

import static sotto.mls.Given.allGiven;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.message.Commit;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalOrRef;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.schedule.PskSecret;
import sotto.mls.tree.LeafNode;
import sotto.mls.tree.UpdatePath;
import sotto.mls.treekem.PathSender;
import sotto.mls.treekem.PrivateTree;
import sotto.mls.treekem.RatchetTree;

/// Makes a Commit (RFC 9420 §12.4.1).
final class CommitWriter {
  private final Settings settings;
  private final EpochState epoch;
  private final MessageState messages;
  private final CommitRequest request;
  private final Instant now;
  private final RandomGenerator random;
  private final SuiteCrypto crypto;
  private final Sender me;

  private CommitWriter(
      Settings settings,
      EpochState epoch,
      MessageState messages,
      CommitRequest request,
      Instant now,
      RandomGenerator random) {
    allGiven("request now random", request, now, random);
    this.settings = settings;
    this.epoch = epoch;
    this.messages = messages;
    this.request = request;
    this.now = now;
    this.random = random;
    this.crypto = epoch.crypto();
    this.me = new Sender.Member(epoch.me());
  }

  /// @param content signed and tagged, not yet framed
  /// @param nextMessages without past epochs: it is not known yet what becomes of this one's
  ///   ratchets
  private record Written(
      AuthenticatedContent content,
      EpochState next,
      MessageState nextMessages,
      Optional<byte[]> welcome,
      CommitSummary summary) {}

  static Committed commit(
      Group group,
      CommitRequest request,
      ProposalList.Setting setting,
      Instant now,
      RandomGenerator random)
      throws MlsException {
    group.uses().requireOpen(group.state(), group.messages());
    return new CommitWriter(group.settings(), group.state(), group.messages(), request, now, random)
        .commit(group, setting);
  }

  private Committed commit(Group group, ProposalList.Setting setting) throws MlsException {
    Set<Object> verified = ProposalEffects.verifiedBefore();
    PendingChoice choice = new PendingChoice(settings, epoch, messages, request, now, verified);
    ProposalList chosen = choice.chosen(me);
    try {
      return commit(group, chosen, setting, verified);
    } catch (MlsException | IllegalArgumentException e) {
      // What waits keeps nobody from what it asks for, least of all from removing who sent that:
      // if it makes a Commit that cannot be, or a message that is too long, it is left out.
      if (request.references().isPresent()
          || chosen.entries().size() <= request.proposals().size()) {
        throw e;
      }
      return commit(group, choice.withoutWaiting(me), setting, verified);
    }
  }

  private Committed commit(
      Group group, ProposalList list, ProposalList.Setting setting, Set<Object> verified)
      throws MlsException {
    Written written = write(list, setting, verified, settings.policy().handshakeFormat());
    MessageWriter.Framed framed =
        new MessageWriter(epoch, messages, random)
            .framed(written.content(), request.framing().padding());
    Group after = new Group(settings, written.next(), written.nextMessages());
    byte[] message = framed.message().toMessage();
    Group committed = group.next(framed.messages());
    return new Committed(
        committed,
        message,
        written.welcome(),
        PendingCommit.of(after, committed),
        written.summary(),
        framed.consumed());
  }

  private Written write(
      ProposalList list, ProposalList.Setting setting, Set<Object> verified, WireFormat format)
      throws MlsException {
    EpochChange.checkEpochNumber(epoch.epoch());
    list.check(me, setting);
    if (setting == ProposalList.Setting.ORDINARY) {
      for (var reinit : list.of(Proposal.ReInit.class).toList()) {
        Succession.checkFoundable(reinit, epoch, settings);
      }
    }
    Applied applied =
        new ProposalEffects(settings, epoch, now, LeafValidation.Use.SENT, verified).applied(list);
    for (Applied.NewMember member : applied.added()) {
      new LeafValidation(settings, crypto).checkSupports(member.keyPackage().leafNode());
    }
    List<PskSecret> psks = PskLookup.find(list.psks(), settings, epoch);
    boolean withPath = list.requiresPath() || request.path() == CommitRequest.Path.ALWAYS;
    SignatureKeyPair signatureKeys =
        request.identity().map(Identity::keys).orElse(epoch.signatureKeys());
    SigningKey signer =
        request
            .identity()
            .map(me -> KeyPackageSecrets.signer(settings.crypto(), epoch.crypto().suite(), me))
            .orElse(epoch.signer());
    Optional<PathSender> path =
        withPath ? Optional.of(startPath(applied, signer)) : Optional.empty();
    if (request.identity().isPresent() && path.isEmpty()) {
      throw new MlsException("A changed identity needs a Commit with a path.");
    }
    RatchetTree tree = path.map(PathSender::tree).orElse(applied.tree());
    GroupValidation.check(tree.census(), applied.extensions());
    Optional<UpdatePath> update = sealed(path, applied, tree);
    AuthenticatedContent signed = signed(new Commit(inCommit(list), update), format);
    PrivateTree keys = path.map(PathSender::keys).orElse(epoch.keys().in(tree));
    EpochChange change =
        new EpochChange(settings, epoch, applied, tree, keys, signatureKeys, signer);
    Secret commitSecret =
        path.map(PathSender::commitSecret).orElseGet(() -> Secret.zero(crypto.hashLength()));
    EpochChange.Entered entered =
        change.enter(
            signed,
            epoch.secrets().initSecret(),
            commitSecret,
            psks,
            change.resumptionPsks(),
            List.of());
    commitSecret.erase();
    AuthenticatedContent content = signed.withConfirmationTag(entered.state().confirmationTag());
    Optional<byte[]> welcome =
        applied.added().isEmpty() ? Optional.empty() : Optional.of(welcome(applied, entered, path));
    path.ifPresent(PathSender::erasePathSecrets);
    entered.joinerSecret().erase();
    entered.pskSecret().erase();
    CommitSummary summary = CommitReader.summary(epoch, content, me, applied, epoch.me(), tree);
    return new Written(content, entered.state(), entered.messages(), welcome, summary);
  }

  private static List<ProposalOrRef> inCommit(ProposalList list) {
    return list.entries().stream().map(ProposalList.Entry::inCommit).toList();
  }

  private PathSender startPath(Applied applied, SigningKey signer) throws MlsException {
    LeafNode before = applied.tree().member(epoch.me());
    LeafNode content =
        request
            .identity()
            .map(identity ->
                new LeafNode(
                    before.encryptionKey(),
                    identity.keys().publicKey(),
                    identity.credential(),
                    identity.capabilities(),
                    before.source(),
                    identity.extensions(),
                    before.signature()))
            .orElse(before);
    PathSender path =
        PathSender.start(
            applied.tree(), ProposalEffects.place(epoch, epoch.me()), content, signer, random);
    if (request.identity().isPresent()) {
      LeafNode after = path.tree().member(epoch.me());
      LeafValidation validation = new LeafValidation(settings, crypto);
      validation.checkContent(after);
      validation.checkSuccessor(before, after);
      ProposalEffects.checkNewKeys(applied.tree(), before, after);
    }
    return path;
  }

  private Optional<UpdatePath> sealed(Optional<PathSender> path, Applied applied, RatchetTree tree)
      throws MlsException {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    byte[] context = EpochChange.provisional(epoch, applied, tree).encoded();
    return Optional.of(path.get().seal(context, applied.addedLeaves(), random));
  }

  private AuthenticatedContent signed(Commit commit, WireFormat format) {
    return new MessageWriter(epoch, messages, random)
        .signed(commit, request.framing().authenticatedData(), format);
  }

  private byte[] welcome(Applied applied, EpochChange.Entered entered, Optional<PathSender> path)
      throws MlsException {
    return new WelcomeWriter(entered.state(), request, random)
        .write(
            applied.added(),
            entered.joinerSecret(),
            entered.pskSecret(),
            applied.list().psks(),
            path)
        .toMessage();
  }
}

package sotto.mls.group;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.message.ApplicationData;
import sotto.mls.message.AuthenticatedContent;
import sotto.mls.message.Commit;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PrivateMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.PskSource;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Welcome;
import sotto.mls.message.WireFormat;
import sotto.mls.schedule.ExporterTree;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.RatchetTreeCodec;

/// One member's view of a group in one epoch (RFC 9420 §8): an immutable value.
///
/// Whatever changes the state returns the next value, and a value allows **one** such transition: a
/// second throws [IllegalStateException], because it would use a key twice. What is refused throws
/// [MlsException], does not use the value up and leaves it as it was, bit for bit. So: operation,
/// store the group that it returned, send what it returned, erase what it consumed.
public final class Group {
  private final Settings settings;
  private final EpochState state;
  private final MessageState messages;
  private final AtomicBoolean used = new AtomicBoolean();

  Group(Settings settings, EpochState state, MessageState messages) {
    this.settings = settings;
    this.state = state;
    this.messages = messages;
  }

  // --- how a group begins (RFC 9420 §11) ---

  /// A new group with one member, in epoch 0.
  public static Group create(
      Settings settings,
      Identity me,
      GroupParameters parameters,
      Instant now,
      RandomGenerator random) {
    return Creation.create(settings, me, parameters, now, random);
  }

  /// Enters by a Welcome (RFC 9420 §12.4.3.1).
  ///
  /// @param mine the KeyPackage that the Welcome names; [Group#isFor] finds it
  /// @param keys the signature key of that KeyPackage
  /// @param tree the ratchet tree, when it is not inside the Welcome
  public static Joined join(
      Settings settings,
      Welcome welcome,
      KeyPackageSecrets mine,
      SignatureKeyPair keys,
      Optional<byte[]> tree,
      Instant now)
      throws MlsException {
    return Creation.join(settings, welcome, mine, keys, tree, Optional.empty(), now);
  }

  /// Enters by a Commit of one's own (RFC 9420 §12.4.3.2), where the group allows it.
  public static ExternallyJoined joinExternally(
      Settings settings,
      GroupInfo info,
      Identity me,
      ExternalJoin join,
      Instant now,
      RandomGenerator random)
      throws MlsException {
    return new ExternalCommitWriter(settings, me, join, now, random).write(info);
  }

  /// Founds a group of some of this one's members (RFC 9420 §11.3): its first Commit. This group
  /// goes on.
  public Committed branch(
      Identity me,
      GroupParameters parameters,
      List<KeyPackage> others,
      Instant now,
      RandomGenerator random)
      throws MlsException {
    return Succession.found(this, PskSource.Usage.BRANCH, me, parameters, others, now, random);
  }

  /// Founds the group that the last Commit's ReInit announced (RFC 9420 §11.2): its first Commit.
  ///
  /// @param others KeyPackages of all other members, for the new cipher suite
  public Committed reinitialise(
      Identity me, List<KeyPackage> others, Instant now, RandomGenerator random)
      throws MlsException {
    Proposal.ReInit wanted =
        state
            .reinit()
            .orElseThrow(() -> new IllegalStateException("No ReInit was committed here."));
    CipherSuite suite =
        CipherSuite.of(wanted.cipherSuite())
            .orElseThrow(() -> new MlsException("A ReInit asks for an unknown cipher suite."));
    GroupParameters parameters = new GroupParameters(wanted.groupId(), suite, wanted.extensions());
    return Succession.found(this, PskSource.Usage.REINIT, me, parameters, others, now, random);
  }

  /// Enters the group that follows this one, by a branch or a ReInit, and checks that it does.
  public Joined joinSuccessor(
      Welcome welcome,
      KeyPackageSecrets mine,
      SignatureKeyPair keys,
      Optional<byte[]> tree,
      Instant now)
      throws MlsException {
    return Creation.join(settings, welcome, mine, keys, tree, Optional.of(this), now);
  }

  // --- what is said (RFC 9420 §15) ---

  /// Seals an application message.
  ///
  /// @param authenticatedData travels in clear and is authenticated
  /// @throws IllegalStateException when proposals wait for a Commit: RFC 9420 §12.4 asks for that
  ///   first
  public Sent protect(
      byte[] content, byte[] authenticatedData, Padding padding, RandomGenerator random) {
    requireOpen();
    // RFC 9420 §12.4: "A group member that has observed one or more valid proposals within an epoch
    // MUST send a Commit message before sending application data."
    if (!messages.proposals().isEmpty()) {
      throw new IllegalStateException("Proposals wait for a Commit; commit before sending.");
    }
    MessageWriter writer = new MessageWriter(state, messages, random);
    AuthenticatedContent signed =
        writer.signed(new ApplicationData(content), authenticatedData, WireFormat.PRIVATE_MESSAGE);
    MessageWriter.Framed framed = writer.framed(signed, padding);
    return new Sent(next(framed.messages()), framed.message().toMessage(), framed.consumed());
  }

  /// Takes any message to the group: application data, proposals, Commits.
  public Received process(MlsMessage message, Instant now) throws MlsException {
    requireUnused();
    MessageReader reader = new MessageReader(settings, state, messages);
    return switch (message) {
      case PrivateMessage sealed -> received(reader.read(sealed), now);
      case PublicMessage open -> received(reader.read(open), now);
      case Welcome _, GroupInfo _, KeyPackage _ ->
          throw new MlsException("That message is not for a group that was entered already.");
    };
  }

  private Received received(MessageReader.Read read, Instant now) throws MlsException {
    return switch (read) {
      case MessageReader.Read.Own(var type, var epoch) -> new Received.OwnMessage(type, epoch);
      case MessageReader.Read.VerifiedPublic(var content) ->
          handshake(content, messages, Consumed.NOTHING, now);
      case MessageReader.Read.Verified verified
          when verified.content().content().content() instanceof ApplicationData(byte[] data) ->
          new Received.ApplicationMessage(
              next(verified.messages()),
              verified.sender(),
              verified.content().content().epoch(),
              verified.generation(),
              data,
              verified.content().content().authenticatedData(),
              verified.consumed());
      case MessageReader.Read.Verified verified ->
          handshake(verified.content(), verified.messages(), verified.consumed(), now);
    };
  }

  private Received handshake(
      AuthenticatedContent content, MessageState after, Consumed consumed, Instant now)
      throws MlsException {
    return switch (content.content().content()) {
      case Proposal proposal -> {
        MessageState with =
            new ProposalReader(settings, state, now).accept(content, proposal, after);
        yield new Received.ProposalMessage(
            next(with),
            content.content().sender(),
            proposal,
            ProposalReader.reference(state, content),
            content.content().authenticatedData(),
            consumed);
      }
      case Commit commit -> {
        if (state.reinit().isPresent()) {
          throw new MlsException("The group is closed by a ReInit and has no further epochs.");
        }
        yield switch (new CommitReader(settings, state, after, content, commit, now).read()) {
          case CommitReader.Outcome.Next(var epoch, var fresh, var summary) ->
              new Received.CommitMessage(
                  this, new Group(settings, epoch, fresh), summary, consumed);
          case CommitReader.Outcome.Removed(var summary) -> new Received.Removal(summary);
        };
      }
      case ApplicationData _ -> throw new MlsException("Application data came in no frame.");
    };
  }

  // --- what changes (RFC 9420 §12) ---

  /// Proposes a change; somebody else's Commit, or an own one later, brings it into force.
  public Proposed propose(
      Proposal proposal, byte[] authenticatedData, Instant now, RandomGenerator random)
      throws MlsException {
    requireOpen();
    return new ProposalWriter(settings, state, messages, now, random)
        .propose(this, proposal, authenticatedData);
  }

  /// Proposes fresh keys for this client's own leaf (RFC 9420 §12.1.2); a Commit of its own does
  /// more.
  ///
  /// @param identity what the leaf is to say from then on; empty: as before
  public Proposed proposeUpdate(
      Optional<Identity> identity, byte[] authenticatedData, Instant now, RandomGenerator random)
      throws MlsException {
    requireOpen();
    return new ProposalWriter(settings, state, messages, now, random)
        .proposeUpdate(this, identity, authenticatedData);
  }

  /// Makes a Commit, which [#adopt] brings into force once the Delivery Service took it.
  ///
  /// @throws MlsException when a KeyPackage or a proposal is not valid
  public Committed commit(CommitRequest request, Instant now, RandomGenerator random)
      throws MlsException {
    return commit(request, ProposalList.Setting.ORDINARY, now, random);
  }

  Committed commit(
      CommitRequest request, ProposalList.Setting setting, Instant now, RandomGenerator random)
      throws MlsException {
    requireOpen();
    CommitWriter.Written written =
        new CommitWriter(settings, state, messages, request, now, random)
            .write(setting, settings.policy().handshakeFormat());
    MessageWriter.Framed framed =
        new MessageWriter(state, messages, random).framed(written.content(), request.padding());
    Group after = new Group(settings, written.next(), written.nextMessages());
    return new Committed(
        next(framed.messages()),
        framed.message().toMessage(),
        written.welcome(),
        new PendingCommit(after, state.epoch()),
        written.summary(),
        framed.consumed());
  }

  /// Enters the epoch of an own Commit.
  ///
  /// @throws MlsException when `pending` does not follow this epoch
  public Adopted adopt(PendingCommit pending) throws MlsException {
    Group following = pending.next();
    if (!following.groupId().equals(groupId()) || pending.epoch() != epoch()) {
      throw new MlsException("A pending Commit does not follow this epoch.");
    }
    List<PastEpoch> past = PastEpoch.with(settings, state, messages);
    MessageState fresh = following.messages;
    return moveTo(
        new Group(
            settings,
            following.state,
            MessageState.fresh(fresh.secretTree(), fresh.exporterTree(), past)),
        Consumed.NOTHING);
  }

  // --- what is known ---

  public GroupId groupId() {
    return state.context().groupId();
  }

  /// The number of the epoch, an unsigned 64-bit number.
  public long epoch() {
    return state.epoch();
  }

  public CipherSuite suite() {
    return state.crypto().suite();
  }

  public GroupContext context() {
    return state.context();
  }

  public int memberCount() {
    return state.tree().memberCount();
  }

  /// The members of the ratchet tree, by their places.
  public List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (LeafIndex index : state.tree().leaves()) {
      member(index).ifPresent(members::add);
    }
    return members;
  }

  public Optional<Member> member(LeafIndex index) {
    return state.tree().leaf(index).map(leaf -> new Member(index, leaf));
  }

  /// This client itself.
  public Member me() {
    return member(state.me()).orElseThrow();
  }

  /// Proposals of this epoch that wait for a Commit.
  public Map<ProposalRef, CommitSummary.Proposed> proposals() {
    Map<ProposalRef, CommitSummary.Proposed> waiting = new LinkedHashMap<>();
    messages
        .proposals()
        .forEach((reference, pending) ->
            waiting.put(
                reference, new CommitSummary.Proposed(pending.proposal(), pending.sender())));
    return waiting;
  }

  /// The parameters of the group that is to follow, if the last Commit was a ReInit (RFC 9420
  /// §11.2). Nothing more can be sent here then.
  public Optional<Proposal.ReInit> reinit() {
    return state.reinit();
  }

  // --- what is derived (RFC 9420 §8.5, §8.7) ---

  /// `MLS-Exporter(label, context, length)`.
  public Secret export(String label, byte[] context, int length) {
    return state.secrets().export(state.crypto(), label, context, length);
  }

  /// `SafeExportSecret(component)`: once for each component and epoch (draft-ietf-mls-extensions,
  /// "Exported Secrets"). A transition, because the secret is gone from the next value.
  public SafelyExported exportSafely(int componentId) {
    requireUnused();
    ExporterTree.Exported exported = messages.exporterTree().export(state.crypto(), componentId);
    return new SafelyExported(
        next(messages.with(exported.next())), exported.secret(), new Consumed(exported.consumed()));
  }

  /// Equal for all members of an epoch, and for nobody else.
  public byte[] epochAuthenticator() {
    return state.secrets().epochAuthenticator().copy();
  }

  /// The resumption PSK of this epoch, for a group that is to prove that it follows (RFC 9420
  /// §8.6).
  public Secret resumptionPsk() {
    return state.secrets().resumptionPsk().duplicate();
  }

  /// The ratchet tree as it travels beside a Welcome or a GroupInfo (RFC 9420 §12.4.3.3).
  public byte[] ratchetTree() {
    return RatchetTreeCodec.encode(state.tree());
  }

  /// A signed GroupInfo with `external_pub`, by which others may enter (RFC 9420 §12.4.3.2).
  public GroupInfo groupInfo(
      CommitRequest.TreeDelivery tree, Extensions extensions, RandomGenerator random) {
    return Creation.groupInfo(state, tree, extensions, random);
  }

  // --- what is stored ---

  /// The whole state, with a version in front.
  public byte[] encode() {
    return GroupStore.encode(this);
  }

  public static Group decode(byte[] stored, Settings settings) throws MlsException {
    return GroupStore.decode(stored, settings);
  }

  /// The part of the state that changes only with the epoch: the tree and the epoch's secrets.
  public byte[] encodeEpoch() {
    return GroupStore.encodeEpoch(state);
  }

  /// The part that changes with every message, whole: ratchets and proposals.
  public byte[] encodeMessages() {
    return GroupStore.encodeRows(rows());
  }

  /// The same part in rows, of which one message changes one or two: see [#changesSince].
  public SortedMap<Long, byte[]> rows() {
    return GroupStore.rows(messages);
  }

  /// Which rows to put and to remove so that what is stored of `earlier`, a value of the same
  /// epoch, becomes what is stored of this one.
  public RowChanges changesSince(Group earlier) {
    return GroupStore.changes(earlier.messages, messages);
  }

  /// Joins the two parts again.
  ///
  /// @throws MlsException also when they are not of the same epoch
  public static Group decode(byte[] epoch, byte[] messages, Settings settings) throws MlsException {
    return GroupStore.decode(epoch, GroupStore.decodeRows(messages), settings);
  }

  /// Joins the epoch's part and the rows again.
  public static Group decode(byte[] epoch, Map<Long, byte[]> rows, Settings settings)
      throws MlsException {
    return GroupStore.decode(epoch, rows, settings);
  }

  /// Erases every secret of a group that is left or abandoned, but for the signature key.
  public void erase() {
    used.set(true);
    secrets().forEach(Secret::erase);
  }

  /// Which entry of a Welcome is for that KeyPackage, if any.
  public static boolean isFor(Settings settings, Welcome welcome, KeyPackage keyPackage) {
    return Creation.isFor(settings, welcome, keyPackage);
  }

  // --- inside the package ---

  EpochState state() {
    return state;
  }

  MessageState messages() {
    return messages;
  }

  Settings settings() {
    return settings;
  }

  Group with(Settings other) {
    return new Group(other, state, messages);
  }

  /// The next value within this epoch; uses this one up.
  Group next(MessageState after) {
    claim();
    return new Group(settings, state, after);
  }

  /// The next epoch; uses this value up.
  Adopted moveTo(Group next, Consumed consumed) {
    claim();
    Set<Secret> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    kept.addAll(next.secrets());
    List<Secret> gone = new ArrayList<>(secrets());
    gone.addAll(consumed.secrets());
    gone.removeIf(kept::contains);
    return new Adopted(next, new Consumed(gone));
  }

  List<Secret> secrets() {
    List<Secret> secrets = new ArrayList<>(state.secrets().secrets());
    state.keys().keys().forEach(key -> key.ifPresent(pair -> secrets.add(pair.privateKey())));
    state.past().forEach(past -> secrets.add(past.psk()));
    secrets.addAll(messages.secrets());
    return secrets;
  }

  private void claim() {
    if (!used.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "This group has made its one transition; go on with the group that it returned.");
    }
  }

  private void requireUnused() {
    if (used.get()) {
      throw new IllegalStateException(
          "This group has made its one transition; go on with the group that it returned.");
    }
  }

  private void requireOpen() {
    requireUnused();
    // RFC 9420 §12.4.2: "If the Commit included a ReInit proposal, the client MUST NOT use the
    // group
    // to send messages anymore."
    if (state.reinit().isPresent()) {
      throw new IllegalStateException("The group was closed by a ReInit; go on in its successor.");
    }
  }
}

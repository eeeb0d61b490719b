package sotto.mls.group;

import static sotto.mls.Given.given;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.message.GroupContext;
import sotto.mls.message.GroupId;
import sotto.mls.message.GroupInfo;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.Welcome;
import sotto.mls.schedule.ExporterTree;
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.treekem.RatchetTreeCodec;

/// One member's view of a group in one epoch (RFC 9420 §8): an immutable value.
///
/// Whatever changes the state returns the next value, and a value allows **one** such transition: a
/// second throws [IllegalStateException], because it would use a key twice. What is refused throws
/// [MlsException], does not use the value up and leaves it as it was, bit for bit. So: operation,
/// store the group that it returned, send what it returned, erase what it consumed. Randomness is a
/// `SecureRandom`'s, but in tests.
public final class Group {
  private final Settings settings;
  private final EpochState state;
  private final MessageState messages;
  private final Uses uses;

  /// The first value of an epoch.
  Group(Settings settings, EpochState state, MessageState messages) {
    this(settings, state, messages, new Uses());
  }

  private Group(Settings settings, EpochState state, MessageState messages, Uses uses) {
    this.settings = settings;
    this.state = state;
    this.messages = messages;
    this.uses = uses;
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

  /// Enters by a Welcome (RFC 9420 §12.4.3.1). That this client is in no other group of that id is
  /// the caller's to check.
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

  /// Enters by a Commit of one's own (RFC 9420 §12.4.3.2), where both sides' policies allow it.
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
  /// goes on, and may found others of other ids, with the limit of [#reinitialise].
  ///
  /// @throws IllegalStateException when one of that id was founded before, or this one is closed
  public Committed branch(
      Identity me,
      GroupParameters parameters,
      List<KeyPackage> others,
      Instant now,
      RandomGenerator random)
      throws MlsException {
    return Succession.branch(this, me, parameters, others, now, random);
  }

  /// Founds the group that the last Commit's ReInit announced (RFC 9420 §11.2): its first Commit.
  /// Once: the values of this epoch remember it. What is decoded from stored bytes does not, and
  /// founds a second group of that id, which is right only if the first one's Commit went nowhere.
  ///
  /// @param others KeyPackages of all other members, for the new cipher suite
  /// @throws IllegalStateException when there was no ReInit, or the group was founded before
  public Committed reinitialise(
      Identity me, List<KeyPackage> others, Instant now, RandomGenerator random)
      throws MlsException {
    return Succession.reinitialise(this, me, others, now, random);
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

  /// Whether a Welcome has an entry for that KeyPackage.
  public static boolean isFor(Settings settings, Welcome welcome, KeyPackage keyPackage) {
    return Creation.isFor(settings, welcome, keyPackage);
  }

  /// Checks a KeyPackage as for adding its owner to a group of its suite (RFC 9420 §10.1).
  public static void check(Settings settings, KeyPackage keyPackage, Instant now)
      throws MlsException {
    Creation.check(settings, keyPackage, now);
  }

  // --- what is said (RFC 9420 §15) ---

  /// Seals an application message.
  ///
  /// @param authenticatedData travels in clear and is authenticated
  /// @throws IllegalStateException when proposals wait for a Commit, which comes first (§12.4)
  public Sent protect(
      byte[] content, byte[] authenticatedData, Padding padding, RandomGenerator random) {
    requireOpen();
    // RFC 9420 §12.4: "A group member that has observed one or more valid proposals within an epoch
    // MUST send a Commit message before sending application data."
    if (!messages.proposals().isEmpty()) {
      throw new IllegalStateException("Proposals wait for a Commit; commit before sending.");
    }
    return new MessageWriter(state, messages, random)
        .protect(this, content, authenticatedData, padding);
  }

  /// Takes any message to the group: application data, proposals, Commits.
  public Received process(MlsMessage message, Instant now) throws MlsException {
    uses.requireUnused();
    return new Intake(this, now).take(message);
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
    return new CommitWriter(settings, state, messages, request, now, random).commit(this, setting);
  }

  /// Enters the epoch of an own Commit.
  ///
  /// @throws MlsException when `pending` does not follow this epoch
  public Adopted adopt(PendingCommit pending) throws MlsException {
    requireOpen();
    return given("pending", pending).enter(this);
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
    return state.members();
  }

  public Optional<Member> member(LeafIndex index) {
    return state.member(given("index", index));
  }

  /// This client itself.
  public Member me() {
    return member(state.me()).orElseThrow();
  }

  /// Proposals of this epoch that wait for a Commit.
  public Map<ProposalRef, CommitSummary.Proposed> proposals() {
    return messages.waiting();
  }

  /// What the last Commit's ReInit asks for (RFC 9420 §11.2); nothing more can be sent here then.
  public Optional<Proposal.ReInit> reinit() {
    return state.reinit();
  }

  // --- what is derived (RFC 9420 §8.5, §8.7) ---

  /// `MLS-Exporter(label, context, length)`.
  public Secret export(String label, byte[] context, int length) {
    byte[] known = given("context", context);
    return state.secrets().export(state.crypto(), given("label", label), known, length);
  }

  /// `SafeExportSecret(component)`: once for each component and epoch (draft-ietf-mls-extensions,
  /// "Exported Secrets"). A transition, because the secret is gone from the next value.
  public SafelyExported exportSafely(int componentId) {
    uses.requireUnused();
    ExporterTree.Exported exported = messages.exporterTree().export(state.crypto(), componentId);
    return new SafelyExported(
        next(messages.with(exported.next())), exported.secret(), new Consumed(exported.consumed()));
  }

  /// Equal for all members of an epoch, and for nobody else.
  public byte[] epochAuthenticator() {
    return state.secrets().epochAuthenticator().copy();
  }

  /// The resumption PSK of this epoch, for a group that follows it (RFC 9420 §8.6).
  public Secret resumptionPsk() {
    return state.secrets().resumptionPsk().duplicate();
  }

  /// The ratchet tree as it travels beside a Welcome or a GroupInfo (RFC 9420 §12.4.3.3).
  public byte[] ratchetTree() {
    return RatchetTreeCodec.encode(state.tree());
  }

  /// A signed GroupInfo (RFC 9420 §12.4.3), by which others may enter if the policy allows it.
  public GroupInfo groupInfo(TreePlacement tree, Extensions extensions, RandomGenerator random) {
    return Creation.groupInfo(this, tree, extensions, random);
  }

  // --- what is stored ---

  /// The whole state, with a version in front.
  public byte[] encode() {
    return GroupStore.encode(this);
  }

  /// Bits that flip where it is kept are its keeper's to notice; most of them show nowhere here.
  ///
  /// @throws MlsException when the bytes are no state of a version that is known
  public static Group decode(byte[] stored, Settings settings) throws MlsException {
    return GroupStore.decode(stored, settings);
  }

  /// The part of the state that changes only with the epoch: the tree and the epoch's secrets.
  public byte[] encodeEpoch() {
    return GroupStore.encodeEpoch(state);
  }

  /// The part that changes with every message, whole: ratchets and proposals.
  public byte[] encodeMessages() {
    return MessageStore.encodeRows(rows());
  }

  /// The same part in rows, of which one message changes one or two: see [#changesSince].
  public SortedMap<Long, byte[]> rows() {
    return MessageStore.rows(state, messages);
  }

  /// What makes the rows of `earlier`, a value of the same epoch, those of this one.
  ///
  /// @throws IllegalArgumentException when `earlier` is of another epoch
  public RowChanges changesSince(Group earlier) {
    return GroupStore.changes(earlier, this);
  }

  /// Joins the two parts again.
  ///
  /// @throws MlsException also when they are not of the same epoch
  public static Group decode(byte[] epoch, byte[] messages, Settings settings) throws MlsException {
    return GroupStore.decode(epoch, messages, settings);
  }

  /// Joins the epoch's part and the rows again.
  public static Group decode(byte[] epoch, Map<Long, byte[]> rows, Settings settings)
      throws MlsException {
    return GroupStore.decode(epoch, rows, settings);
  }

  /// Erases every secret of a group that is left or abandoned, but for the signature key.
  ///
  /// @throws IllegalStateException when this value was used up: what that left is in [Consumed]
  public void erase() {
    uses.claim();
    HeldSecrets.of(this).forEach(Secret::erase);
  }

  EpochState state() {
    return state;
  }

  MessageState messages() {
    return messages;
  }

  Settings settings() {
    return settings;
  }

  Uses uses() {
    return uses;
  }

  /// Another value of the same state; its one transition is its own.
  Group with(Settings other) {
    return new Group(other, state, messages, uses.ofNext());
  }

  /// The next value within this epoch; uses this one up.
  Group next(MessageState after) {
    uses.claim();
    return new Group(settings, state, after, uses.ofNext());
  }

  /// The next epoch; uses this value up.
  Adopted moveTo(Group next, Consumed consumed) {
    uses.claim();
    return Adopted.of(this, next, consumed);
  }

  private void requireOpen() {
    uses.requireUnused();
    // RFC 9420 §12.4.2: "If the Commit included a ReInit proposal, the client MUST NOT use the
    // group to send messages anymore."
    if (state.reinit().isPresent()) {
      throw new IllegalStateException("The group was closed by a ReInit; go on in its successor.");
    }
    // RFC 9420 §12.4.2, of a Commit that removes a client: "the client cannot send any more
    // messages in the group".
    if (messages.removed()) {
      throw new IllegalStateException(
          "A Commit removed this client from the group; nothing more can be sent in it.");
    }
  }
}

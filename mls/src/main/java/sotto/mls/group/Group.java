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
import sotto.mls.tree.Extensions;
import sotto.mls.tree.LeafIndex;
import sotto.mls.treekem.RatchetTreeCodec;

/// One member's view of a group in one epoch (RFC 9420 §8): an immutable value.
///
/// Whatever changes the state returns the next value, and a value allows **one** such transition: a
/// second throws [IllegalStateException], because it would use a key twice; so does what sends or
/// adopts when a Commit has closed the group (a ReInit, §11.2) or removed this client. What is
/// refused throws [MlsException], does not use the value up and leaves it as it was, bit for bit.
/// So: operation, store the group that it returned, send what it returned, erase what it consumed.
/// Randomness is a `SecureRandom`'s, but in tests.
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
  ///
  /// @throws IllegalArgumentException when `me` is not for the suite, or could not be a member
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
  /// @throws MlsException when it does not open by `mine`, or what it says or the tree is not valid
  /// @throws IllegalArgumentException when `keys` are not the KeyPackage's
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
  ///
  /// @throws MlsException when it is not allowed, or `info`, its tree or `join` is not valid
  /// @throws IllegalArgumentException when `me` is not for the group's suite
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
  /// @throws MlsException when a KeyPackage is not valid or no member's, or the suite another
  /// @throws IllegalArgumentException when the id is this group's, or `me` not for the suite
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
  /// @throws MlsException when one is not valid or missing, or the ReInit's suite is not known
  /// @throws IllegalStateException when there was no ReInit, or the group was founded before
  public Committed reinitialise(
      Identity me, List<KeyPackage> others, Instant now, RandomGenerator random)
      throws MlsException {
    return Succession.reinitialise(this, me, others, now, random);
  }

  /// Enters the group that follows this one, by a branch or a ReInit, and checks that it does.
  ///
  /// @throws MlsException as [#join], and when this group calls for no such one (§11.2, §11.3)
  /// @throws IllegalArgumentException as [#join]
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
  ///
  /// @throws MlsException when its suite is not known, or one of the RFC's conditions does not hold
  public static void check(Settings settings, KeyPackage keyPackage, Instant now)
      throws MlsException {
    Creation.check(settings, keyPackage, now);
  }

  // --- what is said (RFC 9420 §15) ---

  /// Signs, pads and seals an application message, all in all of 64 MiB at most (RFC 9420 §6.3).
  ///
  /// @param authenticatedData travels in clear and is authenticated
  /// @param padding is told how many bytes there are to seal, and answers as many or more
  /// @throws IllegalStateException also when proposals wait for a Commit, which comes first (§12.4)
  /// @throws IllegalArgumentException when the message is too long, the padding answers less, or
  ///   `authenticatedData` are no SafeAAD where the group wants one
  public Sent protect(
      byte[] content, byte[] authenticatedData, Padding padding, RandomGenerator random) {
    return new MessageWriter(state, messages, random)
        .protect(this, content, authenticatedData, padding);
  }

  /// Takes any message to the group: application data, proposals, Commits.
  ///
  /// @throws MlsException when it is for another group, its epoch or key is not kept, it does not
  ///   verify (§6), the policy forbids it, or it is not valid (RFC 9420 §12.2, §12.4.2)
  public Received process(MlsMessage message, Instant now) throws MlsException {
    uses.requireUnused();
    return new Intake(this, now).take(message);
  }

  // --- what changes (RFC 9420 §12) ---

  /// Proposes a change; somebody else's Commit, or an own one later, brings it into force.
  ///
  /// @throws MlsException when the policy forbids it, or nobody could commit it (RFC 9420 §12.2)
  /// @throws IllegalArgumentException when it is an Update, or something that no receiver reads
  public Proposed propose(
      Proposal proposal, byte[] authenticatedData, Instant now, RandomGenerator random)
      throws MlsException {
    return new ProposalWriter(settings, state, messages, now, random)
        .propose(this, proposal, authenticatedData);
  }

  /// Proposes fresh keys for this client's own leaf (RFC 9420 §12.1.2); a Commit of its own does
  /// more.
  ///
  /// @param identity what the leaf is to say from then on; empty: as before
  /// @throws MlsException as [#propose]
  /// @throws IllegalArgumentException when `identity` is not for the suite, or as in [#protect]
  public Proposed proposeUpdate(
      Optional<Identity> identity, byte[] authenticatedData, Instant now, RandomGenerator random)
      throws MlsException {
    return new ProposalWriter(settings, state, messages, now, random)
        .proposeUpdate(this, identity, authenticatedData);
  }

  /// Makes a Commit, which [#adopt] brings into force once the Delivery Service took it.
  ///
  /// @throws MlsException when a proposal, or all together, are not valid (RFC 9420 §12.2)
  /// @throws IllegalArgumentException when an identity is not for the suite, or as in [#protect]
  public Committed commit(CommitRequest request, Instant now, RandomGenerator random)
      throws MlsException {
    return CommitWriter.commit(this, request, ProposalList.Setting.ORDINARY, now, random);
  }

  /// Enters the epoch of an own Commit.
  ///
  /// @throws MlsException when `pending` does not follow this epoch
  /// @throws IllegalStateException also when `pending` was adopted or erased before
  public Adopted adopt(PendingCommit pending) throws MlsException {
    uses.requireOpen(state, messages);
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

  /// `MLS-Exporter(label, context, length)`: the same for all members of an epoch.
  ///
  /// @param label what it is for; unlike any other use's ("MLS Exporter Labels", RFC 9420 §17.8)
  /// @param length in bytes, 0 to 255 · `KDF.Nh` (8,160 where the suite hashes with SHA-256)
  /// @throws IllegalArgumentException when `length` is out of this range
  public Secret export(String label, byte[] context, int length) {
    byte[] known = given("context", context);
    return state.secrets().export(state.crypto(), given("label", label), known, length);
  }

  /// `SafeExportSecret(component)`: once for each component and epoch (draft-ietf-mls-extensions,
  /// "Exported Secrets"), `KDF.Nh` bytes. A transition: the secret is gone from the next value.
  ///
  /// @throws IllegalStateException also when it was exported before in this epoch
  /// @throws IllegalArgumentException when `componentId` is not between 0 and 65,535
  public SafelyExported exportSafely(int componentId) {
    return SafelyExported.of(this, componentId);
  }

  /// `KDF.Nh` bytes (32, 48 or 64), equal for all members of an epoch and for nobody else.
  public byte[] epochAuthenticator() {
    return state.secrets().epochAuthenticator().copy();
  }

  /// The resumption PSK of this epoch (RFC 9420 §8.6): a copy, of `KDF.Nh` bytes, to be erased.
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

  /// The same in rows of which one message changes one or two: see [#changesSince].
  public SortedMap<Long, byte[]> rows() {
    return MessageStore.rows(state, messages);
  }

  /// What makes the rows of `earlier`, a value of the same epoch that this one comes from, those of
  /// this one. Of a copy that was decoded anew all rows are changes.
  ///
  /// @throws IllegalArgumentException when `earlier` is of another epoch or member, or later
  public RowChanges changesSince(Group earlier) {
    return GroupStore.changes(earlier, this);
  }

  /// Joins the two parts again. The rows are written in one transaction with each other, and with
  /// the epoch's part when that is written. A write that was cut short is noticed: rows of another
  /// member or epoch, or some older than others. All of them put back to what they were are not.
  ///
  /// @throws MlsException also when they do not belong together
  public static Group decode(byte[] epoch, byte[] messages, Settings settings) throws MlsException {
    return GroupStore.decode(epoch, messages, settings);
  }

  /// @throws MlsException as of the two parts; the rows are the second
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
}

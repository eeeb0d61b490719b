package sotto.mls.group;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/// One member's view of a group in one epoch (RFC 9420 §8): an immutable value.
///
/// Whatever changes the state returns the next value, and a value allows **one** such transition: a
/// second throws [IllegalStateException], because it would use a key twice. What is refused throws
/// [MlsException], does not use the value up and leaves it as it was, bit for bit. So: operation,
/// store the group that it returned, send what it returned, erase what it consumed.
public final class Group {
  Group() {}

  // --- how a group begins (RFC 9420 §11) ---

  /// A new group with one member, in epoch 0.
  public static Group create(
      Settings settings,
      Identity me,
      GroupParameters parameters,
      Instant now,
      RandomGenerator random) {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  // --- what is said (RFC 9420 §15) ---

  /// Seals an application message.
  ///
  /// @param authenticatedData travels in clear and is authenticated
  /// @throws IllegalStateException when proposals wait for a Commit: RFC 9420 §12.4 asks for that
  ///   first
  public Sent protect(
      byte[] content, byte[] authenticatedData, Padding padding, RandomGenerator random) {
    throw new UnsupportedOperationException();
  }

  /// Takes any message to the group: application data, proposals, Commits.
  public Received process(MlsMessage message, Instant now) throws MlsException {
    throw new UnsupportedOperationException();
  }

  // --- what changes (RFC 9420 §12) ---

  /// Proposes a change; somebody else's Commit, or an own one later, brings it into force.
  public Proposed propose(
      Proposal proposal, byte[] authenticatedData, Instant now, RandomGenerator random)
      throws MlsException {
    throw new UnsupportedOperationException();
  }

  /// Makes a Commit, which [#adopt] brings into force once the Delivery Service took it.
  ///
  /// @throws MlsException when a KeyPackage or a proposal is not valid
  public Committed commit(CommitRequest request, Instant now, RandomGenerator random)
      throws MlsException {
    throw new UnsupportedOperationException();
  }

  /// Enters the epoch of an own Commit.
  ///
  /// @throws MlsException when `pending` does not follow this epoch
  public Adopted adopt(PendingCommit pending) throws MlsException {
    throw new UnsupportedOperationException();
  }

  // --- what is known ---

  public GroupId groupId() {
    return context().groupId();
  }

  /// The number of the epoch, an unsigned 64-bit number.
  public long epoch() {
    return context().epoch();
  }

  public CipherSuite suite() {
    throw new UnsupportedOperationException();
  }

  public GroupContext context() {
    throw new UnsupportedOperationException();
  }

  /// The members of the ratchet tree, by their places.
  public List<Member> members() {
    throw new UnsupportedOperationException();
  }

  public Optional<Member> member(LeafIndex index) {
    throw new UnsupportedOperationException();
  }

  /// This client itself.
  public Member me() {
    throw new UnsupportedOperationException();
  }

  /// Proposals of this epoch that wait for a Commit.
  public Map<ProposalRef, CommitSummary.Proposed> proposals() {
    throw new UnsupportedOperationException();
  }

  // --- what is derived (RFC 9420 §8.5, §8.7) ---

  /// `MLS-Exporter(label, context, length)`.
  public Secret export(String label, byte[] context, int length) {
    throw new UnsupportedOperationException();
  }

  /// Equal for all members of an epoch, and for nobody else.
  public byte[] epochAuthenticator() {
    throw new UnsupportedOperationException();
  }

  /// The ratchet tree as it travels beside a Welcome or a GroupInfo (RFC 9420 §12.4.3.3).
  public byte[] ratchetTree() {
    throw new UnsupportedOperationException();
  }

  /// A signed GroupInfo with `external_pub`, by which others may enter (RFC 9420 §12.4.3.2).
  public GroupInfo groupInfo(
      CommitRequest.TreeDelivery tree, Extensions extensions, RandomGenerator random) {
    throw new UnsupportedOperationException();
  }

  // --- what is stored ---

  /// The whole state, with a version in front.
  public byte[] encode() {
    throw new UnsupportedOperationException();
  }

  public static Group decode(byte[] stored, Settings settings) throws MlsException {
    throw new UnsupportedOperationException();
  }

  /// The part of the state that changes only with the epoch: the tree and the epoch's secrets.
  public byte[] encodeEpoch() {
    throw new UnsupportedOperationException();
  }

  /// The part that changes with every message: ratchets and proposals.
  public byte[] encodeMessages() {
    throw new UnsupportedOperationException();
  }

  /// Joins the two parts again.
  ///
  /// @throws MlsException also when they are not of the same epoch
  public static Group decode(byte[] epoch, byte[] messages, Settings settings) throws MlsException {
    throw new UnsupportedOperationException();
  }

  /// Erases every secret of a group that is left or abandoned, but for the signature key.
  public void erase() {
    throw new UnsupportedOperationException();
  }

  /// Which entry of a Welcome is for that KeyPackage, if any.
  public static boolean isFor(Settings settings, Welcome welcome, KeyPackage keyPackage) {
    throw new UnsupportedOperationException();
  }

  Adopted moveTo(Group next) {
    throw new UnsupportedOperationException();
  }
}

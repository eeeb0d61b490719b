package sotto.mls.group;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Secret;

/// The epoch that an own Commit begins, if the Delivery Service accepts it (RFC 9420 §14).
public final class PendingCommit {
  /// 1 lacked what the epoch is known by.
  private static final int VERSION = 2;

  private final Group next;
  private final long epoch;
  private final Optional<byte[]> base;
  private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.OPEN);

  private enum Fate {
    OPEN,
    ADOPTED,
    ERASED
  }

  /// @param base the confirmation tag of the epoch in which it was made
  PendingCommit(Group next, long epoch, Optional<byte[]> base) {
    this.next = next;
    this.epoch = epoch;
    this.base = base;
  }

  /// What made it, of the group that commits.
  static PendingCommit of(Group next, EpochState before) {
    return new PendingCommit(next, before.epoch(), Optional.of(before.confirmationTag()));
  }

  PendingCommit with(Settings settings) {
    return new PendingCommit(next.with(settings), epoch, base);
  }

  /// The epoch in which the Commit was made, an unsigned 64-bit number.
  public long epoch() {
    return epoch;
  }

  /// The ratchet tree of that epoch, as it travels beside a Welcome (RFC 9420 §12.4.3.3).
  public byte[] ratchetTree() {
    return next.ratchetTree();
  }

  Group next() {
    return next;
  }

  Adopted enter(Group group) throws MlsException {
    EpochState before = group.state();
    if (!next.groupId().equals(group.groupId())
        || epoch != group.epoch()
        || !base.map(tag -> MessageDigest.isEqual(tag, before.confirmationTag())).orElse(true)) {
      throw new MlsException("A pending Commit does not follow this epoch.");
    }
    if (!next.state().me().equals(before.me())) {
      throw new MlsException("A pending Commit is another member's; process its message.");
    }
    settle(Fate.ADOPTED);
    MessageState fresh = next.messages();
    List<PastEpoch> past = PastEpoch.with(group.settings(), group.state(), group.messages());
    Group entered =
        new Group(
            group.settings(),
            next.state(),
            MessageState.fresh(fresh.secretTree(), fresh.exporterTree(), past));
    try {
      return group.moveTo(entered, Consumed.NOTHING);
    } catch (IllegalStateException e) {
      // That value of the group was used up; the right one can still adopt this.
      fate.set(Fate.OPEN);
      throw e;
    }
  }

  /// For storing it beside the group until the answer comes.
  public byte[] encode() {
    return new Writer(1024)
        .uint16(VERSION)
        .uint64(epoch)
        .opaque(next.encode())
        .optional(base, Writer::opaque)
        .toBytes();
  }

  /// @throws MlsException when the bytes are no pending Commit of a version that is known
  public static PendingCommit decode(byte[] stored, Settings settings) throws MlsException {
    Decoder<PendingCommit> decoder =
        in -> {
          int version = Stored.checkVersion(in, VERSION);
          long epoch = in.uint64();
          Group next = Group.decode(in.opaque(), settings);
          return new PendingCommit(
              next, epoch, version == 1 ? Optional.empty() : in.optional(Reader::opaque));
        };
    return decoder.decodeAll(stored);
  }

  /// Erases the keys of an epoch that never came, but not those that it shares with the epoch
  /// before.
  ///
  /// @param current the group that goes on without it
  /// @throws IllegalArgumentException when that is another group: what is shared would be erased
  /// @throws IllegalStateException when it was adopted: its keys are the group's then
  public void erase(Group current) {
    if (!next.groupId().equals(current.groupId()) || current.epoch() - epoch < 0) {
      throw new IllegalArgumentException("A pending Commit is erased for the group that made it.");
    }
    if (fate.get() != Fate.ERASED) {
      settle(Fate.ERASED);
    }
    HeldSecrets.without(HeldSecrets.of(next), current).forEach(Secret::erase);
  }

  private void settle(Fate to) {
    if (!fate.compareAndSet(Fate.OPEN, to)) {
      throw new IllegalStateException("This pending Commit was adopted or erased before.");
    }
  }
}

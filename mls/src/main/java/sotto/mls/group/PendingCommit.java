package sotto.mls.group;

import static sotto.mls.Given.allGiven;

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
  private final Optional<Group> maker;
  private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.OPEN);

  private enum Fate {
    OPEN,
    ADOPTED,
    ERASED
  }

  /// @param base the confirmation tag of the epoch in which it was made
  /// @param maker the group that made it, whose secrets `next` shares; one that was stored shares
  ///   none
  private PendingCommit(Group next, long epoch, Optional<byte[]> base, Optional<Group> maker) {
    this.next = next;
    this.epoch = epoch;
    this.base = base;
    this.maker = maker;
  }

  /// @param maker as it is with the Commit's key used up
  static PendingCommit of(Group next, Group maker) {
    return new PendingCommit(
        next, maker.epoch(), Optional.of(maker.state().confirmationTag()), Optional.of(maker));
  }

  PendingCommit with(Settings settings) {
    return new PendingCommit(next.with(settings), epoch, base, maker);
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
      return Adopted.of(group, entered, Consumed.NOTHING);
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
    allGiven("stored settings", stored, settings);
    Decoder<PendingCommit> decoder =
        in -> {
          int version = Stored.checkVersion(in, VERSION);
          long epoch = in.uint64();
          Group next = Group.decode(in.opaque(), settings);
          return new PendingCommit(
              next,
              epoch,
              version == 1 ? Optional.empty() : in.optional(Reader::opaque),
              Optional.empty());
        };
    return decoder.decodeAll(stored);
  }

  /// Erases the keys of an epoch that never came, but not those that it shares with the group that
  /// made it, which goes on.
  ///
  /// @throws IllegalStateException when it was adopted: its keys are the group's then
  public void erase() {
    if (fate.get() != Fate.ERASED) {
      settle(Fate.ERASED);
    }
    List<Secret> held = HeldSecrets.of(next);
    maker.map(group -> HeldSecrets.without(held, group)).orElse(held).forEach(Secret::erase);
  }

  private void settle(Fate to) {
    if (!fate.compareAndSet(Fate.OPEN, to)) {
      throw new IllegalStateException("This pending Commit was adopted or erased before.");
    }
  }
}

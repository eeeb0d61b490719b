package sotto.mls.group;

import java.util.List;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Secret;

/// The epoch that an own Commit begins, if the Delivery Service accepts it (RFC 9420 §14).
public final class PendingCommit {
  private static final int VERSION = 1;

  private final Group next;
  private final long epoch;

  PendingCommit(Group next, long epoch) {
    this.next = next;
    this.epoch = epoch;
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
    if (!next.groupId().equals(group.groupId()) || epoch != group.epoch()) {
      throw new MlsException("A pending Commit does not follow this epoch.");
    }
    MessageState fresh = next.messages();
    List<PastEpoch> past = PastEpoch.with(group.settings(), group.state(), group.messages());
    return group.moveTo(
        new Group(
            group.settings(),
            next.state(),
            MessageState.fresh(fresh.secretTree(), fresh.exporterTree(), past)),
        Consumed.NOTHING);
  }

  /// For storing it beside the group until the answer comes.
  public byte[] encode() {
    return new Writer(1024).uint16(VERSION).uint64(epoch).opaque(next.encode()).toBytes();
  }

  /// @throws MlsException when the bytes are no pending Commit of a version that is known
  public static PendingCommit decode(byte[] stored, Settings settings) throws MlsException {
    Decoder<PendingCommit> decoder =
        in -> {
          Stored.checkVersion(in, VERSION);
          long epoch = in.uint64();
          return new PendingCommit(Group.decode(in.opaque(), settings), epoch);
        };
    return decoder.decodeAll(stored);
  }

  /// Erases the keys of an epoch that never came, but not those that it shares with the epoch
  /// before.
  ///
  /// @param current the group that goes on without it
  public void erase(Group current) {
    HeldSecrets.without(HeldSecrets.of(next), current).forEach(Secret::erase);
  }
}

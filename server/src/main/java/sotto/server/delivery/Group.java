package sotto.server.delivery;

import java.util.List;
import java.util.Optional;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.Hash;
import sotto.protocol.wire.Bytes;

/// The one row that the server keeps of a group (rule 7), held in memory while it is in use.
final class Group {
  private final long row;
  private final Bytes id;
  private long epoch;
  private Hash commit;
  private List<Member> roster;
  private Optional<Bytes> successor;

  /// A client on the roster; without a queue it is gone.
  record Member(ClientAddress who, Optional<Queue> queue) {}

  Group(
      long row, Bytes id, long epoch, Hash commit, List<Member> roster, Optional<Bytes> successor) {
    this.row = row;
    this.id = id;
    this.epoch = epoch;
    this.commit = commit;
    this.roster = roster;
    this.successor = successor;
  }

  long row() {
    return row;
  }

  Bytes id() {
    return id;
  }

  long epoch() {
    return epoch;
  }

  Hash commit() {
    return commit;
  }

  List<Member> roster() {
    return roster;
  }

  Optional<Bytes> successor() {
    return successor;
  }

  boolean has(Queue queue) {
    for (Member member : roster) {
      if (member.queue.isPresent() && member.queue.get() == queue) {
        return true;
      }
    }
    return false;
  }

  /// A Commit won, or the server is behind its clients because it was restored from a backup.
  void advance(long newEpoch, Hash newCommit, List<Member> newRoster) {
    epoch = newEpoch;
    commit = newCommit;
    roster = List.copyOf(newRoster);
  }

  void succeededBy(Bytes group) {
    successor = Optional.of(group);
  }

  StoredGroup stored(long now) {
    return new StoredGroup(
        row, id, epoch, commit, roster.stream().map(Member::who).toList(), successor, now);
  }
}

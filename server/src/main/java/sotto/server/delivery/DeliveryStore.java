package sotto.server.delivery;

import java.util.List;
import java.util.Optional;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.wire.Bytes;

/// What the Delivery Service keeps. Every call is part of the one open transaction and sees what
/// earlier calls wrote; the edge commits or rolls back. A store whose disk is full throws
/// [StoreFullException] from any call, and nothing of the transaction remains.
public interface DeliveryStore {
  /// Rises each time that this store is opened; entry numbers of a later boot are higher than all
  /// of an earlier one, so that none is used twice even after a crash.
  long boot();

  Optional<StoredQueue> queue(ClientAddress who);

  Optional<StoredQueue> queue(long id);

  /// @param highest see rule 21
  record StoredQueue(long id, ClientAddress who, long highest) {}

  StoredQueue addQueue(ClientAddress who);

  /// With everything that waits in it.
  void removeQueue(long queue);

  void loggedIn(long queue, long now);

  /// Reads through that one queue.
  QueueLoad load(long queue);

  long waiting(long queue);

  Optional<StoredGroup> group(Bytes id);

  Optional<StoredGroup> group(long row);

  /// Returns the new row.
  long addGroup(StoredGroup group, long creator);

  /// How many groups there are that this queue's client made.
  long groupsOf(long creator);

  void replaceGroup(StoredGroup group);

  /// Returns the body's id.
  long addBody(byte[] body, int entries);

  void addEntry(StoredEntry entry);

  Optional<StoredEntry> entry(long queue, long number);

  /// Removes all entries with these numbers, first to last, and says what they were. A body that no
  /// entry needs any more goes with the last of them, or at the next [#tidy].
  List<RemovedEntry> removeEntries(long queue, long first, long last);

  void refused(StoredEntry entry, int refusals);

  /// The oldest application message of the queue, of this sender if one is given.
  Optional<StoredEntry> oldest(long queue, Optional<Long> sender);

  /// Entries that were accepted before `before`, oldest first, at most `limit`.
  List<StoredEntry> accepted(long queue, long before, int limit);

  /// All entries of the group in the queue.
  List<StoredEntry> ofGroup(long queue, long group);

  Optional<StoredTombstone> tombstone(long queue, long group);

  /// At most one per queue and group.
  void putTombstone(StoredTombstone tombstone);

  int tombstones(long queue);

  boolean removeTombstone(long queue, long number);

  record StoredTombstone(
      long queue, long group, long number, long dropped, long first, long last, boolean rejoin) {}

  Optional<StoredVerdict> verdict(long queue, SubmissionId id, long number, long highest);

  void addVerdict(StoredVerdict verdict);

  /// Forgets verdicts from before, some at a time.
  void forgetVerdicts(long before);

  /// Does a part of what was put off; called now and then, and while nothing else is to be done.
  /// Whether there is more.
  boolean tidy();

  /// The ids of some queues after `after`, for sweeps.
  List<Long> queuesAfter(long after, int limit);

  void addKeyPackage(long queue, Bytes keyPackage);

  /// Whether these very bytes are in the stock.
  boolean hasKeyPackage(long queue, Bytes keyPackage);

  void replaceLastResort(long queue, Bytes keyPackage);

  /// The oldest of the stock, which stays there.
  Optional<Bytes> oldestKeyPackage(long queue);

  /// Takes the oldest out of the stock.
  Optional<Bytes> takeKeyPackage(long queue);

  Optional<Bytes> lastResort(long queue);

  int stock(long queue);

  /// Drops everything that was kept in memory of a transaction that did not happen.
  void forget();
}

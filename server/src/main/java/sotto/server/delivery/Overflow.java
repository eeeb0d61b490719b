package sotto.server.delivery;

import java.util.Optional;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;

/// Rules 14 and 15: limits on application messages per queue, by count and bytes, with a share per
/// sender; what gives way leaves a tombstone. Commits, Proposals and Welcomes are never touched.
final class Overflow {
  private final DeliveryStore store;
  private final Queues queues;
  private final long messages;
  private final long bytes;
  private final long perSender;
  private final boolean refuseNew;

  Overflow(DeliveryStore store, Queues queues, Policy policy) {
    this.store = store;
    this.queues = queues;
    this.messages = policy.of(Limit.QUEUE_MESSAGES);
    this.bytes = policy.of(Limit.QUEUE_BYTES);
    this.perSender = Math.max(1, messages * policy.of(Limit.QUEUE_SHARE_PERCENT) / 100);
    this.refuseNew = policy.of(Limit.QUEUE_OVERFLOW) == 1;
  }

  /// Makes room for an application message that the client cannot be sent now. False: it is
  /// refused, and the tombstone says so.
  boolean admits(Queue queue, long sender, int size, Group group, long now) {
    QueueLoad load = queues.load(queue);
    while (overShare(load, sender) || overall(load, size)) {
      Optional<Long> whose = overShare(load, sender) ? Optional.of(sender) : Optional.empty();
      if (refuseNew || !dropOldest(queue, load, whose)) {
        bury(queue, group.row(), now, now, 1, false);
        return false;
      }
    }
    return true;
  }

  /// Adds to the one tombstone of a group in a queue. Its new number keeps an acknowledgement of
  /// the smaller one from removing it.
  void bury(Queue queue, long group, long first, long last, long count, boolean rejoin) {
    Optional<DeliveryStore.StoredTombstone> before = store.tombstone(queue.id(), group);
    long number = queue.nextNumber();
    queue.behind = number;
    queue.buried += before.isPresent() ? 0 : 1;
    store.putTombstone(
        new DeliveryStore.StoredTombstone(
            queue.id(),
            group,
            number,
            before.map(DeliveryStore.StoredTombstone::dropped).orElse(0L) + count,
            before.map(DeliveryStore.StoredTombstone::first).orElse(first),
            Math.max(before.map(DeliveryStore.StoredTombstone::last).orElse(last), last),
            rejoin || before.map(DeliveryStore.StoredTombstone::rejoin).orElse(false)));
  }

  /// Takes an entry out of the queue for good and leaves a tombstone; with a Commit or Welcome goes
  /// everything of its group.
  void drop(Queue queue, StoredEntry entry) {
    if (!entry.kind().carriesEpoch()) {
      remove(queue, entry);
      bury(queue, entry.group(), entry.accepted(), entry.accepted(), 1, false);
      return;
    }
    for (StoredEntry other : store.ofGroup(queue.id(), entry.group())) {
      remove(queue, other);
      bury(queue, entry.group(), other.accepted(), other.accepted(), 1, true);
    }
  }

  private void remove(Queue queue, StoredEntry entry) {
    store.removeEntries(queue.id(), entry.number(), entry.number());
    if (entry.kind() == Kind.APPLICATION) {
      queue.load.ifPresent(load -> load.remove(entry.sender(), entry.size()));
    }
  }

  private boolean dropOldest(Queue queue, QueueLoad load, Optional<Long> sender) {
    Optional<StoredEntry> oldest = store.oldest(queue.id(), sender);
    oldest.ifPresent(entry -> {
      store.removeEntries(queue.id(), entry.number(), entry.number());
      load.remove(entry.sender(), entry.size());
      bury(queue, entry.group(), entry.accepted(), entry.accepted(), 1, false);
    });
    return oldest.isPresent();
  }

  private boolean overShare(QueueLoad load, long sender) {
    return load.of(sender) >= perSender;
  }

  private boolean overall(QueueLoad load, int size) {
    return load.messages() >= messages || load.bytes() + size > bytes;
  }
}

package sotto.server.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sotto.protocol.identity.ClientAddress;

/// The queues in use; each is loaded from the store when it is first named.
final class Queues {
  /// Numbers per boot and queue: more than a queue sees in the life of a process.
  private static final int NUMBER_BITS = 30;

  private final DeliveryStore store;
  private long firstNumber;
  private final Map<ClientAddress, Queue> byClient = new HashMap<>();
  private final Map<Long, Queue> byId = new HashMap<>();

  Queues(DeliveryStore store) {
    this.store = store;
    this.firstNumber = (store.boot() << NUMBER_BITS) + 1;
  }

  Optional<Queue> of(ClientAddress who) {
    Queue known = byClient.get(who);
    return known != null ? Optional.of(known) : store.queue(who).map(this::remember);
  }

  Optional<Queue> of(long id) {
    Queue known = byId.get(id);
    return known != null ? Optional.of(known) : store.queue(id).map(this::remember);
  }

  Queue add(ClientAddress who) {
    return of(who).orElseGet(() -> remember(store.addQueue(who)));
  }

  void remove(Queue queue) {
    store.removeQueue(queue.id());
    byClient.remove(queue.who());
    byId.remove(queue.id());
  }

  /// Scans the queue when that has not been done since the start.
  QueueLoad load(Queue queue) {
    QueueLoad load = queue.load.orElseGet(() -> store.load(queue.id()));
    queue.load = Optional.of(load);
    return load;
  }

  Iterable<Queue> inUse() {
    return byId.values();
  }

  /// A transaction did not happen: what is not connected is loaded again when needed.
  void forget() {
    // "a queue number once pushed is never used again" (rule 13): not by a queue that is read anew
    // either.
    byId.values().forEach(queue -> firstNumber = Math.max(firstNumber, queue.nextNumber()));
    byId.values().removeIf(queue -> !queue.connected());
    byClient.values().removeIf(queue -> !queue.connected());
    for (Queue queue : byId.values()) {
      queue.load = Optional.empty();
      queue.unjudged.clear();
      queue.unwritten.clear();
      store.queue(queue.who()).ifPresent(stored -> queue.highest = stored.highest());
    }
  }

  private Queue remember(DeliveryStore.StoredQueue stored) {
    Queue queue = new Queue(stored.id(), stored.who(), firstNumber, stored.highest());
    byClient.put(stored.who(), queue);
    byId.put(stored.id(), queue);
    return queue;
  }
}

package sotto.server.delivery;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;

/// Entries that a connected client did not take, to be sent again on the same connection. A new
/// connection gets them anyway.
final class Reoffers {
  private static final long FIRST_MILLIS = 2_000;
  private static final long LATER_MILLIS = 5 * FIRST_MILLIS;
  private static final long LONGEST_MILLIS = 3_600_000;
  private static final int MOST = 100_000;

  /// Of one queue: who makes up numbers takes no one else's place.
  private final long share;

  /// @param share as many entries as a queue may hold
  Reoffers(long share) {
    this.share = share;
  }

  /// How often an entry was put off on this connection.
  private record Place(Queue queue, long number) {}

  private final Map<Place, Integer> postponed = new HashMap<>();

  private record Reoffer(long due, Queue queue, long session, long number) {
    Place place() {
      return new Place(queue, number);
    }
  }

  /// An entry that is answered twice is offered again once: else each round would double them.
  private final Set<Place> waiting = new HashSet<>();

  private final PriorityQueue<Reoffer> byTime = new PriorityQueue<>(Reoffers::inTime);

  private static int inTime(Reoffer one, Reoffer other) {
    int byDue = Long.compare(one.due, other.due);
    return byDue != 0 ? byDue : Long.compare(one.number, other.number);
  }

  void refused(Queue queue, long number, int refusals, long now) {
    add(queue, number, now + FIRST_MILLIS * refusals * refusals);
  }

  /// An entry that waits for long is offered ever more seldom; on a new connection at once.
  void later(Queue queue, long number, long now) {
    if (queue.reoffers >= share) {
      return;
    }
    if (postponed.size() >= MOST) {
      postponed.clear();
    }
    int times = postponed.merge(new Place(queue, number), 1, Integer::sum);
    add(queue, number, now + Math.min(LONGEST_MILLIS, LATER_MILLIS << Math.min(times - 1, 9)));
  }

  void due(long now, Outbox outbox) {
    while (!byTime.isEmpty() && byTime.peek().due <= now) {
      Reoffer offer = byTime.poll();
      waiting.remove(offer.place());
      offer.queue.reoffers--;
      if (offer.queue.session == offer.session && offer.queue.connected()) {
        outbox.afterCommit(new Effect.Offer(offer.queue, offer.session, offer.number));
      }
    }
  }

  OptionalLong nextDue() {
    return byTime.isEmpty() ? OptionalLong.empty() : OptionalLong.of(byTime.peek().due);
  }

  void forget(Queue queue) {
    byTime.removeIf(offer -> offer.queue == queue && waiting.remove(offer.place()));
    postponed.keySet().removeIf(place -> place.queue == queue);
    queue.reoffers = 0;
  }

  private void add(Queue queue, long number, long due) {
    if (queue.reoffers < share && byTime.size() < MOST && waiting.add(new Place(queue, number))) {
      queue.reoffers++;
      byTime.add(new Reoffer(due, queue, queue.session, number));
    }
  }
}

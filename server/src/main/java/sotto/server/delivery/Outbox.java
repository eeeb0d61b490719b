package sotto.server.delivery;

import java.util.ArrayList;
import java.util.List;

/// The effects of the running transaction, in order.
final class Outbox {
  private List<Effect> now = new ArrayList<>();
  private List<Effect> later = new ArrayList<>();

  void now(Effect effect) {
    now.add(effect);
  }

  void afterCommit(Effect effect) {
    later.add(effect);
  }

  /// Sends the entry, now or behind what already waits in its queue for the commit.
  void push(Entry entry) {
    Queue queue = entry.queue();
    queue.cursor = entry.number();
    if (queue.held > 0) {
      pushAfterCommit(entry);
    } else {
      now.add(new Effect.Push(entry, queue.session));
    }
  }

  void pushAfterCommit(Entry entry) {
    Queue queue = entry.queue();
    queue.cursor = entry.number();
    queue.held++;
    later.add(new Effect.Push(entry, queue.session));
  }

  boolean waitsForCommit() {
    return !later.isEmpty();
  }

  List<Effect> takeNow() {
    List<Effect> taken = now;
    now = new ArrayList<>();
    return taken;
  }

  List<Effect> takeAfterCommit() {
    List<Effect> taken = later;
    later = new ArrayList<>();
    return taken;
  }

  /// The transaction failed: nothing of it is sent; the verdicts that were due are returned. Queues
  /// that were to be read are read after the next one.
  List<Effect.Judged> abandon() {
    List<Effect.Judged> judged = new ArrayList<>();
    List<Effect> taken = takeAfterCommit();
    release(taken);
    for (Effect effect : taken) {
      switch (effect) {
        case Effect.Judged verdict -> judged.add(verdict);
        case Effect.Read read -> later.add(read);
        case Effect.Failed failed -> now.add(failed);
        case Effect.Push push -> {}
        case Effect.Offer offer -> {}
        case Effect.StockLow low -> {}
      }
    }
    return judged;
  }

  /// What was taken is being carried out: entries that come later wait behind it no more.
  static void release(List<Effect> taken) {
    for (Effect effect : taken) {
      if (effect instanceof Effect.Push push) {
        push.entry().queue().held--;
      }
    }
  }
}

package sotto.server.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One accepted message on its way: its body once, and an entry per recipient.
final class Message {
  final Group group;
  final long sender;
  final Kind kind;
  final byte[] body;
  final long accepted;
  final List<Entry> entries = new ArrayList<>(2);

  /// In the store, as far as its entries are open.
  boolean written;

  /// Entries whose recipient has not acknowledged yet.
  int open;

  /// The verdict that is due once the message is durable, at the server or at every recipient. A
  /// Welcome has none of its own: its Commit's verdict speaks for both.
  Optional<Judgement> judgement = Optional.empty();

  record Judgement(Queue sender, Ticket ticket, StoredVerdict verdict) {
    Effect.Judged effect() {
      return new Effect.Judged(ticket, verdict.id(), verdict.verdict());
    }
  }

  Message(Group group, long sender, Kind kind, byte[] body, long accepted) {
    this.group = group;
    this.sender = sender;
    this.kind = kind;
    this.body = body;
    this.accepted = accepted;
  }

  Entry addressedTo(Queue queue) {
    Entry entry = new Entry(queue, queue.nextNumber(), this);
    entries.add(entry);
    open++;
    return entry;
  }
}

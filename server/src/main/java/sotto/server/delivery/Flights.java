package sotto.server.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Application messages that have been pushed to every recipient and are durable nowhere yet.
///
/// Rule 12: one that all recipients acknowledge within the grace never touches the disk; the others
/// are written when it ends. The verdict is recorded together with the message or after it, never
/// before: after a crash it would speak for a message that is lost.
final class Flights {
  private final DeliveryStore store;
  private final long grace;
  private final ArrayDeque<Message> inOrder = new ArrayDeque<>();

  Flights(DeliveryStore store, long graceMillis) {
    this.store = store;
    this.grace = graceMillis;
  }

  void add(Message message) {
    for (Entry entry : message.entries) {
      entry.queue().unwritten.put(entry.number(), entry);
    }
    inOrder.add(message);
  }

  /// Writes what is still open `grace` after it was accepted, and returns it.
  List<Message> due(long now) {
    List<Message> written = new ArrayList<>();
    while (!inOrder.isEmpty()) {
      Message oldest = inOrder.peek();
      if (oldest.open > 0 && !oldest.written && oldest.accepted + grace > now) {
        break;
      }
      inOrder.poll();
      if (oldest.open > 0 && !oldest.written) {
        write(oldest);
        written.add(oldest);
      }
    }
    return written;
  }

  OptionalLong nextDue() {
    Message oldest = inOrder.peek();
    return oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.accepted + grace);
  }

  /// Writes one body, and an entry for each recipient that has not acknowledged.
  void write(Message message) {
    message.written = true;
    long body = store.addBody(message.body, message.open);
    for (Entry entry : message.entries) {
      if (!entry.acknowledged) {
        write(message, entry, body);
      }
    }
    message.judgement.ifPresent(judgement -> store.addVerdict(judgement.verdict()));
  }

  private void write(Message message, Entry entry, long body) {
    Queue queue = entry.queue();
    queue.unwritten.remove(entry.number());
    store.addEntry(
        new StoredEntry(
            queue.id(),
            entry.number(),
            body,
            message.kind,
            message.group.row(),
            message.sender,
            message.body.length,
            message.accepted,
            0));
    if (message.kind == Kind.APPLICATION) {
      queue.load.ifPresent(load -> load.add(message.sender, message.body.length));
    }
  }

  /// All that are open, which are none afterwards: the transaction failed.
  List<Message> abandon() {
    List<Message> open = inOrder.stream().filter(message -> message.open > 0).toList();
    inOrder.clear();
    return open;
  }
}

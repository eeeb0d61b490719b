package sotto.app.chat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import sotto.app.output.Marks;
import sotto.app.output.Shown;
import sotto.client.Event;
import sotto.client.HistoryEntry.Delivery;
import sotto.client.MessageId;

/// How far the messages on the screen have come.
final class Tally {
  private final Map<MessageId, Set<String>> delivered = new HashMap<>();
  private final Map<MessageId, Set<String>> read = new HashMap<>();

  synchronized String start(MessageId id, Delivery delivery) {
    if (delivery instanceof Delivery.Sent(var deliveredTo, var readBy)) {
      delivered.put(id, new HashSet<>(deliveredTo));
      read.put(id, new HashSet<>(readBy));
    }
    return Marks.of(delivery);
  }

  synchronized String after(Event.Receipt receipt) {
    var arrived = delivered.computeIfAbsent(receipt.of(), _ -> new HashSet<>());
    var seen = read.computeIfAbsent(receipt.of(), _ -> new HashSet<>());
    arrived.add(receipt.from());
    if (receipt.kind() == Event.ReceiptKind.READ) {
      seen.add(receipt.from());
    }
    return Marks.sent(arrived.size(), seen.size());
  }

  synchronized String accepted(MessageId id) {
    return Marks.sent(
        delivered.getOrDefault(id, Set.of()).size(), read.getOrDefault(id, Set.of()).size());
  }

  static String failed(String reason) {
    return "✗ " + Shown.line(reason);
  }
}

package sotto.app.lab;

import java.time.Duration;
import java.time.Instant;
import sotto.classic.lab.Opponent.Columns;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.MessageId;

/// What a sender learns about a message that did not arrive.
final class Told {
  private static final Duration A_WHILE = Duration.ofSeconds(6);

  private Told() {}

  /// Whether the sender sees that this message has not arrived, by a notice or by the receipts.
  static boolean sender(Citizen sender, Citizen recipient, MessageId lost, Columns columns)
      throws Exception {
    var refused = sender.sees(Event.NotDelivered.class, e -> e.id().equals(lost), A_WHILE);
    if (refused.isPresent()) {
      columns.victimReceives(sender.name() + " is told: " + refused.get().reason());
      return true;
    }
    boolean arrived =
        sender.client().history(recipient.name(), Instant.EPOCH).stream()
            .filter(HistoryEntry.Message.class::isInstance)
            .map(HistoryEntry.Message.class::cast)
            .filter(m -> m.id().equals(lost))
            .anyMatch(m ->
                m.delivery() instanceof HistoryEntry.Delivery.Sent sent
                    && !sent.deliveredTo().isEmpty());
    columns.victimReceives(
        sender.name()
            + (arrived
                ? " sees ✓✓ for it"
                : " sees one ✓ for it (with the server) and never the second (arrived)"));
    return !arrived;
  }
}

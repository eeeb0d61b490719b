package sotto.app.output;

import sotto.client.HistoryEntry.Delivery;

/// Receipts as marks behind a message: `…` waits, `✓` is with the server, `✓✓` arrived, `✓✓ read`.
public final class Marks {
  private Marks() {}

  /// Empty for a message of another.
  public static String of(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Received() -> "";
      case Delivery.Waiting() -> "…";
      case Delivery.Sent(var delivered, var read) -> sent(delivered.size(), read.size());
      case Delivery.Failed(var reason) -> "✗ " + Shown.line(reason);
    };
  }

  /// For a message that the server has, by the number of receipts.
  public static String sent(int delivered, int read) {
    if (read > 0) {
      return read > 1 ? "✓✓ read by " + read : "✓✓ read";
    }
    return delivered > 0 ? "✓✓" : "✓";
  }
}

package sotto.app.output;

import sotto.client.HistoryEntry.Delivery;

/// Receipts as marks behind a message: `…` waits, `✓` is with the server, `✓✓` arrived, `✓✓ read`.
public final class Marks {
  private Marks() {}

  /// With a space before it, or empty for a message of another.
  public static String after(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Received() -> "";
      case Delivery.Waiting() -> " …";
      case Delivery.Sent(var delivered, var read) -> {
        if (!read.isEmpty()) {
          yield " ✓✓ read";
        }
        yield delivered.isEmpty() ? " ✓" : " ✓✓";
      }
      case Delivery.Failed(var reason) -> " ✗ " + Shown.line(reason);
    };
  }
}

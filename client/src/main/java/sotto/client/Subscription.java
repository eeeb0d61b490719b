package sotto.client;

/// Ends the delivery of events when closed.
public interface Subscription extends AutoCloseable {
  /// Waits until the consumer has taken every event that is there now.
  void settle() throws InterruptedException;

  @Override
  void close();
}

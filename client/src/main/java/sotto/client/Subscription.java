package sotto.client;

/// Ends the delivery of events when closed.
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}

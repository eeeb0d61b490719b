package sotto.server.net;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sotto.server.delivery.Queue;

/// Which connection a queue's client is on. Used on the sequencer's thread.
final class Sessions {
  private final Map<Queue, Connection> byQueue = new HashMap<>();

  /// Returns the connection that this one displaces.
  Optional<Connection> begin(Queue queue, Connection connection) {
    return Optional.ofNullable(byQueue.put(queue, connection));
  }

  Optional<Connection> of(Queue queue, long session) {
    return queue.session() == session ? Optional.ofNullable(byQueue.get(queue)) : Optional.empty();
  }

  Optional<Connection> of(Queue queue) {
    return Optional.ofNullable(byQueue.get(queue));
  }

  boolean end(Queue queue, Connection connection) {
    return byQueue.remove(queue, connection);
  }

  int size() {
    return byQueue.size();
  }
}

package sotto.server.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sotto.server.authentication.AuthenticationStore;
import sotto.server.delivery.DeliveryStore;

/// Both services' stores in memory, for the simulator and for tests: the same calls, the same
/// transactions, no thread, no clock, no file.
///
/// A crash is [#rollback] followed by [#reopen].
public final class MemoryStore {
  private final Undo undo = new Undo();
  private final MemoryDeliveryStore delivery = new MemoryDeliveryStore(undo);
  private final MemoryAuthenticationStore authentication = new MemoryAuthenticationStore(undo);

  /// What has to be done to take the running transaction back.
  static final class Undo {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    void add(Runnable step) {
      steps.push(step);
    }

    <K, V> void put(Map<K, V> map, K key, V value) {
      V before = map.put(key, value);
      add(() -> restore(map, key, before));
    }

    <K, V> boolean remove(Map<K, V> map, K key) {
      V before = map.remove(key);
      if (before != null) {
        add(() -> map.put(key, before));
      }
      return before != null;
    }

    private static <K, V> void restore(Map<K, V> map, K key, @Nullable V before) {
      if (before == null) {
        map.remove(key);
      } else {
        map.put(key, before);
      }
    }
  }

  public DeliveryStore delivery() {
    return delivery;
  }

  public AuthenticationStore authentication() {
    return authentication;
  }

  /// What a client that comes back would be sent, from the store alone.
  public QueueContents contents() {
    return delivery;
  }

  public void commit() {
    undo.steps.clear();
  }

  public void rollback() {
    for (Runnable step : new ArrayList<>(undo.steps)) {
      step.run();
    }
    undo.steps.clear();
  }

  /// Begins the next boot.
  public void reopen() {
    delivery.reopen();
  }
}

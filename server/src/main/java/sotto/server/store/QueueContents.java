package sotto.server.store;

import java.util.List;
import java.util.Optional;
import sotto.server.store.QueueReader.Pending;

/// Reads queues out for clients that come back.
public interface QueueContents {
  /// What waits after `after`, in order: at most about `limit` entries, and fewer only at the end
  /// or where they are large.
  List<Pending> page(long queue, long after, int limit);

  Optional<Pending> one(long queue, long number);
}

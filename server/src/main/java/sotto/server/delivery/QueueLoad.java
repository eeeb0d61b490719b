package sotto.server.delivery;

import java.util.HashMap;
import java.util.Map;

/// How much of a queue is taken: application messages only, in all and by sender.
public final class QueueLoad {
  private long messages;
  private long bytes;
  private final Map<Long, Long> bySender = new HashMap<>();

  public void add(long sender, long size) {
    messages++;
    bytes += size;
    bySender.merge(sender, 1L, Long::sum);
  }

  public void remove(long sender, long size) {
    messages--;
    bytes -= size;
    bySender.computeIfPresent(sender, (key, count) -> count > 1 ? count - 1 : null);
  }

  public long messages() {
    return messages;
  }

  public long bytes() {
    return bytes;
  }

  public long of(long sender) {
    return bySender.getOrDefault(sender, 0L);
  }
}

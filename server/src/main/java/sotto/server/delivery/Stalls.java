package sotto.server.delivery;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.wire.Bytes;

/// A client submits without waiting for verdicts. When one of its messages gets none (the disk was
/// full, say), those that follow to the same group must not overtake it: they get none either,
/// until the client has heard of it, which shows in one of them coming again.
final class Stalls {
  /// More than a client has under way.
  private static final int MOST = 1_024;

  private final Map<Bytes, Set<SubmissionId>> unjudged = new HashMap<>();
  private int size;

  void notJudged(Bytes group, SubmissionId id) {
    if (size == MOST) {
      clear();
    }
    if (unjudged.computeIfAbsent(group, key -> new HashSet<>()).add(id)) {
      size++;
    }
  }

  /// Whether this message comes too early. The first that comes again ends the wait.
  boolean holdsBack(Bytes group, SubmissionId id) {
    Set<SubmissionId> waiting = unjudged.get(group);
    if (waiting == null) {
      return false;
    }
    if (!waiting.contains(id)) {
      return true;
    }
    unjudged.remove(group);
    size -= waiting.size();
    return false;
  }

  void clear() {
    unjudged.clear();
    size = 0;
  }
}

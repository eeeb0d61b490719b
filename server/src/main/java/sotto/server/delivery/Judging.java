package sotto.server.delivery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sotto.protocol.frame.SubmissionId;

/// Who submitted what in the running transaction, in case that it does not happen.
final class Judging {
  private record Submitted(Queue sender, Posting posting) {}

  private final List<Submitted> running = new ArrayList<>();

  void add(Queue sender, Posting posting) {
    running.add(new Submitted(sender, posting));
  }

  void written() {
    running.clear();
  }

  /// @param unanswered what the transaction judged, and nobody heard of
  void rolledBack(List<Effect.Judged> unanswered) {
    Set<SubmissionId> ids = new HashSet<>();
    unanswered.forEach(judged -> ids.add(judged.id()));
    for (Submitted each : running) {
      if (ids.contains(each.posting.id())) {
        each.sender.notJudged(each.posting);
      }
    }
    running.clear();
  }
}

package sotto.server.delivery;

import java.time.Instant;
import java.util.List;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.Refusal;
import sotto.protocol.frame.Verdict;

/// How verdicts are made, and what is kept of one for 30 days (rule 11).
final class Verdicts {
  private Verdicts() {}

  static StoredVerdict remembered(Queue sender, Posting posting, Verdict verdict, long now) {
    return new StoredVerdict(
        sender.id(), posting.id(), posting.number(), posting.digest(), now, verdict);
  }

  static Verdict refusal(ErrorCode code) {
    return new Verdict.Refused(Refusal.of(code));
  }

  static Verdict accepted(long now, List<Verdict.Missed> missed) {
    return new Verdict.Accepted(Instant.ofEpochMilli(now), missed);
  }
}

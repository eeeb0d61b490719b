package sotto.client.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.client.engine.GroupRow.Life;
import sotto.mls.codec.MlsException;
import sotto.mls.group.CommitRequest;
import sotto.mls.group.CommitSummary;
import sotto.mls.message.ProposalRef;
import sotto.mls.message.Sender;
import sotto.protocol.limits.Limits;

/// Rules 17 and 22: Commits that nobody asked for: fresh keys after joining and now and then, and
/// other members' wish to leave.
final class Healing {
  /// How long others' proposals wait at the most.
  private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

  private Healing() {}

  /// What has become due.
  static void pump(Turn turn) {
    // What waits in the queue is of this epoch: it is read before the epoch ends.
    if (!turn.link().caughtUp() || turn.state().retryAt().isPresent()) {
      return;
    }
    for (GroupRow row : turn.state().groups().values()) {
      boolean due =
          row.proposalsAt().filter(at -> turn.isDue(at, MOST_AHEAD)).isPresent()
              || isPathDue(turn, row);
      if (due && row.life() == Life.ACTIVE && row.staged().isEmpty()) {
        commit(turn, row, CommitRequest.update());
      }
    }
  }

  static boolean isPathDue(Turn turn, GroupRow row) {
    return turn.isDue(row.pathAt(), Limits.PATH_AFTER.plusDays(1));
  }

  /// Fresh keys, and those received proposals that the rules allow.
  static void commit(Turn turn, GroupRow row, CommitRequest request) {
    List<ProposalRef> leaving = new ArrayList<>();
    row.group()
        .proposals()
        .forEach((reference, proposed) -> {
          if (mayBeCommitted(row, proposed)) {
            leaving.add(reference);
          }
        });
    CommitRequest whole =
        Removals.with(turn, row, request).only(leaving.toArray(ProposalRef[]::new));
    try {
      Commits.stage(turn, row, Commits.make(turn, row.group(), whole), 0);
    } catch (MlsException e) {
      // Nothing was used up; later the group may be another.
      turn.group(
          row.healed(turn.now().plus(Limits.PATH_AFTER_JOINING)).proposalsDue(Optional.empty()));
    }
  }

  private static boolean mayBeCommitted(GroupRow row, CommitSummary.Proposed proposed) {
    boolean own = proposed.sender().equals(new Sender.Member(row.group().me().index()));
    return GroupRules.isLeaving(proposed) && !own;
  }

  /// Rules 17: "the lowest leaf present after a random 5 to 30 s": the lowest acts soonest.
  static Optional<Instant> soon(Turn turn, GroupRow row) {
    boolean lowest = row.group().members().getFirst().index().equals(row.group().me().index());
    Duration least = Limits.REJOIN_DELAY_MIN;
    Duration span = Limits.REJOIN_DELAY_MAX.minus(least);
    Duration wait = lowest ? least : least.plusMillis(turn.random().nextLong(span.toMillis()));
    return Optional.of(turn.now().plus(wait));
  }
}

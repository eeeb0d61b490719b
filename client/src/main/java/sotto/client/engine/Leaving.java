package sotto.client.engine;

import java.util.Optional;
import sotto.client.engine.GroupRow.Life;
import sotto.client.engine.Talk.Status;
import sotto.mls.codec.MlsException;
import sotto.mls.group.Group;
import sotto.mls.group.Proposed;
import sotto.mls.message.Proposal;
import sotto.mls.message.Sender;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.wire.Bytes;

/// Rules 17: "the leaver sends a Remove of itself as a private Proposal and stops sending".
final class Leaving {
  private Leaving() {}

  static void pump(Turn turn) {
    if (!turn.link().online()) {
      return;
    }
    for (Talk talk : turn.state().talks().values()) {
      if (talk.status() == Status.LEAVING) {
        Optional<GroupRow> row = turn.state().groupOf(talk.key());
        if (row.isEmpty()) {
          turn.talk(talk.in(Status.LEFT));
        } else if (ready(turn, row.get())) {
          attempt(turn, talk, row.get());
        }
      }
    }
  }

  private static void attempt(Turn turn, Talk talk, GroupRow row) {
    try {
      leave(turn, talk, row);
    } catch (MlsException e) {
      throw new IllegalStateException("A member cannot propose to leave.", e);
    }
  }

  private static boolean ready(Turn turn, GroupRow row) {
    boolean proposed =
        row.group().proposals().values().stream()
            .anyMatch(p -> p.sender().equals(new Sender.Member(row.group().me().index())));
    return row.life() == Life.ACTIVE
        && row.staged().isEmpty()
        && !proposed
        && turn.state().retryAt().isEmpty();
  }

  private static void leave(Turn turn, Talk talk, GroupRow row) throws MlsException {
    Group group = row.group();
    if (group.members().size() == 1) {
      group.erase();
      Gone.leave(turn, row.id());
      turn.dropGroup(row);
      turn.talk(talk.in(Status.LEFT));
      return;
    }
    Proposed proposed =
        group.propose(
            new Proposal.Remove(group.me().index()),
            Commits.forkTag(group),
            turn.now(),
            turn.random());
    turn.erase(proposed.consumed());
    turn.group(row.with(proposed.group()));
    Submission submission =
        new Submission(
            Commits.submissionId(turn),
            0,
            Bytes.of(group.groupId().value()),
            group.epoch(),
            new SubmissionBody.Proposal(Bytes.wrap(proposed.message())));
    turn.outgoing(n ->
        new Outgoing(
            n, talk.key(), new Outgoing.Body.Handshake(row.id()), Optional.of(submission), -1));
  }
}

package sotto.client.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.HistoryEntry.Delivery;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.Refusal;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.Hash;
import sotto.protocol.limits.Limits;

/// What the server said to a submission.
final class Verdicts {
  private static final Duration LATER = Duration.ofSeconds(5);

  private Verdicts() {}

  static void judged(Turn turn, long seq, Verdict verdict) throws MlsException {
    Login.served(turn);
    Optional<Outgoing> found = turn.state().outbox().find(seq);
    if (found.isEmpty() || found.get().submission().isEmpty()) {
      return; // withdrawn meanwhile: another's Commit came first
    }
    Outgoing outgoing = found.get();
    Submission submission = outgoing.submission().get();
    // The server knows a number as high, and not this id: it has not judged this one.
    if (verdict instanceof Verdict.Refused refused
        && refused.refusal().code() == ErrorCode.NUMBER_USED) {
      Outbox.again(turn, seq);
      return;
    }
    switch (outgoing.body()) {
      case Outgoing.Body.Content content -> content(turn, outgoing, submission, content, verdict);
      case Outgoing.Body.Handshake handshake ->
          handshake(turn, outgoing, submission, handshake.group(), verdict);
      case Outgoing.Body.Upload _ -> {} // nothing of it is judged
    }
  }

  private static void content(
      Turn turn,
      Outgoing outgoing,
      Submission submission,
      Outgoing.Body.Content content,
      Verdict verdict) {
    switch (verdict) {
      case Verdict.Accepted accepted -> {
        turn.dropOutgoing(outgoing.seq());
        Removals.missed(turn, outgoing.talk(), accepted);
        accepted(turn, outgoing, content, accepted);
      }
      // Rules 10: "Only after that refusal is the content encrypted again, in the new epoch, under
      // the same message id."
      case Verdict.WrongEpoch _ -> {
        boolean other =
            turn.state()
                .groupOf(outgoing.talk())
                .filter(row -> !row.id().equals(submission.group().hex()))
                .isPresent();
        turn.outgoing(outgoing.unsealed(other ? -1 : submission.epoch()));
        Behind.judged(turn, submission.group().hex(), submission.epoch());
      }
      case Verdict.Refused refused -> {
        Outbox.fail(turn, outgoing, trouble(refused.refusal()));
        if (refused.refusal().code() == ErrorCode.NOT_ON_ROSTER) {
          // Removed without having heard of it, or replaced: the answer to a rejoin tells which.
          turn.state()
              .groups()
              .find(submission.group().hex())
              .ifPresent(row -> Rejoins.ask(turn, row));
        }
      }
    }
  }

  private static void accepted(
      Turn turn, Outgoing outgoing, Outgoing.Body.Content content, Verdict.Accepted accepted) {
    Optional<HistoryEntry.Message> line =
        content.message().isEmpty()
            ? Optional.empty()
            : Sent.line(turn, outgoing.talk(), content.message());
    if (line.isEmpty()) {
      return;
    }
    Optional<Trouble> nobody = nobody(turn, outgoing, accepted);
    if (nobody.isPresent()) {
      List<String> to = turn.talk(outgoing.talk()).other().map(Object::toString).stream().toList();
      Outbox.fail(turn, outgoing, to, nobody.get());
      return;
    }
    HistoryEntry.Message message = line.get();
    if (message.delivery() instanceof Delivery.Waiting) {
      Sent.update(
          turn,
          outgoing.talk(),
          content.message(),
          HistoryLine.as(message, new Delivery.Sent(List.of(), List.of())));
    }
    List<String> full = missed(accepted, Verdict.Missed.Reason.FULL);
    if (!full.isEmpty()) {
      Outbox.notDelivered(turn, outgoing.talk(), message.id(), full, full(full));
    }
    // Whoever waits for the message hears first who did not get it.
    String title = turn.talk(outgoing.talk()).title();
    turn.passing(new Event.Accepted(0, message.id(), title));
  }

  /// Why a message reached no client of anybody: its queue is full, or the client of the one it was
  /// for is no longer there.
  private static Optional<Trouble> nobody(Turn turn, Outgoing outgoing, Verdict.Accepted accepted) {
    Set<ClientAddress> missed =
        accepted.notReached().stream().map(Verdict.Missed::who).collect(Collectors.toSet());
    boolean reached =
        turn
            .state()
            .groupOf(outgoing.talk())
            .map(row -> row.group().members())
            .orElse(List.of())
            .stream()
            .map(Identities::who)
            .anyMatch(who -> !who.equals(turn.self().who()) && !missed.contains(who));
    List<String> full = missed(accepted, Verdict.Missed.Reason.FULL);
    List<String> gone = missed(accepted, Verdict.Missed.Reason.GONE);
    if (reached || (full.isEmpty() && gone.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        full.isEmpty()
            ? Trouble.refused(
                "Nobody got this: the client of "
                    + String.join(", ", gone)
                    + " to which it went is no longer there. Send it again.")
            : full(full));
  }

  private static Trouble full(List<String> whose) {
    return Trouble.refused(
        "The queue of " + String.join(", ", whose) + " is full: try again later.");
  }

  private static List<String> missed(Verdict.Accepted accepted, Verdict.Missed.Reason why) {
    return accepted.notReached().stream()
        .filter(missed -> missed.why() == why)
        .map(missed -> missed.who().address().toString())
        .distinct()
        .toList();
  }

  private static void handshake(
      Turn turn, Outgoing outgoing, Submission submission, String group, Verdict verdict)
      throws MlsException {
    Optional<GroupRow> row = turn.state().groups().find(group);
    boolean commit = submission.body() instanceof SubmissionBody.Commit;
    boolean staged =
        commit
            && row.flatMap(GroupRow::staged)
                .filter(s -> s.outgoing() == outgoing.seq())
                .isPresent();
    switch (verdict) {
      case Verdict.Accepted accepted -> {
        turn.dropOutgoing(outgoing.seq());
        row.ifPresent(of -> Removals.missed(turn, of.talk(), accepted));
        if (staged) {
          Removals.serverSays(turn, accepted.at());
          Commits.accepted(turn, row.orElseThrow());
        }
      }
      case Verdict.WrongEpoch wrong -> {
        turn.dropOutgoing(outgoing.seq());
        if (staged && isOwn(submission, wrong)) {
          Commits.accepted(turn, row.orElseThrow());
        } else if (staged) {
          Commits.beaten(turn, row.orElseThrow(), turn.now().plus(LATER));
          Behind.judged(turn, group, submission.epoch());
        }
      }
      case Verdict.Refused refused -> {
        turn.dropOutgoing(outgoing.seq());
        if (submission.body() instanceof SubmissionBody.Rejoin) {
          Rejoins.refused(turn, row);
        } else {
          refused(turn, row, refused.refusal());
        }
      }
    }
  }

  /// The Commit that it lost against is itself: it was accepted once, and the server forgot that.
  private static boolean isOwn(Submission submission, Verdict.WrongEpoch wrong) {
    return submission.body() instanceof SubmissionBody.Commit commit
        && wrong.epoch() == submission.epoch() + 1
        && wrong.commit().equals(Hash.sha256(commit.message().toArray()));
  }

  static void refused(Turn turn, Optional<GroupRow> row, Refusal refusal) {
    if (row.isEmpty()) {
      return;
    }
    Trouble trouble = trouble(refusal);
    long intent = row.get().staged().map(GroupRow.Staged::intent).orElse(0L);
    Commits.dropped(turn, row.get());
    GroupRow now = turn.state().groups().find(row.get().id()).orElse(row.get());
    if (now.life() == GroupRow.Life.FOUNDING) {
      turn.dropGroup(now);
    }
    Optional<Intent> made = turn.state().intents().find(intent);
    if (made.isPresent()) {
      Intents.failed(turn, made.get(), trouble);
    } else if (now.life() == GroupRow.Life.FOUNDING) {
      Outbox.abandon(turn, now.talk(), trouble);
    } else {
      unwanted(turn, now, refusal);
    }
  }

  /// A Commit or Proposal that nobody asked for is not tried again at once: it would be refused
  /// again.
  private static void unwanted(Turn turn, GroupRow row, Refusal refusal) {
    GroupRow later =
        row.healed(turn.now().plus(Limits.PATH_AFTER_JOINING)).proposalsDue(Optional.empty());
    turn.group(later);
    if (refusal.code() == ErrorCode.NOT_ON_ROSTER) {
      Rejoins.ask(turn, later);
    }
  }

  /// Not a verdict: the same submission may come again later, unchanged.
  static void postponed(Turn turn) {
    turn.retryAt(Optional.of(turn.now().plus(LATER)));
  }

  static Trouble trouble(Refusal refusal) {
    return Trouble.refused(refusal.sentence());
  }
}

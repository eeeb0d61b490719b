package sotto.client.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sotto.client.Event;
import sotto.client.HistoryEntry;
import sotto.client.MessageId;
import sotto.client.engine.GroupRow.Life;
import sotto.client.engine.Link.Waiting;
import sotto.client.engine.Talk.Status;
import sotto.mls.group.CommitRequest;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.limits.Limits;

/// Rules 10 and 11: content is encrypted late, on a logged-in connection; its ciphertext is
/// submitted unchanged until the server answers.
final class Outbox {
  /// Submissions that may wait for their verdict at once.
  private static final int WINDOW = 64;

  private Outbox() {}

  static void pump(Turn turn) {
    if (!turn.link().online() || turn.state().retryAt().isPresent()) {
      return;
    }
    Set<Long> out = new HashSet<>();
    for (Waiting question : turn.link().waiting().values()) {
      if (question instanceof Waiting.ForVerdict verdict) {
        out.add(verdict.outgoing());
      } else if (question instanceof Waiting.ForUpload upload) {
        out.add(upload.outgoing());
      }
    }
    if (out.isEmpty()) {
      resubmit(turn, out); // of a connection before this one
    }
    Set<String> blocked = new HashSet<>();
    turn.state()
        .outbox()
        .each(outgoing -> {
          // Ciphertext goes as it is; content must not overtake what waits before it.
          boolean free =
              !(outgoing.body() instanceof Outgoing.Body.Content)
                  || outgoing.submission().isPresent()
                  || !blocked.contains(outgoing.talk());
          if (doomed(turn, outgoing)) {
            blocked.add(outgoing.talk());
          }
          if (free && !out.contains(outgoing.seq())) {
            if (advance(turn, outgoing)) {
              out.add(outgoing.seq());
            } else {
              blocked.add(outgoing.talk());
            }
          }
          return out.size() < WINDOW;
        });
  }

  /// What has a number and no answer goes before anything that has none yet, in the order of the
  /// numbers: the server takes none that does not rise.
  private static void resubmit(Turn turn, Set<Long> out) {
    turn.state().outbox().values().stream()
        .filter(outgoing -> number(outgoing) > 0 && !out.contains(outgoing.seq()))
        .sorted(Comparator.comparingLong(Outbox::number))
        .limit(Math.max(0, WINDOW - out.size()))
        .filter(outgoing -> advance(turn, outgoing))
        .forEach(outgoing -> out.add(outgoing.seq()));
  }

  private static long number(Outgoing outgoing) {
    return outgoing.submission().map(Submission::number).orElse(0L);
  }

  /// Encrypted in an epoch that is over, so that it will come back and go first.
  private static boolean doomed(Turn turn, Outgoing outgoing) {
    long epoch = outgoing.submission().map(Submission::epoch).orElse(Long.MAX_VALUE);
    return outgoing.body() instanceof Outgoing.Body.Content
        && turn.state()
            .groupOf(outgoing.talk())
            .filter(row -> row.group().epoch() > epoch)
            .isPresent();
  }

  /// @return whether it is on its way now
  private static boolean advance(Turn turn, Outgoing outgoing) {
    if (outgoing.body() instanceof Outgoing.Body.Upload upload) {
      return Uploads.advance(turn, outgoing, upload);
    }
    if (outgoing.submission().isPresent()) {
      boolean commit = outgoing.submission().get().body() instanceof SubmissionBody.Commit;
      if (commit && !turn.link().caughtUp() && !judged(turn, outgoing)) {
        return false; // what waits in the queue is of the epoch that it ends
      }
      if (outgoing.body() instanceof Outgoing.Body.Handshake handshake
          && commit
          && Uploads.awaited(turn, handshake.group())) {
        return false; // its Welcome names a tree that the server does not have yet
      }
      submit(turn, outgoing);
      return true;
    }
    Optional<GroupRow> row = writable(turn, outgoing);
    if (row.isEmpty()) {
      return false;
    }
    submit(turn, Sealing.seal(turn, row.get(), outgoing));
    return true;
  }

  /// Whether something of a later epoch has come: the Commit's verdict stands already, and what
  /// came waits for it.
  private static boolean judged(Turn turn, Outgoing outgoing) {
    return outgoing.body() instanceof Outgoing.Body.Handshake handshake
        && turn.state().parked().values().stream()
            .anyMatch(delivery -> delivery.group().hex().equals(handshake.group()));
  }

  /// The group that a message can be encrypted in now; a Commit that is due goes first.
  private static Optional<GroupRow> writable(Turn turn, Outgoing outgoing) {
    Optional<Talk> talk = turn.state().talks().find(outgoing.talk());
    Optional<GroupRow> row = turn.state().groupOf(outgoing.talk());
    boolean open =
        talk.filter(t -> t.status() == Status.ACTIVE).isPresent()
            && row.filter(r -> r.life() == Life.ACTIVE && r.staged().isEmpty()).isPresent()
            && row.get().group().epoch() > outgoing.after();
    if (!open) {
      return Optional.empty();
    }
    for (var account : Identities.accounts(row.get().group())) {
      if (!account.equals(turn.self().me()) && !turn.known(account).mayBeWrittenTo()) {
        return Optional.empty();
      }
    }
    // RFC 9420 §12.4: proposals that wait are committed before application data is sent. Rules 22:
    // "before sending when its last Commit is 7 days or 1,000 messages old".
    boolean commitFirst =
        !row.get().group().proposals().isEmpty()
            || row.get().sent() >= Limits.PATH_AFTER_MESSAGES
            || Healing.isPathDue(turn, row.get());
    // A Commit of ours would lose as the last one did: it is tried again in a while.
    if (commitFirst && (!turn.link().caughtUp() || Behind.isKnown(turn, row.get()))) {
      return Optional.empty();
    }
    if (commitFirst) {
      Healing.commit(turn, row.get(), CommitRequest.update());
      return Optional.empty();
    }
    return row;
  }

  private static void submit(Turn turn, Outgoing outgoing) {
    Submission submission = outgoing.submission().orElseThrow();
    if (submission.number() == 0) {
      long number = turn.self().number() + 1;
      turn.self(turn.self().numbered(number));
      turn.outgoing(outgoing.numbered(number));
      submission = submission.numbered(number);
    }
    turn.send(new ClientFrame.Submit(submission), new Waiting.ForVerdict(outgoing.seq()));
  }

  /// Not judged, and later ones may have been: the same goes again under a number above theirs.
  static void again(Turn turn, long seq) {
    turn.state().outbox().find(seq).ifPresent(outgoing -> turn.outgoing(outgoing.numbered(0)));
    Verdicts.postponed(turn);
  }

  /// No verdict on one now. The server takes none of the same conversation before it has come
  /// again: those that are under way go behind it, also when the connection ends before their
  /// answers.
  static void postponed(Turn turn, long seq) {
    Optional<Outgoing> first = turn.state().outbox().find(seq);
    if (first.isPresent() && first.get().body() instanceof Outgoing.Body.Content) {
      String talk = first.get().talk();
      turn.state().outbox().values().stream()
          .filter(later -> later.seq() > seq && later.talk().equals(talk) && number(later) > 0)
          .forEach(later -> turn.outgoing(later.numbered(0)));
    }
    again(turn, seq);
  }

  /// Nothing of a conversation will be sent any more.
  static void abandon(Turn turn, String talk, Trouble trouble) {
    List<Outgoing> given = new ArrayList<>();
    for (Outgoing outgoing : turn.state().outbox().values()) {
      if (outgoing.talk().equals(talk)) {
        given.add(outgoing);
      }
    }
    given.forEach(outgoing -> fail(turn, outgoing, trouble));
  }

  static void fail(Turn turn, Outgoing outgoing, Trouble trouble) {
    fail(turn, outgoing, List.of(), trouble);
  }

  /// @param to who would have got it, where that is one account
  static void fail(Turn turn, Outgoing outgoing, List<String> to, Trouble trouble) {
    turn.dropOutgoing(outgoing.seq());
    if (!(outgoing.body() instanceof Outgoing.Body.Content content)
        || content.message().isEmpty()) {
      return;
    }
    Optional<HistoryEntry.Message> line = Sent.line(turn, outgoing.talk(), content.message());
    line.ifPresent(message -> {
      Sent.update(
          turn,
          outgoing.talk(),
          content.message(),
          HistoryLine.as(message, new HistoryEntry.Delivery.Failed(trouble.sentence())));
      notDelivered(turn, outgoing.talk(), message.id(), to, trouble);
    });
  }

  static void notDelivered(Turn turn, String talk, MessageId id, List<String> to, Trouble trouble) {
    String title = turn.state().talks().find(talk).map(Talk::title).orElse("");
    turn.tell(n -> new Event.NotDelivered(n, id, title, to, trouble.sentence()));
    turn.effect(new Effect.Undelivered(id, trouble));
  }
}

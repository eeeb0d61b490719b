package sotto.client.engine;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sotto.client.Event;
import sotto.client.engine.GroupRow.Life;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.message.ContentType;
import sotto.mls.message.PrivateMessage;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.Acknowledgement.Later;
import sotto.protocol.frame.Acknowledgement.Reason;
import sotto.protocol.frame.Acknowledgement.Refused;
import sotto.protocol.frame.Acknowledgement.Stored;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Fields;

/// A message that does not open, and what is done about it (rules 13, 19, 20; invariant 8).
final class Unreadable {
  /// Requests to send again, for each group.
  private static final int ASKS_PER_HOUR = 64;

  /// Of each group.
  private static final int TIMES = 256;

  private Unreadable() {}

  static Acknowledgement answer(
      Turn turn, GroupRow row, Delivery delivery, DeliveryBody.Message body, String why) {
    if (row.life() == Life.LOST) {
      // Until the rejoin: then its sender can be asked. In the end a tombstone says what is
      // missing.
      return Rejoins.lostForLong(turn, row)
          ? new Refused(delivery.entry(), Reason.UNREADABLE)
          : new Later(delivery.entry());
    }
    PrivateMessage message;
    try {
      message = Inbox.privateMessage(body.message().toArray());
    } catch (MlsException e) {
      return damaged(turn, row, delivery, body.submission(), ContentType.APPLICATION, why);
    }
    int order = Long.compareUnsigned(message.epoch(), row.group().epoch());
    if (order > 0) {
      return ahead(turn, row, delivery, why);
    }
    if (order < 0) {
      return past(turn, row, delivery, body.submission(), message.contentType(), why);
    }
    boolean ours = Arrays.equals(message.authenticatedData(), Commits.forkTag(row.group()));
    // The tag is only a hint, and a flipped bit looks the same: it must be there twice.
    return ours || delivery.offer() == 1
        ? damaged(turn, row, delivery, body.submission(), message.contentType(), why)
        : fork(turn, row, delivery);
  }

  /// Rules 19: "The tag is a hint and triggers at most one rejoin a day."
  private static Acknowledgement fork(Turn turn, GroupRow row, Delivery delivery) {
    String today = "fork " + row.id() + " " + Spent.today(turn);
    if (Spent.knows(turn, today)) {
      return new Refused(delivery.entry(), Reason.FORK);
    }
    Spent.remember(turn, today);
    Talk talk = turn.talk(row.talk());
    turn.note(
        talk,
        n ->
            new Event.Unreadable(
                n,
                Optional.empty(),
                talk.title(),
                "The members of this conversation are no longer in one state.",
                "this client asks to be added again"));
    Rejoins.ask(turn, row);
    return new Refused(delivery.entry(), Reason.FORK);
  }

  /// A Commit before it is missing: it may come yet.
  private static Acknowledgement ahead(Turn turn, GroupRow row, Delivery delivery, String why) {
    if (Behind.notice(turn, row)) {
      tell(turn, row, why, "what is missing before it is waited for, then asked for");
    }
    return new Later(delivery.entry());
  }

  /// Of an epoch that is over here: it cannot be opened any more, its sender can say it again.
  private static Acknowledgement past(
      Turn turn,
      GroupRow row,
      Delivery delivery,
      SubmissionId submission,
      ContentType type,
      String why) {
    if (type != ContentType.APPLICATION) {
      // After a rejoin: what the Welcome had already counted in. Otherwise: another winner.
      tell(turn, row, why, "the conversation is past it, and goes on");
      return new Stored(delivery.entry());
    }
    Acknowledgement answer = damaged(turn, row, delivery, submission, type, why);
    // By now it is not the server's copy that is wrong.
    return delivery.offer() >= Limits.MAX_OFFERS ? new Stored(delivery.entry()) : answer;
  }

  private static Acknowledgement damaged(
      Turn turn,
      GroupRow row,
      Delivery delivery,
      SubmissionId submission,
      ContentType type,
      String why) {
    if (type == ContentType.APPLICATION) {
      ask(turn, row, delivery, submission, why);
    } else if (delivery.offer() >= Limits.MAX_OFFERS) {
      Rejoins.ask(turn, row);
    } else if (delivery.offer() == 1) {
      tell(turn, row, why, "the server is asked for it again");
    }
    return new Refused(delivery.entry(), Reason.DAMAGED);
  }

  /// Inside the ciphertext, so that nobody outside learns what was damaged; once for each
  /// submission.
  private static void ask(
      Turn turn, GroupRow row, Delivery delivery, SubmissionId submission, String why) {
    if (Spent.knows(turn, asked(submission)) || !mayAsk(turn, row)) {
      return;
    }
    Writer at = new Writer();
    Fields.time(at, delivery.at());
    Spent.remember(turn, asked(submission), at.toBytes());
    askedAt(turn, row.id(), delivery.at());
    tell(turn, row, why, "its sender is asked to send it again");
    Optional<Outgoing> open =
        turn.state().outbox().values().stream().filter(o -> isOpenRequest(o, row)).findFirst();
    if (open.isPresent()) {
      turn.outgoing(asking(open.get().seq(), row, more(open.get(), submission)));
    } else {
      turn.outgoing(n -> asking(n, row, List.of(submission)));
    }
  }

  private static String asked(SubmissionId submission) {
    return "asked for " + submission.hex();
  }

  /// An earlier build kept each time in a row of its own.
  private static String askedAt(String group, Instant accepted) {
    return "asked at " + group + " " + accepted.toEpochMilli();
  }

  /// The newest of those times, 8 bytes each.
  private static void askedAt(Turn turn, String group, Instant accepted) {
    byte[] before = Spent.find(turn, "asked in " + group).orElse(new byte[0]);
    int from = Math.max(0, before.length - Long.BYTES * (TIMES - 1));
    Spent.remember(
        turn,
        "asked in " + group,
        ByteBuffer.allocate(before.length - from + Long.BYTES)
            .put(before, from, before.length - from)
            .putLong(accepted.toEpochMilli())
            .array());
  }

  private static long askedBetween(Turn turn, String group, Instant from, Instant to) {
    ByteBuffer times = ByteBuffer.wrap(Spent.find(turn, "asked in " + group).orElse(new byte[0]));
    long found = 0;
    while (times.hasRemaining()) {
      long at = times.getLong();
      found += at >= from.toEpochMilli() && at <= to.toEpochMilli() ? 1 : 0;
    }
    return found;
  }

  /// When the server accepted a submission that came here damaged, and was asked for.
  static Optional<Instant> acceptedAt(Turn turn, SubmissionId submission) {
    return Spent.find(turn, asked(submission))
        .filter(stored -> stored.length > 0) // an earlier build kept no time
        .flatMap(_ -> Spent.time(turn, asked(submission)));
  }

  /// Whether dropped messages are those of which it was said already that they cannot be read, and
  /// that their senders are asked for them: should they stay away, the senders' counters tell, with
  /// a name.
  static boolean isTold(Turn turn, String group, DeliveryBody.Tombstone tombstone) {
    return askedBetween(turn, group, tombstone.from(), tombstone.to()) >= tombstone.count()
        || (tombstone.count() == 1 && Spent.knows(turn, askedAt(group, tombstone.from())));
  }

  /// A request that its receivers cannot read makes them ask in turn: in a group that has split
  /// this would never end.
  private static boolean mayAsk(Turn turn, GroupRow row) {
    String key = "asks " + row.id() + " " + turn.now().getEpochSecond() / 3600;
    int asks = Spent.find(turn, key).map(count -> count[0] & 0xff).orElse(0);
    if (asks >= ASKS_PER_HOUR) {
      return false;
    }
    Spent.remember(turn, key, new byte[] {(byte) (asks + 1)});
    return true;
  }

  private static boolean isOpenRequest(Outgoing outgoing, GroupRow row) {
    return outgoing.talk().equals(row.talk())
        && outgoing.submission().isEmpty()
        && outgoing.body() instanceof Outgoing.Body.Content content
        && content.framing().length == 0
        && content.resend().size() < Limits.MAX_RESEND_REQUESTS;
  }

  private static List<SubmissionId> more(Outgoing open, SubmissionId one) {
    List<SubmissionId> ids = new ArrayList<>(((Outgoing.Body.Content) open.body()).resend());
    ids.add(one);
    return ids;
  }

  private static Outgoing asking(long seq, GroupRow row, List<SubmissionId> submissions) {
    return new Outgoing(
        seq,
        row.talk(),
        new Outgoing.Body.Content("", new byte[0], "", 0, submissions),
        Optional.empty(),
        -1);
  }

  /// The group's own rules were broken by a member, and the server took it: the group may have
  /// split.
  static Acknowledgement against(Turn turn, GroupRow row, Delivery delivery, String why) {
    if (delivery.offer() == 1) {
      tell(turn, row, why, "this client stays as it was");
    }
    return new Refused(delivery.entry(), Reason.POLICY);
  }

  private static void tell(Turn turn, GroupRow row, String why, String remedy) {
    Talk talk = turn.talk(row.talk());
    turn.note(talk, n -> new Event.Unreadable(n, Optional.empty(), talk.title(), why, remedy));
  }
}

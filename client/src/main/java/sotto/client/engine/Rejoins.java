package sotto.client.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import sotto.client.Event;
import sotto.client.engine.Talk.Status;
import sotto.mls.group.KeyPackageSecrets;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.identity.RejoinRequest;
import sotto.protocol.identity.SignedRejoinRequest;
import sotto.protocol.wire.Bytes;

/// Rules 20: a client that lost a group's state asks the members to replace its leaf.
final class Rejoins {
  private static final Duration ONCE = Duration.ofDays(1);

  /// How long what cannot be read in a lost group is kept for after the rejoin.
  private static final Duration IN_VAIN = Duration.ofDays(7);

  /// How long a rejoin is asked for.
  private static final Duration GIVEN_UP = Duration.ofDays(30);

  /// Groups never entered that are asked for in a day.
  private static final int UNKNOWN_A_DAY = 16;

  private Rejoins() {}

  // --- asking ---

  /// What this client holds of the group is worth nothing, whether it may ask today or not.
  static void lose(Turn turn, GroupRow row) {
    turn.group(row.in(GroupRow.Life.LOST));
    ask(turn, row.in(GroupRow.Life.LOST));
  }

  static void ask(Turn turn, GroupRow row) {
    boolean recently =
        row.rejoinAt().filter(at -> !turn.isDue(at.plus(ONCE), ONCE.plusHours(1))).isPresent();
    if (recently) {
      return;
    }
    Optional<Instant> since = Spent.time(turn, lost(row.id()));
    if (since.filter(at -> at.plus(GIVEN_UP).isBefore(turn.now())).isPresent()) {
      givenUp(turn, row);
      return;
    }
    if (since.isEmpty()) {
      Spent.keep(turn, lost(row.id()), turn.now());
    }
    turn.group(row.rejoinAsked(turn.now()));
    Talk talk = turn.talk(row.talk());
    // Another group beneath a conversation of two may still be written to.
    if (talk.status() == Status.ACTIVE && isWrittenTo(turn, row)) {
      turn.talk(talk.in(Status.REJOINING));
    }
    unhurried(turn, row);
    request(turn, Bytes.of(row.group().groupId().value()), row.talk(), row.id());
  }

  private static boolean isWrittenTo(Turn turn, GroupRow row) {
    return turn.state().groupOf(row.talk()).filter(r -> r.id().equals(row.id())).isPresent();
  }

  /// This client reads the group again, or is in it for the first time.
  static void over(Turn turn, GroupRow row) {
    Spent.forget(turn, lost(row.id()));
    Talk talk = turn.talk(row.talk());
    if (talk.status() == Status.FOUNDING || talk.status() == Status.REJOINING) {
      turn.talk(talk.in(Status.ACTIVE));
    }
  }

  /// What waited for the lost group's next epoch does not wait for that of another group.
  private static void unhurried(Turn turn, GroupRow row) {
    for (Outgoing outgoing : turn.state().outbox().values()) {
      if (outgoing.talk().equals(row.talk())
          && outgoing.submission().isEmpty()
          && outgoing.body() instanceof Outgoing.Body.Content) {
        turn.outgoing(outgoing.unsealed(-1));
      }
    }
  }

  /// For a group that this client never entered. Anybody may put its name on a roster, so that
  /// there is an end to it.
  static void ask(Turn turn, Bytes group) {
    long today = Spent.today(turn);
    String day = "asked " + group.hex() + " " + today;
    if (!Spent.knows(turn, day) && Spent.takes(turn, "asked on " + today, UNKNOWN_A_DAY)) {
      Spent.remember(turn, day);
      Spent.remember(turn, asked(group));
      request(turn, group, "", group.hex());
    }
  }

  /// That this client asked to be let into a group which it never entered.
  static String asked(Bytes group) {
    return "asked " + group.hex();
  }

  /// That a group was ours, and may be again: unlike one that this client left, it is answered.
  static String was(String group) {
    return "was " + group;
  }

  /// Since when a group is lost to us.
  static String lost(String group) {
    return "lost " + group;
  }

  /// Whether nobody let us in within an hour: until then a change of the conversation waits.
  static boolean isInVain(Turn turn, GroupRow row) {
    return row.life() == GroupRow.Life.LOST
        && Spent.time(turn, lost(row.id()))
            .filter(at -> at.plus(Duration.ofHours(1)).isBefore(turn.now()))
            .isPresent();
  }

  /// Whether a group has been lost for so long that what waits for it is of no more use.
  static boolean lostForLong(Turn turn, GroupRow row) {
    return Spent.time(turn, lost(row.id()))
        .filter(at -> at.plus(IN_VAIN).isBefore(turn.now()))
        .isPresent();
  }

  /// A Commit has put a new leaf in the place of ours: the old one's epoch is over.
  static void replaced(Turn turn, GroupRow row) {
    if (Spent.time(turn, lost(row.id())).isEmpty()) {
      Spent.keep(turn, lost(row.id()), turn.now());
    }
    row.staged().ifPresent(staged -> turn.dropOutgoing(staged.outgoing()));
    turn.group(row.unstaged().rejoinAsked(turn.now()));
  }

  private static void givenUp(Turn turn, GroupRow row) {
    Talk talk = turn.talk(row.talk());
    if (!isWrittenTo(turn, row)) {
      refused(turn, Optional.of(row)); // the conversation went on in another group
      return;
    }
    turn.note(
        talk,
        n ->
            new Event.Notice(
                n,
                Optional.of(talk.title()),
                "Nobody in "
                    + talk.title()
                    + " has added this client again for a month: ask an administrator to do it."));
    refused(turn, Optional.of(row));
  }

  /// The server does not have us on the group's roster: there is nothing to come back to.
  static void refused(Turn turn, Optional<GroupRow> row) {
    if (row.isEmpty()) {
      return;
    }
    Spent.keep(turn, was(row.get().id()));
    turn.dropGroup(row.get());
    Talk talk = turn.talk(row.get().talk());
    if (turn.state().groupsOf(talk.key()).isEmpty() && !talk.ended()) {
      boolean direct = talk.other().isPresent();
      turn.talk(talk.in(direct ? Status.FOUNDING : Status.LEFT));
      if (!direct) {
        Outbox.abandon(
            turn, talk.key(), Trouble.refused("You are no longer a member of this conversation."));
      }
    }
  }

  /// Asks again for what was not answered within a day.
  static void pump(Turn turn) {
    for (GroupRow row : turn.state().groups().values()) {
      if (row.life() == GroupRow.Life.LOST) {
        ask(turn, row);
      }
    }
  }

  private static void request(Turn turn, Bytes group, String talk, String row) {
    KeyPackageSecrets fresh =
        KeyPackageSecrets.create(
            turn.crypto().crypto(),
            Cryptography.SUITE,
            turn.crypto().identity(turn.self()),
            Stock.lifetime(turn),
            turn.random());
    turn.keyPackage(Stock.reference(turn, fresh), fresh);
    RejoinRequest request =
        new RejoinRequest(
            turn.self().who(),
            group,
            Bytes.wrap(fresh.keyPackage().toMessage()),
            turn.now(),
            Bytes.wrap(turn.randomBytes(16)));
    SignedRejoinRequest signed =
        SignedRejoinRequest.sign(request, turn.crypto().signer(turn.self().leafKeys()));
    Submission submission =
        new Submission(Commits.submissionId(turn), 0, group, 0, new SubmissionBody.Rejoin(signed));
    turn.outgoing(
        n -> new Outgoing(n, talk, new Outgoing.Body.Handshake(row), Optional.of(submission), -1));
  }
}

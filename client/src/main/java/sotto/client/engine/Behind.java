package sotto.client.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import sotto.mls.codec.Writer;
import sotto.protocol.wire.Fields;

/// A group that has gone on without this client, as a verdict says or a message of a later epoch:
/// the Commit between may come yet, or was withheld, or went to another copy of this profile.
final class Behind {
  /// How long a Commit may be missing before this client asks to be let in again.
  private static final Duration MISSING = Duration.ofSeconds(60);

  /// How long a Commit of ours waits that would lose.
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private Behind() {}

  /// Whether the group is known to be past the epoch that it is in here.
  static boolean isKnown(Turn turn, GroupRow row) {
    return Spent.knows(turn, key(row));
  }

  /// Remembers it, and asks to rejoin when that was a while ago.
  ///
  /// @return whether it was not known
  static boolean notice(Turn turn, GroupRow row) {
    Optional<Instant> since = Spent.time(turn, key(row));
    if (since.isEmpty()) {
      Writer out = new Writer();
      Fields.time(out, turn.now());
      Spent.remember(turn, key(row), out.toBytes());
      return true;
    }
    if (turn.isDue(since.get().plus(MISSING), MISSING)) {
      Rejoins.ask(turn, row);
    }
    return false;
  }

  /// The server judged something of ours by a later epoch, or claims to. Another Commit is tried
  /// when the winner has not come by then: it is read at once, or heals what is wrong.
  static void judged(Turn turn, String group, long epoch) {
    Optional<GroupRow> row = turn.state().groups().find(group);
    boolean still =
        row.filter(r -> r.life() == GroupRow.Life.ACTIVE && r.group().epoch() <= epoch).isPresent();
    if (still) {
      notice(turn, row.get());
      turn.state()
          .groups()
          .find(group)
          .filter(r -> r.life() == GroupRow.Life.ACTIVE)
          .ifPresent(r -> turn.group(r.proposalsDue(Optional.of(turn.now().plus(AGAIN)))));
    }
  }

  private static String key(GroupRow row) {
    return "ahead " + row.id() + " " + row.group().epoch();
  }
}

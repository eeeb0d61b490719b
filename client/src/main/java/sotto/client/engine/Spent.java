package sotto.client.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.wire.Fields;

/// Facts that are remembered so that nothing counts twice, each for as long as it can come again:
/// what a queue may hold, for longer than the queue's 30 days; a KeyPackage for longer than the 90
/// days of its life; the rest until it is forgotten by name.
final class Spent {
  private static final long WEEK = Duration.ofDays(7).toSeconds();
  private static final int WEEKS = 6;
  private static final int KEY_PACKAGE_WEEKS = 15;

  /// A clock that jumps by years does not make a start take long.
  private static final long MOST_SHELVES = 520;

  private static final String SWEPT = "swept";
  private static final byte[] FACT = new byte[0];

  private Spent() {}

  static boolean knows(Turn turn, String key) {
    return turn.archived(Table.SPENT, key).isPresent();
  }

  static Optional<byte[]> find(Turn turn, String key) {
    return turn.archived(Table.SPENT, key);
  }

  /// A name for the day, for what may happen so often in one.
  static long today(Turn turn) {
    return turn.now().getEpochSecond() / Duration.ofDays(1).toSeconds();
  }

  /// For some weeks.
  static void remember(Turn turn, String key) {
    remember(turn, key, FACT);
  }

  static void remember(Turn turn, String key, byte[] value) {
    turn.archive(Table.SPENT, key, shelf("w", week(turn.now())), value);
  }

  /// For longer than a KeyPackage lives.
  static void rememberKeyPackage(Turn turn, String key) {
    turn.archive(Table.SPENT, key, shelf("k", week(turn.now())), FACT);
  }

  /// Counts one more of something, within the weeks that are remembered; false when there were so
  /// many.
  static boolean takes(Turn turn, String key, long most) {
    long taken = find(turn, key).map(Spent::number).orElse(0L);
    if (taken >= most) {
      return false;
    }
    remember(turn, key, new Writer().uint64(taken + 1).toBytes());
    return true;
  }

  /// Until [#forget].
  static void keep(Turn turn, String key) {
    keep(turn, key, FACT);
  }

  static void keep(Turn turn, String key, byte[] value) {
    turn.archive(Table.SPENT, key, "", value);
  }

  static void keep(Turn turn, String key, Instant time) {
    Writer out = new Writer();
    Fields.time(out, time);
    keep(turn, key, out.toBytes());
  }

  static Optional<Instant> time(Turn turn, String key) {
    return find(turn, key)
        .map(stored -> {
          try {
            return Fields.time(new Reader(stored));
          } catch (MlsException e) {
            throw new IllegalStateException("A stored time cannot be read.", e);
          }
        });
  }

  static void forget(Turn turn, String key) {
    if (knows(turn, key)) {
      turn.change(new Change.Delete(Table.SPENT, key));
    }
  }

  /// Drops what is older than anything that can come again, by our own clock or the server's,
  /// whichever is behind: neither of them alone can make this client forget.
  static void sweep(Turn turn, Instant server) {
    long now = week(turn.now().isBefore(server) ? turn.now() : server);
    Optional<byte[]> stored = find(turn, SWEPT);
    long last = stored.map(Spent::number).orElse(now - 1);
    if (last >= now) {
      return;
    }
    for (long week = Math.max(last + 1, now - MOST_SHELVES); week <= now; week++) {
      turn.change(new Change.Clear(Table.SPENT, shelf("w", week - WEEKS)));
      turn.change(new Change.Clear(Table.SPENT, shelf("k", week - KEY_PACKAGE_WEEKS)));
    }
    keep(turn, SWEPT, new Writer().uint64(now).toBytes());
  }

  private static long number(byte[] stored) {
    try {
      return new Reader(stored).uint64();
    } catch (MlsException e) {
      throw new IllegalStateException("A stored number cannot be read.", e);
    }
  }

  private static long week(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), WEEK);
  }

  private static String shelf(String kind, long week) {
    return kind + week;
  }
}

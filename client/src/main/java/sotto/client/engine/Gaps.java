package sotto.client.engine;

import java.util.Optional;
import java.util.TreeMap;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Fields;

/// One line for one loss: what the queue said that it dropped is not told once more when the next
/// message of its sender shows by its number that some are missing.
///
/// What was told counts only towards senders of whom nothing was heard since: whatever is missing
/// later is another loss. When in doubt there is a second line, never silence.
final class Gaps {
  private Gaps() {}

  /// So many were told, of nobody knows whom; until then of each client so much had been heard.
  private record Told(long left, TreeMap<String, Long> heard) {
    byte[] encoded() {
      Writer out = new Writer().uint64(left);
      heard.forEach((client, counter) -> {
        Fields.text(out, client);
        out.uint64(counter);
      });
      return out.toBytes();
    }

    static Told decode(byte[] stored) {
      try {
        Reader in = new Reader(stored);
        long left = Fields.count(in);
        TreeMap<String, Long> heard = new TreeMap<>();
        while (in.hasRemaining()) {
          heard.put(Fields.text(in, Limits.MAX_SENTENCE), Fields.count(in));
        }
        return new Told(left, heard);
      } catch (MlsException e) {
        throw new IllegalStateException("A stored gap cannot be read.", e);
      }
    }
  }

  static void told(Turn turn, Talk talk, long count) {
    long before =
        find(turn, talk).filter(told -> told.heard.equals(talk.heard())).map(Told::left).orElse(0L);
    put(turn, talk, new Told(Math.min(before + count, Integer.MAX_VALUE), talk.heard()));
  }

  /// How many of those that are missing now of a client were not told yet.
  static long untold(Turn turn, Talk talk, String client, long missing) {
    Optional<Told> told =
        find(turn, talk)
            .filter(before -> before.heard.getOrDefault(client, 0L) == talk.heardFrom(client));
    if (told.isEmpty()) {
      return missing;
    }
    long covered = Math.min(missing, told.get().left);
    put(turn, talk, new Told(told.get().left - covered, told.get().heard));
    return missing - covered;
  }

  private static Optional<Told> find(Turn turn, Talk talk) {
    return Spent.find(turn, key(talk)).map(Told::decode);
  }

  private static void put(Turn turn, Talk talk, Told told) {
    if (told.left > 0) {
      Spent.remember(turn, key(talk), told.encoded());
    } else {
      Spent.forget(turn, key(talk));
    }
  }

  private static String key(Talk talk) {
    return "gaps told " + talk.key();
  }
}

package sotto.client.engine;

import java.util.Optional;
import sotto.client.HistoryEntry;
import sotto.mls.codec.MlsException;

/// Lines of the history that are messages, ours or others'.
final class Sent {
  private Sent() {}

  static Optional<HistoryEntry.Message> line(Turn turn, String key) {
    Optional<byte[]> row = turn.archived(Table.HISTORY, key);
    try {
      return row.isPresent() && HistoryLine.decode(row.get()) instanceof HistoryEntry.Message m
          ? Optional.of(m)
          : Optional.empty();
    } catch (MlsException e) {
      throw new IllegalStateException("A line of the history cannot be read.", e);
    }
  }

  static void update(Turn turn, String talk, String key, HistoryEntry.Message line) {
    turn.archive(Table.HISTORY, key, talk, HistoryLine.encode(line));
  }
}

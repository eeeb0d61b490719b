package sotto.client.engine;

import java.util.Optional;
import sotto.client.HistoryEntry;
import sotto.mls.codec.MlsException;

/// Lines of the history that are messages, ours or others'.
final class Sent {
  private Sent() {}

  /// The line under that key, when it is of that conversation.
  static Optional<HistoryEntry.Message> line(Turn turn, String talk, String key) {
    Optional<byte[]> row = turn.archived(Table.HISTORY, key);
    try {
      return row.isPresent()
              && HistoryLine.isOf(talk, row.get())
              && HistoryLine.decode(row.get()) instanceof HistoryEntry.Message m
          ? Optional.of(m)
          : Optional.empty();
    } catch (MlsException e) {
      throw new IllegalStateException("A line of the history cannot be read.", e);
    }
  }

  static void update(Turn turn, String talk, String key, HistoryEntry.Message line) {
    turn.archive(Table.HISTORY, key, talk, HistoryLine.encode(talk, line));
  }
}

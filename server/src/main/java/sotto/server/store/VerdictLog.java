package sotto.server.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sotto.protocol.frame.SubmissionId;
import sotto.server.delivery.StoredVerdict;

/// Verdicts at a small price: each transaction appends one row with all of its own; when
/// [RecentVerdicts] is full, they are gathered into blocks per queue and the rows go.
final class VerdictLog {
  private static final int BLOCK = 256;

  private final Sql sql;
  private final RecentVerdicts recent = new RecentVerdicts();
  private int logged;
  private boolean loaded;

  VerdictLog(Sql sql) {
    this.sql = sql;
  }

  /// Forgets what was not committed.
  void forget() {
    loaded = false;
  }

  private RecentVerdicts recent() {
    if (!loaded) {
      load();
      loaded = true;
    }
    return recent;
  }

  private void load() {
    recent.clear();
    sql.sound(
            "SELECT records FROM verdict_log ORDER BY id",
            row -> RecentVerdicts.decode(row.getBytes(1)))
        .forEach(records -> records.forEach(recent::add));
    logged = recent.size();
  }

  void add(StoredVerdict verdict) {
    if (recent().full()) {
      gather(verdict.at());
    }
    recent.add(verdict);
  }

  /// The last write of a transaction.
  void write() {
    if (dirty()) {
      sql.run("INSERT INTO verdict_log (records) VALUES (?)", (Object) recent.records(logged));
      logged = recent.size();
    }
  }

  boolean dirty() {
    return loaded && recent.size() > logged;
  }

  long highest(long queue) {
    return recent().highest(queue);
  }

  /// A number above `highest` was never judged; below, the blocks know.
  Optional<StoredVerdict> find(long queue, SubmissionId id, long number, long highest) {
    Optional<StoredVerdict> fresh = recent().find(queue, id);
    if (fresh.isPresent() || number > highest) {
      return fresh;
    }
    return among(
            sql.sound(
                """
                SELECT records FROM verdict_block WHERE queue = ? AND last >= ?
                ORDER BY last LIMIT 1\
                """,
                row -> RecentVerdicts.decode(row.getBytes(1)),
                queue,
                number),
            id)
        .or(() ->
            among(
                sql.sound(
                    "SELECT records FROM verdict_block WHERE queue = ?",
                    row -> RecentVerdicts.decode(row.getBytes(1)),
                    queue),
                id));
  }

  void forget(long before) {
    sql.run(
        """
        DELETE FROM verdict_block WHERE (queue, last) IN
          (SELECT queue, last FROM verdict_block WHERE at < ? LIMIT 200)\
        """,
        before);
  }

  private void gather(long at) {
    for (Map.Entry<Long, TreeMap<Long, byte[]>> queue : recent.byQueue().entrySet()) {
      List<byte[]> records = new ArrayList<>();
      long last = 0;
      for (Map.Entry<Long, byte[]> record : queue.getValue().entrySet()) {
        last = record.getKey();
        records.add(record.getValue());
        if (records.size() == BLOCK) {
          writeBlock(queue.getKey(), last, at, records);
          records.clear();
        }
      }
      if (!records.isEmpty()) {
        writeBlock(queue.getKey(), last, at, records);
      }
      sql.run(
          "UPDATE queue SET highest = MAX(highest, ?) WHERE id = ?",
          queue.getValue().lastKey(),
          queue.getKey());
    }
    sql.run("DELETE FROM verdict_log");
    recent.clear();
    logged = 0;
  }

  private void writeBlock(long queue, long last, long at, List<byte[]> records) {
    int length = records.stream().mapToInt(record -> record.length).sum();
    ByteBuffer block = ByteBuffer.allocate(length);
    records.forEach(block::put);
    sql.run(
        "INSERT OR REPLACE INTO verdict_block (queue, last, at, records) VALUES (?, ?, ?, ?)",
        queue,
        last,
        at,
        block.array());
  }

  private static Optional<StoredVerdict> among(List<List<StoredVerdict>> blocks, SubmissionId id) {
    return blocks.stream()
        .flatMap(List::stream)
        .filter(verdict -> verdict.id().equals(id))
        .findFirst();
  }
}

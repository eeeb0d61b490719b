package sotto.server.store;

import java.util.Optional;
import sotto.server.delivery.DeliveryStore.StoredTombstone;

/// The table of tombstones: one per queue and group, for what was dropped (rule 14).
record TombstoneRows(Sql sql) {
  Optional<StoredTombstone> find(long queue, long group) {
    return sql.one(
        """
        SELECT number, dropped, first, last, rejoin FROM tombstone
        WHERE queue = ? AND conversation = ?\
        """,
        row ->
            new StoredTombstone(
                queue,
                group,
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5) != 0),
        queue,
        group);
  }

  void put(StoredTombstone tombstone) {
    sql.run(
        """
        INSERT OR REPLACE INTO tombstone
          (queue, conversation, number, dropped, first, last, rejoin)
        VALUES (?, ?, ?, ?, ?, ?, ?)\
        """,
        tombstone.queue(),
        tombstone.group(),
        tombstone.number(),
        tombstone.dropped(),
        tombstone.first(),
        tombstone.last(),
        tombstone.rejoin() ? 1 : 0);
  }

  int count(long queue) {
    return sql.one("SELECT COUNT(*) FROM tombstone WHERE queue = ?", row -> row.getInt(1), queue)
        .orElseThrow();
  }

  boolean remove(long queue, long number) {
    return sql.run("DELETE FROM tombstone WHERE queue = ? AND number = ?", queue, number) > 0;
  }
}

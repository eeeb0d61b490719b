package sotto.server.store;

import java.util.Optional;
import sotto.protocol.wire.Bytes;

/// The table of KeyPackages: each handed out once, but for the last-resort one (rule 23).
record KeyPackageRows(Sql sql) {
  void add(long queue, Bytes keyPackage) {
    sql.run(
        "INSERT INTO key_package (queue, last_resort, bytes) VALUES (?, 0, ?)",
        queue,
        keyPackage.toArray());
  }

  boolean has(long queue, Bytes keyPackage) {
    return sql.one(
            """
            SELECT 1 FROM key_package WHERE queue = ? AND last_resort = 0 AND bytes = ?\
            """,
            row -> true,
            queue,
            keyPackage.toArray())
        .isPresent();
  }

  void replaceLastResort(long queue, Bytes keyPackage) {
    sql.run("DELETE FROM key_package WHERE queue = ? AND last_resort = 1", queue);
    sql.run(
        "INSERT INTO key_package (queue, last_resort, bytes) VALUES (?, 1, ?)",
        queue,
        keyPackage.toArray());
  }

  Optional<Bytes> oldest(long queue) {
    return sql.one(
        """
        SELECT bytes FROM key_package WHERE queue = ? AND last_resort = 0 ORDER BY id LIMIT 1\
        """,
        row -> Bytes.wrap(row.getBytes(1)),
        queue);
  }

  Optional<Bytes> take(long queue) {
    return sql.one(
        """
        DELETE FROM key_package WHERE id =
          (SELECT MIN(id) FROM key_package WHERE queue = ? AND last_resort = 0)
        RETURNING bytes\
        """,
        row -> Bytes.wrap(row.getBytes(1)),
        queue);
  }

  Optional<Bytes> lastResort(long queue) {
    return sql.one(
        "SELECT bytes FROM key_package WHERE queue = ? AND last_resort = 1",
        row -> Bytes.wrap(row.getBytes(1)),
        queue);
  }

  int stock(long queue) {
    return sql.one(
            "SELECT COUNT(*) FROM key_package WHERE queue = ? AND last_resort = 0",
            row -> row.getInt(1),
            queue)
        .orElseThrow();
  }
}

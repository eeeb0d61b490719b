package sotto.server.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bodies that lost an entry and still stand in the database: a page that loses all of its rows in
/// one go costs a fraction of one that loses them one by one.
///
/// Each transaction appends one row with the bodies that it released, so that no crash forgets any.
/// They go in the order of their ids, many at a time, when enough have gathered, and otherwise with
/// the next sweep. Used by one thread.
final class ReleasedBodies {
  static final int CAPACITY = 16_384;
  private static final int AT_ONCE = 4_096;
  private static final int ROWS_A_PAGE = 3;

  private final Sql sql;

  /// As often as an entry of the body went.
  private long[] bodies = new long[64];

  private int size;
  private int logged;
  private boolean loaded;

  ReleasedBodies(Sql sql) {
    this.sql = sql;
  }

  void add(long body) {
    load();
    append(body);
  }

  /// The last write of a transaction.
  void write() {
    if (size >= CAPACITY) {
      remove();
    }
    if (size > logged) {
      ByteBuffer row = ByteBuffer.allocate(Long.BYTES * (size - logged));
      row.asLongBuffer().put(bodies, logged, size - logged);
      sql.run("INSERT INTO released (bodies) VALUES (?)", (Object) row.array());
      logged = size;
    }
  }

  /// Removes those with the lowest ids, all with one id together.
  void remove() {
    load();
    if (size == 0) {
      return;
    }
    Arrays.sort(bodies, 0, size);
    int end = Math.min(size, AT_ONCE);
    while (end < size && bodies[end] == bodies[end - 1]) {
      end++;
    }
    for (int from = 0; from < end; ) {
      from = removeRun(from, end);
    }
    System.arraycopy(bodies, end, bodies, 0, size - end);
    size -= end;
    logged = 0;
    sql.run("DELETE FROM released");
  }

  /// Forgets what was not committed.
  void forget() {
    size = 0;
    logged = 0;
    loaded = false;
  }

  /// Ids that follow each other and were released equally often go in one statement. Returns where
  /// the next run begins.
  private int removeRun(int from, int end) {
    int times = times(from, end);
    long last = bodies[from];
    int next = from + times;
    while (next < end && bodies[next] == last + 1 && times(next, end) == times) {
      last++;
      next += times;
    }
    long first = bodies[from];
    int removed =
        sql.runUncounted(
            "DELETE FROM body WHERE id BETWEEN ? AND ? AND refs <= ?", first, last, times);
    if (removed <= last - first) {
      sql.run("UPDATE body SET refs = refs - ? WHERE id BETWEEN ? AND ?", times, first, last);
    }
    sql.changed(1 + removed / ROWS_A_PAGE);
    return next;
  }

  private int times(int from, int end) {
    int next = from + 1;
    while (next < end && bodies[next] == bodies[from]) {
      next++;
    }
    return next - from;
  }

  private void load() {
    if (loaded) {
      return;
    }
    loaded = true;
    for (byte[] row :
        sql.all("SELECT bodies FROM released ORDER BY id", found -> found.getBytes(1))) {
      ByteBuffer ids = ByteBuffer.wrap(row);
      while (ids.remaining() >= Long.BYTES) {
        append(ids.getLong());
      }
    }
    logged = size;
  }

  private void append(long body) {
    if (size == bodies.length) {
      bodies = Arrays.copyOf(bodies, 2 * size);
    }
    bodies[size++] = body;
  }
}

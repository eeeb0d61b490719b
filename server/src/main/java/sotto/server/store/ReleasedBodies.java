package sotto.server.store;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bodies that lost an entry and still stand in the database: a page that loses all of its rows in
/// one go costs a fraction of one that loses them one by one.
///
/// Each transaction appends one row with the bodies that it released, so that no crash forgets any.
/// They go in the order of their ids, many at a time: while there is other work only those that lie
/// close together, the others when they are too many, or when the server has nothing else to do.
/// Used by one thread.
final class ReleasedBodies {
  /// From here on those go that lie close together.
  static final int GATHERED = 16_384;

  /// No more than these stand in the database for nothing, and about as many bytes.
  static final int MOST = 262_144;

  private static final long MOST_BYTES = 256L << 20;
  private static final int AT_ONCE = 4_096;
  private static final int ROWS_A_PAGE = 3;

  private final Sql sql;

  /// As often as an entry of the body went.
  private long[] bodies = new long[64];

  private int size;
  private int sorted;
  private long bytes;
  private int due = GATHERED;
  private int logged;
  private boolean loaded;

  ReleasedBodies(Sql sql) {
    this.sql = sql;
  }

  void add(long body, int length) {
    load();
    append(body, length);
  }

  /// The last write of a transaction.
  void write() {
    log();
    if (size >= MOST || bytes >= MOST_BYTES || (size >= due && closeTogether())) {
      remove();
      log();
    }
  }

  private void log() {
    if (size > logged) {
      ByteBuffer row = ByteBuffer.allocate(Long.BYTES * (size - logged));
      row.asLongBuffer().put(bodies, logged, size - logged);
      sql.run("INSERT INTO released (bodies) VALUES (?)", (Object) row.array());
      logged = size;
    }
  }

  /// Removes those with the lowest ids, all with one id together; whether there are more.
  boolean remove() {
    load();
    if (size == 0) {
      return false;
    }
    sort();
    int end = Math.min(size, AT_ONCE);
    while (end < size && bodies[end] == bodies[end - 1]) {
      end++;
    }
    for (int from = 0; from < end; ) {
      from = removeRun(from, end);
    }
    System.arraycopy(bodies, end, bodies, 0, size - end);
    bytes -= bytes * end / size;
    size -= end;
    sorted = size;
    logged = 0;
    due = Math.max(GATHERED, size + AT_ONCE);
    sql.run("DELETE FROM released");
    return size > 0;
  }

  /// Whether nearly all of those that would go are neighbours, so that pages go with all of their
  /// rows.
  private boolean closeTogether() {
    sort();
    due = Math.max(GATHERED, size + AT_ONCE);
    int neighbours = 1;
    for (int i = 1; i < AT_ONCE; i++) {
      neighbours += bodies[i] - bodies[i - 1] <= 1 ? 1 : 0;
    }
    return neighbours > AT_ONCE - AT_ONCE / 16;
  }

  private void sort() {
    Arrays.sort(bodies, sorted, size);
    Arrays.sort(bodies, 0, size);
    sorted = size;
  }

  /// Forgets what was not committed.
  void forget() {
    size = 0;
    sorted = 0;
    bytes = 0;
    due = GATHERED;
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
        append(ids.getLong(), (int) (MOST_BYTES / MOST));
      }
    }
    logged = size;
  }

  private void append(long body, int length) {
    if (size == bodies.length) {
      bodies = Arrays.copyOf(bodies, 2 * size);
    }
    bodies[size++] = body;
    bytes += length;
  }
}

package sotto.server.store;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.server.delivery.Kind;

/// Reads queues out for clients that come back, beside the writer. Used by one thread.
public final class QueueReader implements QueueContents, AutoCloseable {
  private static final String PENDING =
      """
      SELECT e.number, e.refusals, g.group_id, e.accepted, b.bytes, e.kind
      FROM entry e
      JOIN body b ON b.id = e.body
      JOIN conversation_group g ON g.id = e.conversation
      """;

  /// A page ends with the entry that reaches this: a queue may hold Commits of 16 MiB each.
  public static final long PAGE_BYTES = 1 << 20;

  private final Sql sql;
  private final Damage damage;

  private QueueReader(Sql sql) {
    this.sql = sql;
    this.damage = sql.damage();
  }

  public static QueueReader open(Path folder, Damage damage) throws SQLException {
    return new QueueReader(Sql.reading(Database.reader(folder), damage));
  }

  /// @param offer how often it has been offered, this time included
  /// @param body a `DeliveryBody`, encoded
  @SuppressWarnings("ArrayRecordComponent")
  public record Pending(long number, int offer, Bytes group, long accepted, byte[] body) {
    /// As a frame carries it; a body that was damaged on the disk does not decode.
    public Delivery delivery() throws MlsException {
      DeliveryBody decoded = DeliveryBody.decode(new Reader(body));
      return new Delivery(number, offer, group, Instant.ofEpochMilli(accepted), decoded);
    }
  }

  @Override
  public List<Pending> page(long queue, long after, int limit) {
    long[] room = {PAGE_BYTES};
    List<Pending> entries =
        sql.until(
            entry -> (room[0] -= entry.body.length) <= 0,
            PENDING + "WHERE e.queue = ? AND e.number > ? ORDER BY e.number LIMIT ?",
            this::pending,
            queue,
            after,
            limit);
    boolean last = entries.size() < limit && room[0] > 0;
    long upTo = last ? Long.MAX_VALUE : entries.getLast().number();
    List<Pending> tombstones =
        sql.sound(
            """
            SELECT t.number, g.group_id, t.dropped, t.first, t.last, t.rejoin
            FROM tombstone t JOIN conversation_group g ON g.id = t.conversation
            WHERE t.queue = ? AND t.number > ? AND t.number <= ?\
            """,
            QueueReader::tombstone,
            queue,
            after,
            upTo);
    if (tombstones.isEmpty()) {
      return entries;
    }
    List<Pending> both = new ArrayList<>(entries);
    both.addAll(tombstones);
    both.sort(Comparator.comparingLong(Pending::number));
    return both;
  }

  @Override
  public Optional<Pending> one(long queue, long number) {
    return sql.one(PENDING + "WHERE e.queue = ? AND e.number = ?", this::pending, queue, number);
  }

  @Override
  public void close() throws SQLException {
    sql.close();
  }

  private Pending pending(ResultSet row) throws SQLException {
    long number = row.getLong(1);
    int offer = Math.clamp(row.getLong(2) + 1, 1, Limits.MAX_OFFERS);
    Bytes group = Bytes.wrap(row.getBytes(3));
    long accepted = Math.max(0, row.getLong(4));
    byte[] body = row.getBytes(5);
    try {
      DeliveryBody.decode(new Reader(body));
      return new Pending(number, offer, group, accepted, body);
    } catch (MlsException e) {
      // Its client could not even read the frame, nor anything after it: it gets a gap instead.
      damage.met(new DamagedRowException("body", "for entry " + number, e));
      int kind = row.getInt(6);
      boolean rejoin = kind == Kind.COMMIT.number() || kind == Kind.WELCOME.number();
      Instant at = Instant.ofEpochMilli(accepted);
      byte[] gap = new DeliveryBody.Tombstone(1, at, at, rejoin).encoded();
      return new Pending(number, offer, group, accepted, gap);
    }
  }

  private static Pending tombstone(ResultSet row) throws SQLException, MlsException {
    Instant first = Instant.ofEpochMilli(row.getLong(4));
    Instant last = Instant.ofEpochMilli(row.getLong(5));
    DeliveryBody body =
        new DeliveryBody.Tombstone(row.getLong(3), first, last, row.getLong(6) != 0);
    DeliveryBody.decode(new Reader(body.encoded()));
    return new Pending(
        row.getLong(1), 1, Bytes.wrap(row.getBytes(2)), row.getLong(5), body.encoded());
  }
}

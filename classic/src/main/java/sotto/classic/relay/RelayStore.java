package sotto.classic.relay;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sotto.classic.part.QueuePolicy;
import sotto.classic.part.Refusal;

/// The server's database: a table of users with their public keys, and a table of what waits for
/// whom.
public final class RelayStore implements AutoCloseable {
  private static final int MOST_RECEIPTS = 20;

  /// What became of a message for somebody who is away.
  public enum Kept {
    STORED,
    STORED_INSTEAD_OF_OLDEST,
    REFUSED,
    LOST
  }

  public record Waiting(long id, byte[] record) {}

  private final Connection database;

  private RelayStore(Connection database) {
    this.database = database;
  }

  public static RelayStore open(Path file) throws Refusal {
    try {
      Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement sql = database.createStatement()) {
        if (isStrange(sql)) {
          database.close();
          throw Refusal.here(
              "The database " + file + " holds something else: choose another folder.");
        }
        sql.execute("pragma journal_mode = wal");
        sql.execute("pragma busy_timeout = 5000");
        sql.execute(
            "create table if not exists users (phone_number text primary key, public_key text not null)");
        sql.execute(
            """
            create table if not exists messages (
              id integer primary key, recipient text not null, kind text not null, record blob not null)\
            """);
      }
      return new RelayStore(database);
    } catch (SQLException e) {
      throw Refusal.here(
          "The database " + file + " cannot be opened: is the disk full, or the folder not yours?");
    }
  }

  /// A database with tables or columns that are not of these systems is not ours to write in.
  private static boolean isStrange(Statement sql) throws SQLException {
    try (ResultSet rows =
        sql.executeQuery(
            """
            select (select count(*) from sqlite_master
                where type = 'table' and name not in ('users', 'messages'))
              + (select count(*) from pragma_table_info('users')
                where name not in ('phone_number', 'public_key'))
              + (select count(*) from pragma_table_info('messages')
                where name not in ('id', 'recipient', 'kind', 'record'))\
            """)) {
      return rows.getInt(1) > 0;
    }
  }

  /// For a test of a full disk.
  void limitPages(int pages) throws SQLException {
    try (Statement sql = database.createStatement()) {
      sql.execute("pragma max_page_count = " + pages);
    }
  }

  public synchronized Optional<String> publicKey(String phone) throws Refusal {
    return querying(
        "select public_key from users where phone_number = ?",
        List.of(phone),
        rows -> rows.next() ? Optional.of(rows.getString(1)) : Optional.empty());
  }

  public synchronized int users() throws Refusal {
    return querying("select count(*) from users", List.of(), rows -> rows.getInt(1));
  }

  /// Registers a number, or gives a registered number another key.
  public synchronized void register(String phone, String publicKey) throws Refusal {
    updating("insert or replace into users values (?, ?)", List.of(phone, publicKey));
  }

  public synchronized Kept keep(String recipient, byte[] record, QueuePolicy policy)
      throws Refusal {
    boolean full = count(recipient, "message") >= policy.limit();
    if (full)
      switch (policy.overflow()) {
        case REFUSE_NEWEST -> {
          return Kept.REFUSED;
        }
        case LOSE_NEWEST -> {
          return Kept.LOST;
        }
        case DROP_OLDEST -> dropOldest(recipient, "message");
      }
    insert(recipient, "message", record);
    return full ? Kept.STORED_INSTEAD_OF_OLDEST : Kept.STORED;
  }

  /// A receipt waits too, and counts for nothing in the queue's limit.
  public synchronized void keepReceipt(String recipient, byte[] record) throws Refusal {
    if (count(recipient, "receipt") >= MOST_RECEIPTS) dropOldest(recipient, "receipt");
    insert(recipient, "receipt", record);
  }

  public synchronized List<Waiting> waiting(String recipient) throws Refusal {
    return querying(
        "select id, record from messages where recipient = ? order by id",
        List.of(recipient),
        rows -> {
          var all = new ArrayList<Waiting>();
          while (rows.next()) all.add(new Waiting(rows.getLong(1), rows.getBytes(2)));
          return all;
        });
  }

  synchronized void rewrite(long id, byte[] record) throws Refusal {
    updating("update messages set record = ? where id = ?", List.of(record, id));
  }

  public synchronized void delivered(long id) throws Refusal {
    updating("delete from messages where id = ?", List.of(id));
  }

  private int count(String recipient, String kind) throws Refusal {
    return querying(
        "select count(*) from messages where recipient = ? and kind = ?",
        List.of(recipient, kind),
        rows -> rows.getInt(1));
  }

  private void dropOldest(String recipient, String kind) throws Refusal {
    updating(
        "delete from messages where id = (select min(id) from messages where recipient = ? and kind = ?)",
        List.of(recipient, kind));
  }

  private void insert(String recipient, String kind, byte[] record) throws Refusal {
    updating(
        "insert into messages (recipient, kind, record) values (?, ?, ?)",
        List.of(recipient, kind, record));
  }

  private interface Rows<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private <T> T querying(String sql, List<Object> values, Rows<T> reading) throws Refusal {
    try (PreparedStatement statement = prepared(sql, values);
        ResultSet rows = statement.executeQuery()) {
      return reading.read(rows);
    } catch (SQLException e) {
      throw Refusal.here("The server's database cannot be read.");
    }
  }

  private void updating(String sql, List<Object> values) throws Refusal {
    try (PreparedStatement statement = prepared(sql, values)) {
      statement.executeUpdate();
    } catch (SQLException e) {
      throw Refusal.here("The server's database cannot be written: is its disk full?");
    }
  }

  private PreparedStatement prepared(String sql, List<Object> values) throws SQLException {
    PreparedStatement statement = database.prepareStatement(sql);
    for (int i = 0; i < values.size(); i++) statement.setObject(i + 1, values.get(i));
    return statement;
  }

  @Override
  public synchronized void close() {
    try {
      database.close();
    } catch (SQLException e) {
      return;
    }
  }
}

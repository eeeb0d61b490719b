package sotto.server.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import sotto.server.ServerException;
import sotto.server.authentication.AuthenticationStore;
import sotto.server.delivery.BlobStore;
import sotto.server.delivery.DeliveryStore;

/// The server's database on its one writing connection. Used by one thread at a time.
public final class Store implements AutoCloseable {
  /// Rows changed between checkpoints: about as many pages, at most.
  private static final long CHECKPOINT_ROWS = 16_000;

  /// Its beginning, in tenths of a second since 1970.
  private static final long YEAR_2026 = 17_672_256_000L;

  private final Sql sql;
  private final Room room;
  private final Settings settings;
  private final SqliteDeliveryStore delivery;
  private final SqliteAuthenticationStore authentication;
  private final SqliteBlobStore blobs;
  private long checkpointed;

  private Store(Path folder, Sql sql, long boot) {
    this.sql = sql;
    this.room = new Room(folder);
    this.settings = new Settings(sql);
    this.delivery = new SqliteDeliveryStore(sql, boot);
    this.authentication = new SqliteAuthenticationStore(sql);
    this.blobs = new SqliteBlobStore(sql);
  }

  /// Opens or makes the database, and numbers the boot, durably.
  public static Store open(Path folder, Damage damage) throws ServerException {
    try {
      Connection connection = Database.writer(folder);
      Sql sql = Sql.writing(connection, damage);
      Settings settings = new Settings(sql);
      // A folder that was put back from a backup has counted fewer than there were; the clock has
      // not.
      long tenths = System.currentTimeMillis() / 100 - YEAR_2026;
      long boot = Math.max(settings.number("boots") + 1, tenths);
      settings.put("boots", Long.toString(boot));
      sql.commit();
      return new Store(folder, sql, boot);
    } catch (SQLException | StoreFailure e) {
      throw new ServerException(
          "The database in " + folder + " cannot be opened: " + e.getMessage(), e);
    } catch (DamagedRowException e) {
      throw new ServerException(e.sentence(), e);
    }
  }

  /// Opens the database of a server that may be running, for one small transaction.
  public static Store visit(Path folder, Damage damage) throws ServerException {
    try {
      return new Store(folder, Sql.writing(Database.visitor(folder), damage), 0);
    } catch (SQLException | StoreFailure e) {
      throw new ServerException(
          "The database in " + folder + " cannot be opened: " + e.getMessage(), e);
    }
  }

  /// The log of this database, which is there once the first transaction has been written.
  public static WriteAheadLog log(Path folder) throws ServerException {
    try {
      return WriteAheadLog.open(folder);
    } catch (IOException e) {
      throw new ServerException("The database's log cannot be opened: " + e.getMessage() + ".", e);
    }
  }

  public static Checkpoints checkpoints(Path folder) throws ServerException {
    try {
      return new Checkpoints(Database.checkpointer(folder));
    } catch (SQLException e) {
      throw new ServerException("The database cannot be opened: " + e.getMessage() + ".", e);
    }
  }

  public DeliveryStore delivery() {
    return delivery;
  }

  public BlobStore blobs() {
    return blobs;
  }

  public AuthenticationStore authentication() {
    return authentication;
  }

  public Settings settings() {
    return settings;
  }

  /// What of the database cannot be read.
  public Damage damage() {
    return sql.damage();
  }

  /// Rises when a statement changes something.
  public long writes() {
    return sql.writes();
  }

  /// Whether something that need not be durable at once waits to be written.
  public boolean dirty() {
    return delivery.dirty() || sql.begun();
  }

  /// Whether enough has been written for a checkpoint; true once each time.
  public boolean checkpointDue() {
    if (sql.changes() - checkpointed < CHECKPOINT_ROWS) {
      return false;
    }
    checkpointed = sql.changes();
    return true;
  }

  /// Copies the whole log into the database, between transactions: the next one begins the log
  /// anew, unless a reader is in it.
  public void checkpoint() {
    try {
      Checkpoints.copy(sql.connection());
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /// Ends the transaction. It is seen by everybody now, and durable after the next
  /// [WriteAheadLog#force].
  public void commit() {
    delivery.beforeCommit();
    sql.commit();
  }

  /// Whether the disk takes what is written.
  public Room room() {
    return room;
  }

  /// After a transaction that did not fit: tries once a second, in one of its own, whether there is
  /// room again. [StoreFullException] when there is none.
  public void tryRoom(long now) {
    if (!dirty() && room.tryDue(now)) {
      settings.put("room", new byte[Room.TRIED_BYTES]);
      sql.commit();
      room.found();
      settings.remove("room");
      sql.commit();
    }
  }

  /// Undoes everything since the last commit.
  public void rollback() {
    sql.rollback();
  }

  /// For tests: a disk of so many pages.
  public void limitPages(long most) {
    try (Statement limit = sql.connection().createStatement()) {
      limit.execute("PRAGMA max_page_count = " + most);
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /// For tests.
  void run(String statement) {
    sql.commit();
    try (Statement outside = sql.connection().createStatement()) {
      outside.execute(statement);
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /// For tests.
  public long pages() {
    return count("PRAGMA page_count");
  }

  long bodies() {
    return count("SELECT COUNT(*) FROM body");
  }

  private long count(String query) {
    return sql.one(query, row -> row.getLong(1)).orElseThrow();
  }

  @Override
  public void close() {
    try {
      sql.close();
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }
}

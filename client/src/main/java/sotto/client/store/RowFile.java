package sotto.client.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sotto.client.engine.Table;
import sotto.client.store.Sealer.Place;

/// The SQLite file: rows of sealed bytes, found by what the keys are hashed to. Knows nothing of
/// what is in them.
final class RowFile implements AutoCloseable {
  private static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS %s (
        number INTEGER NOT NULL PRIMARY KEY,
        lookup BLOB NOT NULL UNIQUE,
        shelf BLOB NOT NULL,
        sealed BLOB NOT NULL)\
      """;
  private static final String PUT =
      """
      INSERT INTO %s (number, lookup, shelf, sealed) VALUES (?, ?, ?, ?)
        ON CONFLICT (lookup) DO UPDATE SET sealed = excluded.sealed\
      """;

  /// What rows mean, as `PRAGMA user_version`. It rises with a change that an older Sotto would
  /// read wrongly; 0 are the builds before it was written.
  static final int FORMAT = 1;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private RowFile(Connection connection) {
    this.connection = connection;
  }

  /// A row as it lies in the file.
  record Stored(Place place, byte[] sealed) {}

  static RowFile open(Path file) throws StoreException {
    try {
      RowFile opened = new RowFile(DriverManager.getConnection("jdbc:sqlite:" + file));
      try {
        opened.prepare();
      } catch (SQLException | StoreException e) {
        opened.close();
        throw e;
      }
      return opened;
    } catch (SQLException e) {
      throw SealedStore.failure(e);
    }
  }

  private void prepare() throws SQLException, StoreException {
    boolean fresh;
    try (Statement setup = connection.createStatement()) {
      // One process holds the profile, so the write-ahead index needs no shared memory file.
      setup.execute("PRAGMA locking_mode=EXCLUSIVE");
      requireKnown(number("PRAGMA user_version"));
      fresh = number("SELECT count(*) FROM sqlite_master") == 0;
      setup.execute("PRAGMA journal_mode=WAL");
      setup.execute("PRAGMA synchronous=FULL");
      setup.execute("PRAGMA secure_delete=ON");
      setup.execute("PRAGMA temp_store=MEMORY");
      setup.execute("PRAGMA journal_size_limit=0");
      Stream<String> tables =
          Stream.concat(
              Stream.of(Table.values()).map(t -> t.name().toLowerCase(Locale.ROOT)),
              Stream.of("shelf", "root"));
      for (String table : tables.toList()) {
        setup.execute(CREATE.formatted(table));
      }
      for (String archive : List.of("history", "facts", "spent", "evidence")) {
        setup.execute(
            "CREATE INDEX IF NOT EXISTS %s_shelf ON %s (shelf, number)"
                .formatted(archive, archive));
      }
    }
    if (fresh) {
      write(FORMAT);
    }
    connection.setAutoCommit(false);
  }

  private static void requireKnown(long format) throws StoreException {
    if (format > FORMAT) {
      throw new StoreException(
          "This profile was written by a newer Sotto (format %d, known here are those up to %d): use that one."
              .formatted(format, FORMAT));
    }
  }

  private long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private void write(int format) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version=" + format);
    }
  }

  /// Whether this file says of which format it is.
  boolean numbered() throws StoreException {
    try {
      return number("PRAGMA user_version") > 0;
    } catch (SQLException e) {
      throw SealedStore.failure(e);
    }
  }

  /// The file grows no further than so many pages, as on a disk that is full.
  void limit(long pages) throws StoreException {
    try (Statement setup = connection.createStatement()) {
      setup.execute("PRAGMA max_page_count=" + pages);
    } catch (SQLException e) {
      throw SealedStore.failure(e);
    }
  }

  List<Stored> all(String table) throws StoreException {
    return rows("SELECT number, lookup, shelf, sealed FROM " + table + " ORDER BY number");
  }

  List<Stored> shelf(String table, byte[] shelf) throws StoreException {
    return rows(
        "SELECT number, lookup, shelf, sealed FROM " + table + " WHERE shelf = ? ORDER BY number",
        shelf);
  }

  Optional<Stored> find(String table, byte[] lookup) throws StoreException {
    return rows("SELECT number, lookup, shelf, sealed FROM " + table + " WHERE lookup = ?", lookup)
        .stream()
        .findFirst();
  }

  void put(String table, Place place, byte[] sealed) throws StoreException {
    try {
      PreparedStatement put = statement(PUT.formatted(table));
      put.setLong(1, place.number());
      put.setBytes(2, place.lookup());
      put.setBytes(3, place.shelf());
      put.setBytes(4, sealed);
      put.executeUpdate();
    } catch (SQLException e) {
      throw SealedStore.failure(e);
    }
  }

  void delete(String table, Place place) throws StoreException {
    try {
      PreparedStatement delete = statement("DELETE FROM " + table + " WHERE lookup = ?");
      delete.setBytes(1, place.lookup());
      delete.executeUpdate();
    } catch (SQLException e) {
      throw SealedStore.failure(e);
    }
  }

  void deleteShelf(String table, byte[] shelf) throws StoreException {
    try {
      PreparedStatement delete = statement("DELETE FROM " + table + " WHERE shelf = ?");
      delete.setBytes(1, shelf);
      delete.executeUpdate();
    } catch (SQLException e) {
      throw SealedStore.failure(e);
    }
  }

  /// On disk when this returns: `synchronous=FULL` syncs the log with every commit.
  void commit() throws StoreException {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw SealedStore.failure(e);
    }
  }

  void rollback() {
    statements.clear(); // one that failed cannot be used again
    try {
      connection.rollback();
    } catch (SQLException e) {
      // SQLite itself rolls back when the disk is full; the driver then lacks its next transaction.
      if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
        throw new IllegalStateException("The profile's file cannot even be rolled back.", e);
      }
      begin();
    }
  }

  private void begin() {
    try (Statement begin = connection.createStatement()) {
      begin.execute("BEGIN");
    } catch (SQLException e) {
      throw new IllegalStateException("The profile's file takes no new transaction.", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("The profile's file cannot be closed.", e);
    }
  }

  private List<Stored> rows(String sql, byte[]... parameters) throws StoreException {
    try {
      PreparedStatement query = statement(sql);
      for (int i = 0; i < parameters.length; i++) {
        query.setBytes(i + 1, parameters[i]);
      }
      List<Stored> rows = new ArrayList<>();
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          Place place = new Place(found.getLong(1), bytes(found, 2), bytes(found, 3));
          rows.add(new Stored(place, bytes(found, 4)));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw SealedStore.failure(e);
    }
  }

  /// A column that should never be null may be, in a damaged file.
  private static byte[] bytes(ResultSet row, int column) throws SQLException {
    byte @Nullable [] value = row.getBytes(column);
    return value == null ? new byte[0] : value;
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      statements.put(sql, known);
    }
    return known;
  }
}

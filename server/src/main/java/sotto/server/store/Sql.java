package sotto.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import sotto.server.delivery.StoreFullException;

/// Statements of one connection, each prepared once, and its transactions: one begins with the
/// first statement after the last ended. Used by one thread.
final class Sql implements AutoCloseable {
  private final Connection connection;
  private final boolean transactional;
  private boolean begun;
  private long changed;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private Sql(Connection connection, boolean transactional) {
    this.connection = connection;
    this.transactional = transactional;
  }

  static Sql writing(Connection connection) {
    return new Sql(connection, true);
  }

  /// Every statement sees what is committed then.
  static Sql reading(Connection connection) {
    return new Sql(connection, false);
  }

  /// Reads one row.
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  Connection connection() {
    return connection;
  }

  /// Runs a statement that returns no rows; how many it changed.
  int run(String sql, Object... arguments) {
    return changed(runUncounted(sql, arguments));
  }

  /// Runs a statement whose rows say little about the pages that it touches.
  int runUncounted(String sql, Object... arguments) {
    try {
      return bound(sql, arguments).executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  <T> Optional<T> one(String sql, Row<T> row, Object... arguments) {
    try (ResultSet rows = bound(sql, arguments).executeQuery()) {
      return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  <T> List<T> all(String sql, Row<T> row, Object... arguments) {
    return until(each -> false, sql, row, arguments);
  }

  /// Reads rows up to the first that is enough.
  <T> List<T> until(Predicate<T> enough, String sql, Row<T> row, Object... arguments) {
    List<T> found = new ArrayList<>();
    try (ResultSet rows = bound(sql, arguments).executeQuery()) {
      while (rows.next()) {
        found.add(row.read(rows));
        if (enough.test(found.getLast())) {
          break;
        }
      }
      return found;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /// Counts what a statement changed, in rows; a large one counts as its pages.
  int changed(int rows) {
    changed += rows;
    return rows;
  }

  /// What was changed since the connection was opened.
  long changes() {
    return changed;
  }

  boolean begun() {
    return begun;
  }

  /// Ends the transaction; when this returns, it is on the disk.
  void commit() {
    if (begun) {
      try {
        prepare("COMMIT").execute();
        begun = false;
      } catch (SQLException e) {
        throw failure(e);
      }
    }
  }

  void rollback() {
    // The driver finalizes a statement that failed: all are prepared anew.
    forgetStatements();
    if (begun) {
      begun = false;
      try (Statement rollback = connection.createStatement()) {
        rollback.execute("ROLLBACK");
      } catch (SQLException e) {
        // SQLite may have undone the transaction itself when the disk was full.
        if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
          throw new StoreFailure(e);
        }
      }
    }
  }

  private void forgetStatements() {
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException finalized) {
        continue;
      }
    }
    prepared.clear();
  }

  /// A prepared statement, inside the transaction.
  PreparedStatement statement(String sql) throws SQLException {
    if (!begun && transactional) {
      prepare("BEGIN IMMEDIATE").execute();
      begun = true;
    }
    return prepare(sql);
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    return known;
  }

  /// What a failed statement means.
  static RuntimeException failure(SQLException e) {
    boolean full =
        e instanceof SQLiteException sqlite
            && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
    return full ? new StoreFullException(e) : new StoreFailure(e);
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    connection.close();
  }

  private PreparedStatement bound(String sql, Object... arguments) throws SQLException {
    PreparedStatement statement = statement(sql);
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case String text -> statement.setString(i + 1, text);
        default -> throw new IllegalArgumentException("no SQL type for " + arguments[i]);
      }
    }
    return statement;
  }
}

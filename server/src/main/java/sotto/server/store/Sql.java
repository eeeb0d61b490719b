package sotto.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import sotto.mls.codec.MlsException;
import sotto.server.delivery.StoreFullException;

/// Statements of one connection, each prepared once, and its transactions: one begins with the
/// first statement after the last ended. Used by one thread.
final class Sql implements AutoCloseable {
  private static final Pattern TABLE = Pattern.compile("\\b(?:FROM|INTO|UPDATE)\\s+(\\w+)");

  private final Connection connection;
  private final boolean transactional;
  private final Damage damage;
  private boolean begun;
  private long changed;
  private long writes;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private Sql(Connection connection, boolean transactional, Damage damage) {
    this.connection = connection;
    this.transactional = transactional;
    this.damage = damage;
  }

  static Sql writing(Connection connection, Damage damage) {
    return new Sql(connection, true, damage);
  }

  /// Every statement sees what is committed then.
  static Sql reading(Connection connection, Damage damage) {
    return new Sql(connection, false, damage);
  }

  /// Reads one row. Whatever else it throws says that the row is damaged.
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException, MlsException;
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
      return rows.next() ? Optional.of(read(row, rows, sql, arguments)) : Optional.empty();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  <T> List<T> all(String sql, Row<T> row, Object... arguments) {
    return until(each -> false, sql, row, arguments);
  }

  /// All rows but the damaged ones, which are told to the operator: for what concerns many.
  <T> List<T> sound(String sql, Row<T> row, Object... arguments) {
    List<Optional<T>> found = all(sql, each -> sound(row, each, sql, arguments), arguments);
    return found.stream().flatMap(Optional::stream).toList();
  }

  private <T> Optional<T> sound(Row<T> row, ResultSet rows, String sql, Object... arguments)
      throws SQLException {
    try {
      return Optional.of(read(row, rows, sql, arguments));
    } catch (DamagedRowException damaged) {
      damage.met(damaged);
      return Optional.empty();
    }
  }

  private static <T> T read(Row<T> row, ResultSet rows, String sql, Object... arguments)
      throws SQLException {
    try {
      return row.read(rows);
    } catch (StoreFullException | StoreFailure | DamagedRowException e) {
      throw e;
    } catch (MlsException | RuntimeException e) {
      throw damaged(sql, arguments, e);
    }
  }

  /// Named by what it was asked for with.
  private static DamagedRowException damaged(String sql, Object[] arguments, Exception why) {
    Matcher table = TABLE.matcher(sql);
    List<String> which = new ArrayList<>();
    for (Object argument : arguments) {
      which.add(
          argument instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : argument.toString());
    }
    if (why instanceof MlsException) {
      which.add(String.valueOf(why.getMessage()));
    }
    return new DamagedRowException(
        table.find() ? table.group(1) : "?", "row " + String.join(", ", which), why);
  }

  /// Reads rows up to the first that is enough.
  <T> List<T> until(Predicate<T> enough, String sql, Row<T> row, Object... arguments) {
    List<T> found = new ArrayList<>();
    try (ResultSet rows = bound(sql, arguments).executeQuery()) {
      while (rows.next()) {
        found.add(read(row, rows, sql, arguments));
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

  /// Counts the statements that were run to change something.
  long writes() {
    return writes;
  }

  Damage damage() {
    return damage;
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
    if (!sql.startsWith("SELECT")) {
      writes++;
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

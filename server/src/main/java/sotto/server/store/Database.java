package sotto.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteJDBCLoader;
import sotto.server.ServerException;

/// The SQLite file of a server: how it is opened, and how its schema moves on.
///
/// The schema's version is `PRAGMA user_version`; migration N is the resource `N.sql`, run in one
/// transaction when the version is below N.
public final class Database {
  static final int VERSION = 3;
  private static final String FILE = "server.db";

  private Database() {}

  /// The driver's native library.
  public static void loadDriver() {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception notHere) {
      // The first connection says why.
      return;
    }
  }

  public static Path file(Path folder) {
    return folder.resolve(FILE);
  }

  /// The connection of the one writer. A committed transaction is durable after
  /// [WriteAheadLog#force]; checkpoints are another thread's ([Checkpoints]).
  public static Connection writer(Path folder) throws SQLException, ServerException {
    try {
      DataFolder.createFile(file(folder));
    } catch (IOException e) {
      throw new ServerException("The database in " + folder + " cannot be made: " + e + ".", e);
    }
    Connection connection = open(folder);
    requireOwn(connection);
    pragmas(
        connection,
        "page_size=4096",
        "auto_vacuum=INCREMENTAL",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "wal_autocheckpoint=0",
        "cache_size=-65536",
        "temp_store=MEMORY",
        "busy_timeout=10000",
        "secure_delete=OFF");
    migrate(connection);
    return connection;
  }

  /// A connection that reads what has been committed, beside the writer.
  public static Connection reader(Path folder) throws SQLException {
    Connection connection = open(folder);
    pragmas(connection, "query_only=ON", "cache_size=-16384", "busy_timeout=10000");
    return connection;
  }

  /// A connection that copies the log into the database.
  static Connection checkpointer(Path folder) throws SQLException {
    Connection connection = open(folder);
    pragmas(connection, "synchronous=NORMAL", "busy_timeout=10000");
    return connection;
  }

  /// A connection for one small write from outside the server's process.
  public static Connection visitor(Path folder) throws SQLException {
    Connection connection = open(folder);
    pragmas(connection, "synchronous=FULL", "busy_timeout=10000");
    return connection;
  }

  private static Connection open(Path folder) throws SQLException {
    Properties properties = new Properties();
    // Otherwise the driver asks for the last row's id after every insert.
    properties.setProperty("jdbc.get_generated_keys", "false");
    Connection connection = JDBC.createConnection("jdbc:sqlite:" + file(folder), properties);
    if (connection == null) {
      throw new SQLException("The SQLite driver does not know its own address.");
    }
    return connection;
  }

  private static void pragmas(Connection connection, String... pragmas) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String pragma : pragmas) {
        statement.execute("PRAGMA " + pragma);
      }
    }
  }

  /// A database of another program (one of the classic systems, say) is left as it is.
  private static void requireOwn(Connection connection) throws SQLException, ServerException {
    String tables =
        "SELECT count(*), count(*) FILTER (WHERE name = 'setting') FROM sqlite_master WHERE type = 'table'";
    boolean strange;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(tables)) {
      strange = row.next() && row.getInt(1) > 0 && row.getInt(2) == 0;
    }
    if (strange) {
      connection.close();
      throw new ServerException(
          "The file "
              + FILE
              + " in this folder is a database of another program: choose another folder with --data.");
    }
  }

  private static void migrate(Connection connection) throws SQLException, ServerException {
    int from = version(connection);
    if (from > VERSION) {
      throw new ServerException(
          "The database was written by a newer Sotto (schema " + from + "): start that one.");
    }
    for (int next = from + 1; next <= VERSION; next++) {
      migrateTo(connection, next);
    }
  }

  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static void migrateTo(Connection connection, int version) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String sql : migration(version).split(";\\s*\\R")) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
      statement.execute("PRAGMA user_version=" + version);
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String migration(int version) throws SQLException {
    try (InputStream in = Database.class.getResourceAsStream(version + ".sql")) {
      if (in == null) {
        throw new SQLException("Migration " + version + " is missing from this build.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SQLException("Migration " + version + " cannot be read.", e);
    }
  }
}

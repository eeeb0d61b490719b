package sotto.server.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import sotto.server.delivery.StoreFullException;

/// Copies what is committed from the log into the database, beside the writer, so that the log
/// stays small and a start after a crash has little to read. Used by one thread.
public final class Checkpoints implements AutoCloseable {
  /// Pages in the log (64 MiB) above which the writer has to pause for the rest, because under
  /// constant writing the log never ends otherwise.
  private static final long MOST_PAGES = 16_384;

  private final Connection connection;

  Checkpoints(Connection connection) {
    this.connection = connection;
  }

  /// Copies what it can without stopping anybody; whether the writer has to help. A full disk is
  /// left to the writer to find.
  public boolean run() {
    try {
      return copy(connection) > MOST_PAGES;
    } catch (SQLException e) {
      RuntimeException failure = Sql.failure(e);
      if (failure instanceof StoreFullException) {
        return false;
      }
      throw failure;
    }
  }

  /// How many pages the log holds, copied or not.
  static long copy(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
      return row.next() ? row.getLong(2) : 0;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

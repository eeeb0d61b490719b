package sotto.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The file in which a committed transaction stands until it is copied into the database.
///
/// SQLite writes it with `synchronous=NORMAL`, so that `COMMIT` returns when the operating system
/// has the transaction: what was committed before [#force] began is on the disk when it returns,
/// here or, where a checkpoint has copied it, in the database, which SQLite syncs first.
public final class WriteAheadLog implements AutoCloseable {
  private final FileChannel file;

  private WriteAheadLog(FileChannel file) {
    this.file = file;
  }

  /// After the first transaction of this process; SQLite keeps the same file until it closes.
  static WriteAheadLog open(Path folder) throws IOException {
    Path database = Database.file(folder);
    Path log = database.resolveSibling(database.getFileName() + "-wal");
    return new WriteAheadLog(FileChannel.open(log, StandardOpenOption.WRITE));
  }

  public void force() throws IOException {
    file.force(false);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

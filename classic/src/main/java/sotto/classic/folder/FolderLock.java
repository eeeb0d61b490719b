package sotto.classic.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import sotto.classic.part.Refusal;

/// A file that one process at a time holds. The system lets go of it when the process ends, however
/// it ends.
record FolderLock(Path file) {
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  @FunctionalInterface
  interface Work<T> {
    T done() throws Refusal;
  }

  /// Waits for its turn.
  <T> T alone(Work<T> work) throws Refusal {
    IN_THIS_PROCESS.lock();
    try (FileChannel channel = opened();
        FileLock held = channel.lock()) {
      if (!held.isValid()) throw unusable();
      return work.done();
    } catch (IOException e) {
      throw unusable();
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private FileChannel opened() throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) Files.createDirectories(folder);
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private Refusal unusable() {
    return Refusal.here(
        "The file " + file + " cannot be written: is the disk full, or the folder not yours?");
  }
}

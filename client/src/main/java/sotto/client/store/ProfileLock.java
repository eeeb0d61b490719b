package sotto.client.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/// One process per profile: the second gets a sentence. The system releases the lock of a process
/// that was killed.
public final class ProfileLock implements AutoCloseable {
  private final FileChannel channel;

  private ProfileLock(FileChannel channel) {
    this.channel = channel;
  }

  public static ProfileLock take(ProfileFolder folder) throws StoreException {
    try {
      ProfileFolder.ownFile(folder.lockFile());
      FileChannel channel = FileChannel.open(folder.lockFile(), StandardOpenOption.WRITE);
      if (locked(channel)) {
        return new ProfileLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new StoreException(
          "The profile in " + folder.path() + " cannot be locked: check that you may write there.",
          e);
    }
    throw new StoreException(
        "The profile in "
            + folder.path()
            + " is open in another process: close that one, or use another --profile.");
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very process holds it
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

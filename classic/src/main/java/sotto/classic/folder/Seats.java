package sotto.classic.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import sotto.classic.part.Refusal;

/// Two seats, each a locked file: the lock goes when the process goes, however it ends. So a third
/// process finds no seat.
final class Seats {
  private final Path folder;
  private final FolderLock door;

  Seats(Path folder) {
    this.folder = folder;
    this.door = new FolderLock(folder.resolve("keys").resolve("door.lock"));
  }

  /// Sitting down, making keys and leaving are done by one process at a time: two that start at
  /// once would otherwise each make keys of their own.
  <T> T alone(FolderLock.Work<T> work) throws Refusal {
    return door.alone(work);
  }

  /// A seat that is held until it is closed.
  record Seat(Role role, FileChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        return;
      }
    }
  }

  Seat take() throws Refusal {
    for (Role role : Role.values()) {
      Optional<Seat> seat = tryTake(role);
      if (seat.isPresent()) return seat.get();
    }
    throw Refusal.refused("Two users are already in this folder, and this chat has only two.");
  }

  boolean isFree(Role role) throws Refusal {
    Optional<Seat> seat = tryTake(role);
    seat.ifPresent(Seat::close);
    return seat.isPresent();
  }

  private Optional<Seat> tryTake(Role role) throws Refusal {
    try {
      Files.createDirectories(folder.resolve("keys"));
      Path file = folder.resolve("keys").resolve(role.label() + ".lock");
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Optional<FileLock> lock = tryLock(channel);
      if (lock.isEmpty()) channel.close();
      return lock.map(_ -> new Seat(role, channel));
    } catch (IOException e) {
      throw Refusal.here(
          "The folder "
              + folder
              + " cannot be written: is the disk full, or the folder not yours?");
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }
}

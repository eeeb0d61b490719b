package sotto.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import sotto.server.ServerException;

/// Where one server keeps everything: readable by its user alone, used by one process at a time.
public final class DataFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /// Makes the folder when it is new, and takes its lock.
  public static DataFolder open(Path path) throws ServerException {
    try {
      create(path);
      Path lock = path.resolve("lock");
      createFile(lock);
      FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new ServerException(
            "Another server runs on " + path + ": stop it, or choose another --data folder.");
      }
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new ServerException(
          "The data folder "
              + path
              + " cannot be used: "
              + (e instanceof AccessDeniedException ? "you may not write there" : e.getMessage())
              + ".",
          e);
    }
  }

  public Path path() {
    return path;
  }

  public Path file(String name) {
    return path.resolve(name);
  }

  /// Writes a file as a whole: after a crash it is the old one or the new one.
  public static void write(Path file, byte[] content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    createFile(beside);
    try (FileChannel out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(content));
      out.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Makes an empty file that only its owner can read, if there is none; SQLite gives its side
  /// files the permissions of the database.
  public static void createFile(Path file) throws IOException {
    try {
      Files.createFile(file, attributes(OWNER_ONLY));
    } catch (FileAlreadyExistsException present) {
      restrict(file, OWNER_ONLY);
    }
  }

  /// Makes a folder that only its owner can enter, if there is none.
  public static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      restrict(folder, OWNER_ONLY_FOLDER);
      return;
    }
    Files.createDirectories(folder, attributes(OWNER_ONLY_FOLDER));
    restrict(folder, OWNER_ONLY_FOLDER);
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
      throw new UncheckedIOException(e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException sameProcess) {
      return false;
    }
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return posix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static void restrict(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (posix() && !Files.getPosixFilePermissions(path).equals(permissions)) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}

package sotto.client.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// The folder of one profile and the files in it, which only their owner may read.
public record ProfileFolder(Path path) {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /// How the profile is unlocked: a salt, or the key itself.
  public Path unlockFile() {
    return path.resolve("unlock");
  }

  Path unlockDraft() {
    return path.resolve("unlock.new");
  }

  public Path database() {
    return path.resolve("profile.db");
  }

  public Path lockFile() {
    return path.resolve("lock");
  }

  public boolean holdsProfile() {
    return Files.exists(unlockFile());
  }

  /// Whether rows lie here that nothing opens any more. A profile that a killed process was making
  /// is none: there the draft of its unlock file lies beside it.
  boolean lostItsUnlockFile() {
    return Files.exists(database()) && !Files.exists(unlockFile()) && !Files.exists(unlockDraft());
  }

  StoreException without(String state) {
    return new StoreException(
        "There is a profile in %s whose file unlock is %s; put it back from a backup, or name another folder."
            .formatted(path, state));
  }

  /// What came back from a disk or a copy that knows no modes is its owner's alone again, where the
  /// file system can say so.
  void narrow() {
    narrow(path, "rwx------");
    files().forEach(file -> narrow(file, "rw-------"));
  }

  private static void narrow(Path file, String mode) {
    try {
      if (posix(file.toAbsolutePath()) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        var wanted = PosixFilePermissions.fromString(mode);
        if (!wanted.containsAll(Files.getPosixFilePermissions(file))) {
          Files.setPosixFilePermissions(file, wanted);
        }
      }
    } catch (IOException | UnsupportedOperationException e) {
      return; // another's file, or a file system without modes: it is used as it is
    }
  }

  /// All files of a profile.
  public List<Path> files() {
    return List.of(
        database(),
        path.resolve("profile.db-wal"),
        path.resolve("profile.db-shm"),
        path.resolve("profile.db-journal"),
        unlockDraft(),
        unlockFile(),
        lockFile());
  }

  /// What a process that was killed left of a profile that it was making.
  void clear() throws IOException {
    for (Path file : files()) {
      if (!file.equals(lockFile())) {
        Files.deleteIfExists(file);
      }
    }
  }

  public void create() throws StoreException {
    try {
      if (!Files.isDirectory(path)) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        if (posix(path.toAbsolutePath())) {
          Files.createDirectory(path, OWNER_FOLDER);
        } else {
          Files.createDirectory(path);
        }
      } else if (posix(path)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw new StoreException(
          "The profile folder " + path + " cannot be made: check that you may write there.", e);
    }
  }

  /// Makes an empty file that only its owner may read, whatever the umask says; an existing one is
  /// narrowed to that.
  static void ownFile(Path file) throws IOException {
    try {
      if (posix(file.toAbsolutePath())) {
        Files.createFile(file, OWNER_FILE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      if (posix(file)) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    }
  }

  private static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}

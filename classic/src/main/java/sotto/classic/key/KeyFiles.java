package sotto.classic.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PublicKey;
import sotto.classic.part.Refusal;

/// Keys in files: written beside and renamed, so that a full disk leaves no half of one; private
/// ones for their owner only.
public final class KeyFiles {

  private KeyFiles() {}

  public static void writePublic(Path file, PublicKey key) throws Refusal {
    write(file, RsaKeys.pem(key).getBytes(StandardCharsets.US_ASCII));
  }

  public static void writePrivate(Path file, KeyPair keys) throws Refusal {
    writeSecret(file, RsaKeys.pem(keys.getPrivate()).getBytes(StandardCharsets.US_ASCII));
  }

  /// A server's private key is not replaced unasked: clients have the public half of it.
  public static void requireVacant(Path file) throws Refusal {
    if (Files.exists(file))
      throw Refusal.here(
          "The file "
              + file.getFileName()
              + " is there already, and clients may have its public half: add --replace to make new"
              + " keys in its place.");
  }

  public static PublicKey readPublic(Path file) throws Refusal {
    return RsaKeys.publicKey(new String(read(file), StandardCharsets.US_ASCII));
  }

  public static KeyPair readPrivate(Path file) throws Refusal {
    return RsaKeys.privateKey(new String(read(file), StandardCharsets.US_ASCII));
  }

  public static byte[] read(Path file) throws Refusal {
    try {
      if (Files.size(file) > 64 * 1024)
        throw Refusal.here("The file " + file + " is too large to be a key.");
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw Refusal.here("The file " + file + " cannot be read.");
    }
  }

  public static void write(Path file, byte[] bytes) throws Refusal {
    write(file, bytes, new FileAttribute<?>[0]);
  }

  public static void writeSecret(Path file, byte[] bytes) throws Refusal {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owner =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    write(file, bytes, owner);
  }

  private static void write(Path file, byte[] bytes, FileAttribute<?>[] attributes) throws Refusal {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) Files.createDirectories(parent);
      Files.deleteIfExists(beside);
      Files.createFile(beside, attributes);
      Files.write(beside, bytes);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      removed(beside);
      throw Refusal.here(
          "The file " + file + " cannot be written: is the disk full, or the folder not yours?");
    }
  }

  /// Half a file would only take room on a disk that has none.
  private static void removed(Path beside) {
    try {
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      return;
    }
  }
}

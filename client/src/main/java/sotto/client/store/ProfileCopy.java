package sotto.client.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;

/// A copy of a closed profile, for the day on which its device is lost. It is sealed as the profile
/// is, and unlocked in the same way. Used once the profile has gone on without it, it is an old
/// copy, which the next login shows (rules 21).
public final class ProfileCopy {
  private ProfileCopy() {}

  /// On disk when this returns. What fails half-way is no profile: the unlock file comes last.
  public static void make(ProfileFolder from, ProfileFolder to) throws StoreException {
    if (!from.holdsProfile()) {
      throw new StoreException(
          "There is no profile in " + from.path() + ": name the right one with --profile.");
    }
    if (Files.exists(to.path())) {
      throw new StoreException(
          to.path() + " exists already: name a folder that the copy can be made in.");
    }
    try (ProfileLock _ = ProfileLock.take(from)) {
      to.create();
      ProfileFolder.ownFile(to.database());
      copyRows(from.database(), to.database());
      sync(to.database());
      ProfileFolder.ownFile(to.unlockFile());
      Files.write(to.unlockFile(), Files.readAllBytes(from.unlockFile()));
      sync(to.unlockFile());
    } catch (IOException e) {
      throw new StoreException(
          "The copy in " + to.path() + " cannot be written: is the disk full?", e);
    }
  }

  private static void copyRows(Path from, Path to) throws StoreException {
    try (var rows = DriverManager.getConnection("jdbc:sqlite:" + from);
        var copy = rows.prepareStatement("VACUUM INTO ?")) {
      copy.setString(1, to.toString());
      copy.execute();
    } catch (SQLException e) {
      throw SealedStore.failure(e);
    }
  }

  private static void sync(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}

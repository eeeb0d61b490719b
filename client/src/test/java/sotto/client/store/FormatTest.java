package sotto.client.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Unlock;
import sotto.client.engine.Change;
import sotto.client.engine.Table;

/// Profiles of other builds end with a sentence, never half read.
class FormatTest {
  @TempDir Path folder;

  @Test
  void aProfileOfANewerBuildIsLeftToThatOne() throws Exception {
    profile();
    format(RowFile.FORMAT + 1);
    assertThatThrownBy(() -> Client.open(folder, new Unlock.KeyFile()))
        .isInstanceOf(ClientException.Local.class)
        .hasMessageContaining("written by a newer Sotto (format 2");
  }

  @Test
  void aProfileOfAnEarlyBuildThatCannotBeReadSaysWhatToDo() throws Exception {
    profile();
    format(0);
    assertThatThrownBy(() -> Client.open(folder, new Unlock.KeyFile()))
        .isInstanceOf(ClientException.Local.class)
        .hasMessageContaining("made by an early build of Sotto")
        .hasMessageContaining("register again");
  }

  @Test
  void aProfileOfThisFormatThatCannotBeReadIsNoEarlyBuilds() throws Exception {
    profile();
    assertThatThrownBy(() -> Client.open(folder, new Unlock.KeyFile()))
        .isInstanceOf(ClientException.Local.class)
        .hasMessageContaining("cannot be read")
        .hasMessageContaining("backup");
  }

  @Test
  void aProfileWhoseFileIsNoDatabaseIsDamaged() throws Exception {
    profile();
    Files.writeString(folder.resolve("profile.db"), "no database at all, whatever was here before");
    assertThatThrownBy(() -> Client.open(folder, new Unlock.KeyFile()))
        .isInstanceOf(ClientException.Local.class)
        .hasMessage("The profile's file is damaged: go on with a backup of it.");
  }

  /// With a row about itself that this build does not understand.
  private void profile() throws StoreException {
    var strange = new Change.Put(Table.SELF, "self", new byte[] {99, 1, 2, 3});
    SealedStore.create(
            new ProfileFolder(folder), new Unlock.KeyFile(), new Random(1), _ -> List.of(strange))
        .close();
  }

  private void format(int number) throws SQLException {
    try (var rows = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("profile.db"));
        var statement = rows.createStatement()) {
      statement.execute("PRAGMA user_version=" + number);
    }
  }
}

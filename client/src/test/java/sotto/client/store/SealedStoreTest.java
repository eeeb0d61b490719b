package sotto.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.Unlock;
import sotto.client.engine.Change;
import sotto.client.engine.Change.Delete;
import sotto.client.engine.Change.Put;
import sotto.client.engine.Table;

/// Rules 21, invariant 4, attacks L1, L2, L6, L7, L9.
class SealedStoreTest {
  private static final Unlock KEY_FILE = new Unlock.KeyFile();
  private static final String CANARY = "the canary sings at noon";

  @TempDir Path temp;

  @Test
  void whatWasPutComesBackInOrder() throws Exception {
    fill(temp.resolve("p"));
    try (SealedStore store = open(temp.resolve("p"))) {
      assertThat(text(store.shelf(Table.HISTORY, "c1"))).containsExactly("m1", "m2 edited", "m4");
      assertThat(store.load(Table.MLS_GROUP)).containsOnlyKeys("g1", "g2");
      assertThat(store.find(Table.HISTORY, "id2").map(v -> new String(v, StandardCharsets.UTF_8)))
          .contains("m2 edited");
      assertThat(store.find(Table.HISTORY, "id3")).isEmpty();
    }
  }

  @Test
  void aShelfIsClearedAndARowThatMovesLeavesItsOldShelf() throws Exception {
    Path profile = temp.resolve("p");
    fill(profile);
    try (SealedStore store = open(profile)) {
      store.apply(
          List.of(
              new Put(Table.HISTORY, "id9", "c2", "m9".getBytes(StandardCharsets.UTF_8)),
              new Put(Table.HISTORY, "id2", "c2", "moved".getBytes(StandardCharsets.UTF_8))));
      assertThat(text(store.shelf(Table.HISTORY, "c1"))).containsExactly("m1", "m4");
      assertThat(text(store.shelf(Table.HISTORY, "c2"))).containsExactly("m9", "moved");
      store.apply(List.of(new Change.Clear(Table.HISTORY, "c2")));
      assertThat(store.shelf(Table.HISTORY, "c2")).isEmpty();
      assertThat(store.find(Table.HISTORY, "id9")).isEmpty();
      store.apply(List.of(new Change.Clear(Table.HISTORY, "nothing here")));
    }
    try (SealedStore store = open(profile)) {
      assertThat(text(store.shelf(Table.HISTORY, "c1"))).containsExactly("m1", "m4");
      assertThat(store.shelf(Table.HISTORY, "c2")).isEmpty();
      store.apply(
          List.of(new Put(Table.HISTORY, "id10", "c2", "new".getBytes(StandardCharsets.UTF_8))));
      assertThat(text(store.shelf(Table.HISTORY, "c2"))).containsExactly("new");
    }
  }

  /// As SQLite does by itself when the disk is full.
  @Test
  void aWriteThatTheDatabaseRolledBackItselfIsOneErrorAndTheStoreGoesOn() throws Exception {
    Path profile = temp.resolve("p");
    fill(profile);
    sql(
        profile,
        "CREATE TRIGGER full BEFORE INSERT ON history WHEN (SELECT COUNT(*) FROM history) = 4"
            + " BEGIN SELECT RAISE(ROLLBACK, 'disk full'); END");
    try (SealedStore store = open(profile)) {
      var tooMuch = List.<Change>of(message("id5", "m5"), message("id6", "m6"));
      assertThatThrownBy(() -> store.apply(tooMuch)).isInstanceOf(StoreException.class);
      store.apply(List.of(message("id7", "m7")));
      assertThat(text(store.shelf(Table.HISTORY, "c1")))
          .containsExactly("m1", "m2 edited", "m4", "m7");
    }
  }

  @Test
  void aPassphraseOpensOnlyItsProfile() throws Exception {
    ProfileFolder folder = new ProfileFolder(temp.resolve("p"));
    Unlock right = new Unlock.Passphrase("correct horse".toCharArray());
    SealedStore.create(folder, right, new Random(1)).close();
    SealedStore.open(folder, right, new Random(2)).close();
    Unlock wrong = new Unlock.Passphrase("correct house".toCharArray());
    assertThatThrownBy(() -> SealedStore.open(folder, wrong, new Random(3)))
        .isInstanceOf(StoreException.class)
        .hasMessage("The passphrase is wrong: try again.");
    assertThatThrownBy(() -> SealedStore.open(folder, KEY_FILE, new Random(3)))
        .hasMessageContaining("needs its passphrase");
  }

  @Test
  void aProfileIsThereWholeOrNotAtAllWhereverItsMakingWasCutOff() throws Exception {
    ProfileFolder folder = new ProfileFolder(temp.resolve("p"));
    assertThatThrownBy(() ->
            SealedStore.create(
                folder,
                KEY_FILE,
                new Random(1),
                _ -> {
                  throw new IllegalStateException("killed");
                }))
        .hasMessage("killed");
    assertThat(folder.holdsProfile()).isFalse();
    Path copy = temp.resolve("left");
    Files.createDirectory(copy);
    for (String file : List.of("profile.db", "unlock.new")) {
      Files.writeString(copy.resolve(file), "half written");
    }
    ProfileFolder left = new ProfileFolder(copy);
    SealedStore.create(left, KEY_FILE, new Random(2), _ -> List.of(message("id1", "first")))
        .close();
    try (SealedStore store = open(copy)) {
      assertThat(text(store.shelf(Table.HISTORY, "c1"))).containsExactly("first");
    }
    assertThat(Files.exists(copy.resolve("unlock.new"))).isFalse();
  }

  @Test
  void aSecondOpeningIsRefused() throws Exception {
    fill(temp.resolve("p"));
    SealedStore first = open(temp.resolve("p"));
    assertThatThrownBy(() -> open(temp.resolve("p"))).hasMessageContaining("another process");
    first.close();
    open(temp.resolve("p")).close();
  }

  @Tag("invariant-4")
  @Test
  void aFullDiskIsSaidLosesNothingAndIsOverWhenThereIsSpace() throws Exception {
    fill(temp.resolve("p"));
    Put large = new Put(Table.HISTORY, "large", "c1", new byte[100_000]);
    Put small = new Put(Table.SELF, "number", new byte[] {7});
    try (SealedStore store = open(temp.resolve("p"))) {
      store.limit(1); // no lower than what the file has already
      assertThatThrownBy(() -> store.apply(List.of(small, large)))
          .isInstanceOf(StoreException.class)
          .hasMessage("The disk is full: make room, then try again.");
      assertThat(store.load(Table.SELF)).doesNotContainKey("number");
      assertThat(text(store.shelf(Table.HISTORY, "c1"))).containsExactly("m1", "m2 edited", "m4");
      store.limit(1_000_000);
      store.apply(List.of(small, large));
    }
    try (SealedStore store = open(temp.resolve("p"))) {
      assertThat(store.load(Table.SELF)).containsKey("number");
      assertThat(store.shelf(Table.HISTORY, "c1")).hasSize(4);
    }
  }

  @Test
  void filesAreTheOwnersAlone() throws Exception {
    Path profile = temp.resolve("p");
    fill(profile);
    try (SealedStore store = open(profile)) {
      store.apply(List.of(new Put(Table.SELF, "a", new byte[1])));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profile)))
          .isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(profile)) {
        for (Path file : files.toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .as(file.toString())
              .isEqualTo("rw-------");
        }
      }
    }
  }

  @Tag("invariant-1")
  @Test
  void nothingReadableLiesInTheFiles() throws Exception {
    Path profile = temp.resolve("p");
    fill(profile);
    try (Stream<Path> files = Files.list(profile)) {
      for (Path file : files.toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes).as(file.toString()).doesNotContain(CANARY).doesNotContain("m2 edited");
      }
    }
  }

  @Test
  void anyFlippedByteIsNoticedOrWithoutEffect() throws Exception {
    Path profile = temp.resolve("p");
    fill(profile);
    Path file = new ProfileFolder(profile).database();
    byte[] genuine = Files.readAllBytes(file);
    String whole = contents(profile);
    Random random = new Random(7);
    int noticed = 0;
    for (int at = 0; at < genuine.length; at += 1 + random.nextInt(1500)) {
      byte[] flipped = genuine.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);
      try {
        assertThat(contents(profile)).as("byte " + at).isEqualTo(whole);
      } catch (StoreException | DamagedProfile e) {
        noticed++;
      }
      try (Stream<Path> files = Files.list(profile)) {
        for (Path left : files.filter(f -> f.toString().contains("-wal")).toList()) {
          Files.delete(left);
        }
      }
    }
    Files.write(file, genuine);
    assertThat(contents(profile)).isEqualTo(whole);
    assertThat(noticed).isPositive();
  }

  @Test
  void swappedDeletedAndOldRowsAreNoticed() throws Exception {
    for (String sql :
        List.of(
            "DELETE FROM history WHERE number = (SELECT min(number) FROM history)",
            "UPDATE history SET sealed = (SELECT sealed FROM history h ORDER BY number LIMIT 1)",
            "UPDATE history SET number = 1000 - number",
            "UPDATE history SET shelf = x'00' WHERE number = (SELECT max(number) FROM history)",
            "DELETE FROM mls_group WHERE number = (SELECT min(number) FROM mls_group)",
            "UPDATE mls_group SET sealed = (SELECT sealed FROM mls_group ORDER BY number LIMIT 1)",
            "DELETE FROM shelf",
            "DELETE FROM root")) {
      Path profile = temp.resolve("p" + Math.abs(sql.hashCode()));
      fill(profile);
      sql(profile, sql);
      assertThatThrownBy(() -> contents(profile)).as(sql).isInstanceOf(StoreException.class);
    }
  }

  @Tag("rule-21")
  @Test
  void oneRowPutBackFromAnOlderCopyIsNoticed() throws Exception {
    Path profile = temp.resolve("p");
    fill(profile);
    byte[] old = sealedGroup(profile);
    try (SealedStore store = open(profile)) {
      store.apply(
          List.of(
              new Put(Table.MLS_GROUP, "g1", "a newer epoch".getBytes(StandardCharsets.UTF_8))));
    }
    try (Connection c = connect(profile);
        var put = c.prepareStatement("UPDATE mls_group SET sealed = ? WHERE number = ?")) {
      put.setBytes(1, old);
      put.setLong(2, groupNumber);
      assertThat(put.executeUpdate()).isEqualTo(1);
    }
    assertThatThrownBy(() -> contents(profile)).hasMessageContaining("changed or damaged");
  }

  private long groupNumber;

  private byte[] sealedGroup(Path profile) throws SQLException {
    try (Connection c = connect(profile);
        Statement s = c.createStatement();
        var row = s.executeQuery("SELECT number, sealed FROM mls_group ORDER BY number LIMIT 1")) {
      row.next();
      groupNumber = row.getLong(1);
      return row.getBytes(2);
    }
  }

  private static void fill(Path profile) throws StoreException {
    try (SealedStore store =
        SealedStore.create(new ProfileFolder(profile), KEY_FILE, new Random(1))) {
      store.apply(
          List.of(
              new Put(Table.MLS_GROUP, "g1", CANARY.getBytes(StandardCharsets.UTF_8)),
              new Put(Table.MLS_GROUP, "g2", new byte[9000]),
              message("id1", "m1"),
              message("id2", "m2"),
              message("id3", "m3")));
      store.apply(
          List.of(
              message("id2", "m2 edited"), message("id4", "m4"), new Delete(Table.HISTORY, "id3")));
    }
  }

  private static Put message(String id, String text) {
    return new Put(Table.HISTORY, id, "c1", text.getBytes(StandardCharsets.UTF_8));
  }

  private static SealedStore open(Path profile) throws StoreException {
    return SealedStore.open(new ProfileFolder(profile), KEY_FILE, new Random(5));
  }

  private static String contents(Path profile) throws StoreException {
    try (SealedStore store = open(profile)) {
      StringBuilder all = new StringBuilder();
      for (Table table : Table.values()) {
        if (table.scope() == Table.Scope.STATE) {
          for (Map.Entry<String, byte[]> row : new TreeMap<>(store.load(table)).entrySet()) {
            all.append(row.getKey())
                .append('=')
                .append(new String(row.getValue(), StandardCharsets.UTF_8))
                .append('\n');
          }
        }
      }
      return all.append(text(store.shelf(Table.HISTORY, "c1"))).toString();
    }
  }

  private static List<String> text(List<byte[]> values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(new String(value, StandardCharsets.UTF_8)));
    return texts;
  }

  private static Connection connect(Path profile) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + new ProfileFolder(profile).database());
  }

  private static void sql(Path profile, String sql) throws SQLException {
    try (Connection c = connect(profile);
        Statement s = c.createStatement()) {
      s.executeUpdate(sql);
    }
  }
}

package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Event;
import sotto.client.Unlock;

/// What is done to files, keys and ports, and heals or stops: rules 2, 13, 21.
class HealingTest {
  @TempDir Path temp;

  @Test
  void aFlippedByteIsRefusedAndTheGenuineMessageStillRead() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.enters("alice");
      Person bob = house.enters("bob");
      alice.says("bob", "before");
      bob.reads();
      bob.says("alice", "accepted");
      alice.reads();
      bob.goesAway();
      alice.says("bob", "a fragile message");
      flipLastBody(house.serverData(), 3);
      bob.comesBack();
      Event.Unreadable refused = bob.sees(Event.Unreadable.class, _ -> true);
      assertThat(refused.remedy()).contains("send it again");
      assertThat(bob.reads().text()).isEqualTo("a fragile message");
      assertThat(bob.texts("alice")).containsExactly("before", "accepted", "a fragile message");
      alice.says("bob", "after");
      assertThat(bob.reads().text()).isEqualTo("after");
    }
  }

  @Tag("rule-2")
  @Test
  void aServerWithAnotherKeyIsASecurityStop() throws Exception {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    try (House house = House.open(temp);
        House other = House.open(elsewhere)) {
      String mixed = other.invite().replaceFirst("#[0-9a-f]{64}", "#" + "ab".repeat(32));
      assertThatThrownBy(
              () -> Client.register(house.profile("eve"), new Unlock.KeyFile(), mixed, "eve"))
          .isInstanceOf(ClientException.SecurityStop.class);
      assertThat(Client.profileKind(house.profile("eve"))).isEqualTo(Client.ProfileKind.NONE);
    }
  }

  @Test
  void nothingThatAnswersIsUnreachable() throws Exception {
    try (House house = House.open(temp)) {
      String link = house.invite();
      house.serverStops();
      assertThatThrownBy(
              () -> Client.register(house.profile("eve"), new Unlock.KeyFile(), link, "eve"))
          .isInstanceOf(ClientException.Unreachable.class);
    }
  }

  @Tag("rule-21")
  @Tag("invariant-4")
  @Test
  void oneRowOfAProfilePutBackFromAnOlderCopyOpensNothingAndSendsNothing() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.enters("alice");
      Person bob = house.enters("bob");
      alice.says("bob", "one");
      bob.reads("one");
      bob.goesAway();
      bob.keepsACopy();
      bob.comesBack();
      bob.says("alice", "two");
      alice.reads("two");
      bob.goesAway();
      Path whole = temp.resolve("whole");
      Folders.copy(house.profile("bob"), whole);
      ratchetOf(house.profile("bob.copy"), house.profile("bob"));
      assertThatThrownBy(bob::opens)
          .isInstanceOf(ClientException.Local.class)
          .hasMessageContaining("changed or damaged");
      Folders.delete(house.profile("bob"));
      Folders.copy(whole, house.profile("bob"));
      bob.comesBack();
      bob.says("alice", "three");
      alice.reads("three");
      assertThat(alice.texts("bob")).containsExactly("one", "two", "three");
    }
  }

  /// Puts one row of an MLS group that has changed since back into a profile, and nothing else.
  private static void ratchetOf(Path from, Path to) throws SQLException {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + to.resolve("profile.db"));
        Statement s = c.createStatement()) {
      s.execute("ATTACH '" + from.resolve("profile.db") + "' AS old");
      String before = "(SELECT sealed FROM old.mls_group o WHERE o.number = mls_group.number)";
      String changed =
          "(SELECT n.number FROM mls_group n JOIN old.mls_group o ON o.number = n.number"
              + " WHERE o.sealed <> n.sealed LIMIT 1)";
      assertThat(
              s.executeUpdate(
                  "UPDATE mls_group SET sealed = " + before + " WHERE number = " + changed))
          .isEqualTo(1);
    }
  }

  /// Changes one byte of the newest stored body.
  private static void flipLastBody(Path data, int fromEnd) throws Exception {
    try (Stream<Path> files = Files.list(data)) {
      Path database = files.filter(f -> f.toString().endsWith(".db")).findFirst().orElseThrow();
      try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + database);
          Statement s = c.createStatement()) {
        s.execute("PRAGMA busy_timeout=5000");
        long id;
        byte[] bytes;
        try (ResultSet row = s.executeQuery("SELECT id, bytes FROM body ORDER BY id DESC")) {
          assertThat(row.next()).isTrue();
          id = row.getLong(1);
          bytes = row.getBytes(2);
        }
        bytes[bytes.length - fromEnd] ^= 1;
        try (PreparedStatement put = c.prepareStatement("UPDATE body SET bytes = ? WHERE id = ?")) {
          put.setBytes(1, bytes);
          put.setLong(2, id);
          assertThat(put.executeUpdate()).isEqualTo(1);
        }
      }
    }
  }
}

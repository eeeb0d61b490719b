package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.Event.PresenceState;
import sotto.client.Unlock;

/// What goes wrong and heals by itself, or stops: rules 3, 13, 20, 21, 29.
class HealingTest {
  @TempDir Path temp;

  @Tag("rule-21")
  @Test
  void anOldCopyOfAProfileNoticesRejoinsAndTalksOn() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      alice.says("bob", "one");
      bob.reads();
      bob.says("alice", "two");
      house.leaves(bob);
      copy(house.profile("bob"), temp.resolve("copy"));
      Person later = house.comes("bob");
      later.says("alice", "three");
      house.leaves(later);
      copy(temp.resolve("copy"), house.profile("bob"));

      Person old = house.comes("bob");
      old.sees(Event.Notice.class, n -> n.sentence().contains("older copy"));
      alice.sees(Event.Rejoined.class, r -> r.who().equals(old.address()));
      old.sees(Event.Membership.class, m -> m.added().contains(alice.address()));
      old.says("alice", "four");
      alice.says("bob", "five");
      assertThat(old.reads().text()).isEqualTo("five");
      assertThat(alice.texts("bob")).containsExactly("one", "two", "three", "four", "five");
    }
  }

  @Test
  void aFlippedByteIsRefusedAndTheGenuineMessageStillRead() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      alice.says("bob", "before");
      bob.reads();
      bob.says("alice", "accepted");
      alice.reads();
      house.leaves(bob);
      alice.says("bob", "a fragile message");
      flipLastBody(house.serverData(), 3);
      Person back = house.comes("bob");
      Event.Unreadable refused = back.sees(Event.Unreadable.class, _ -> true);
      assertThat(refused.remedy()).contains("send it again");
      assertThat(back.reads().text()).isEqualTo("a fragile message");
      assertThat(back.texts("alice")).containsExactly("before", "accepted", "a fragile message");
      alice.says("bob", "after");
      assertThat(back.reads().text()).isEqualTo("after");
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
      house.stopServer();
      assertThatThrownBy(
              () -> Client.register(house.profile("eve"), new Unlock.KeyFile(), link, "eve"))
          .isInstanceOf(ClientException.Unreachable.class);
    }
  }

  @Test
  void aTakenNameAndAUsedInviteAreRefusals() throws Exception {
    try (House house = House.open(temp)) {
      house.register("alice");
      assertThatThrownBy(() ->
              Client.register(
                  house.profile("second"), new Unlock.KeyFile(), house.invite(), "alice"))
          .isInstanceOf(ClientException.Refused.class);
      String once = house.invite();
      house.entered(
          "bob", Client.register(house.profile("bob"), new Unlock.KeyFile(), once, "bob"));
      assertThatThrownBy(
              () -> Client.register(house.profile("third"), new Unlock.KeyFile(), once, "carol"))
          .isInstanceOf(ClientException.Refused.class);
    }
  }

  @Tag("rule-29")
  @Test
  void contactsWhoBothAllowItSeeEachOtherComeAndGo() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      alice.says("bob", "hi");
      bob.reads();
      bob.says("alice", "hi");
      alice.sees(Event.Presence.class, p -> p.state() == PresenceState.HERE);
      house.leaves(bob);
      alice.sees(Event.Presence.class, p -> p.state() == PresenceState.AWAY);
      assertThat(alice.client().present()).isEmpty();
    }
  }

  @Test
  void safetyNumbersAgreeAndTrustShows() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      alice.says("bob", "hi");
      bob.reads();
      assertThat(alice.client().safetyNumber("bob").digits())
          .isEqualTo(bob.client().safetyNumber("alice").digits())
          .hasSize(60);
      alice.client().trust("bob");
      assertThat(alice.client().contacts().getFirst().trust())
          .isEqualTo(Conversation.Trust.VERIFIED);
      Person carol = house.register("carol");
      var sent =
          carol
              .client()
              .send("bob@localhost#" + bob.client().fingerprint(), "hi", Optional.empty());
      carol.client().awaitAccepted(sent.id(), Duration.ofSeconds(10));
      assertThat(carol.client().contacts().getFirst().trust())
          .isEqualTo(Conversation.Trust.VERIFIED);
      assertThatThrownBy(
              () -> carol.client().send("bob@localhost#" + "00".repeat(32), "hi", Optional.empty()))
          .isInstanceOf(ClientException.SecurityStop.class);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
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

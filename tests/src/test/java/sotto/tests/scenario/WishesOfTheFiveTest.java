package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Contact;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.Unlock;

/// What the five original documents name as their limits or wish for later, found in Sotto itself.
/// Names begin with the claim's id; see docs/classic.md.
class WishesOfTheFiveTest {
  @TempDir static Path temp;
  private static House house;
  private static Person alice;
  private static Person bob;

  @BeforeAll
  static void twoPeopleTalk() throws Exception {
    house = House.open(temp);
    alice = house.register("alice");
    bob = house.register("bob");
    alice.says("bob", "the first of many");
    bob.reads();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void S2_38_anotherServerKeyThanTheInvitesIsASecurityStop() throws Exception {
    String link = house.invite();
    int at = link.indexOf('#') + 3;
    char other = link.charAt(at) == 'a' ? 'b' : 'a';
    String forged = link.substring(0, at) + other + link.substring(at + 1);
    assertThatThrownBy(
            () -> Client.register(house.profile("carol"), new Unlock.KeyFile(), forged, "carol"))
        .isInstanceOf(ClientException.SecurityStop.class);
  }

  @Test
  void S2_39_aLostProfileGoesOnFromItsCopyWithAllThatItHadRead(@TempDir Path other)
      throws Exception {
    try (House lost = House.open(other)) {
      Person anna = lost.register("anna");
      Person ben = lost.register("ben");
      anna.says("ben", "kept in the copy");
      ben.reads();
      ben.says("anna", "accepted");
      anna.reads();
      lost.leaves(ben);
      Client.backup(lost.profile("ben"), lost.profile("stick"));
      Person before = lost.comes("ben");
      before.says("anna", "after the copy was made");
      anna.reads();
      lost.leaves(before);
      Files.delete(lost.profile("ben").resolve("profile.db"));
      Person back = lost.comes("stick");
      assertThat(back.texts("anna")).contains("kept in the copy", "accepted");
      back.sees(Event.Membership.class, change -> change.added().contains(back.address()));
      anna.says("ben", "welcome back");
      assertThat(back.reads().text()).isEqualTo("welcome back");
    }
  }

  @Test
  void aCopyIsMadeOfAClosedProfileIntoANewFolderOnly(@TempDir Path other) throws Exception {
    try (House house = House.open(other)) {
      Person anna = house.register("anna");
      Path profile = house.profile("anna");
      assertThatThrownBy(() -> Client.backup(profile, house.profile("copy")))
          .isInstanceOf(ClientException.Local.class)
          .hasMessageContaining("open in another process");
      house.leaves(anna);
      assertThatThrownBy(() -> Client.backup(profile, profile))
          .isInstanceOf(ClientException.Local.class)
          .hasMessageContaining("exists already");
      assertThatThrownBy(() -> Client.backup(house.profile("nobody"), house.profile("copy")))
          .isInstanceOf(ClientException.Local.class)
          .hasMessageContaining("no profile");
      Client.backup(profile, house.profile("copy"));
      assertThat(Files.getPosixFilePermissions(house.profile("copy").resolve("profile.db")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void S2_40_anEleventhPersonIsAsWelcomeAsTheFirst(@TempDir Path other) throws Exception {
    try (House many = House.open(other)) {
      Person first = many.register("first");
      for (int i = 2; i <= 10; i++) {
        many.leaves(many.register("person" + i));
      }
      Person eleventh = many.register("eleventh");
      first.says("eleventh", "come in");
      assertThat(eleventh.reads().text()).isEqualTo("come in");
    }
  }

  @Test
  void S2_48_conversationsUseEllipticCurves() throws Exception {
    assertThat(alice.client().conversation("bob").suite()).contains("X25519").contains("Ed25519");
  }

  @Test
  void S2_49_conversationsArePostQuantumByDefault() throws Exception {
    assertThat(alice.client().conversation("bob").suite()).contains("MLKEM768");
  }

  @Test
  void S2_50_theServersStoreIsADatabase() throws Exception {
    try (Stream<Path> files = Files.walk(house.serverData())) {
      assertThat(files.filter(Files::isRegularFile).filter(WishesOfTheFiveTest::isSqlite).count())
          .isPositive();
    }
  }

  private static boolean isSqlite(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(15), StandardCharsets.US_ASCII).equals("SQLite format 3");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void S2_56_contactsAreManaged() throws Exception {
    List<Contact> contacts = alice.client().contacts();
    assertThat(contacts).extracting(Contact::address).contains(bob.address());
    assertThat(alice.client().safetyNumber("bob").digits()).hasSize(60);
    alice.client().trust("bob");
    assertThat(alice.client().safetyNumber("bob").trust()).isEqualTo(Conversation.Trust.VERIFIED);
  }

  @Test
  void S2_57_groupsTalkEncrypted(@TempDir Path other) throws Exception {
    try (House many = House.open(other)) {
      Person anna = many.register("anna");
      Person ben = many.register("ben");
      Person cleo = many.register("cleo");
      anna.client().createGroup("team", List.of("ben", "cleo"));
      anna.says("team", "hello all");
      assertThat(ben.reads().text()).isEqualTo("hello all");
      assertThat(cleo.reads().text()).isEqualTo("hello all");
    }
  }

  @Test
  void S3_23_everyMessageNamesAnAuthenticatedSender() throws Exception {
    alice.says("bob", "who am I?");
    assertThat(bob.reads().from()).isEqualTo(alice.address());
  }

  @Test
  void S4_38_keysAreOnASignedListWithAVersion() throws Exception {
    assertThat(alice.client().clients())
        .isNotEmpty()
        .allSatisfy(c -> assertThat(c.listVersion()).isPositive());
  }

  @Test
  void S4_37_messagesOutliveTheServersRestartAndTheClients(@TempDir Path other) throws Exception {
    try (House restarted = House.open(other)) {
      Person anna = restarted.register("anna");
      Person ben = restarted.register("ben");
      anna.says("ben", "one");
      ben.reads();
      restarted.leaves(ben);
      anna.says("ben", "two");
      restarted.leaves(anna);
      restarted.stopServer();
      restarted.startServer();
      Person back = restarted.comes("ben");
      assertThat(back.reads().text()).isEqualTo("two");
      assertThat(back.texts("anna")).containsExactly("one", "two");
    }
  }
}

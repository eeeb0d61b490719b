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
    alice = house.enters("alice");
    bob = house.enters("bob");
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
      Person anna = lost.enters("anna");
      Person ben = lost.enters("ben");
      anna.says("ben", "kept in the copy");
      ben.reads();
      ben.says("anna", "accepted");
      anna.reads();
      ben.goesAway();
      Client.backup(lost.profile("ben"), lost.profile("stick"));
      ben.comesBack();
      ben.says("anna", "after the copy was made");
      anna.reads();
      ben.goesAway();
      Files.delete(lost.profile("ben").resolve("profile.db"));
      Person back = lost.opens("stick");
      assertThat(back.texts("anna")).contains("kept in the copy", "accepted");
      back.sees(Event.Membership.class, change -> change.added().contains(back.address()));
      anna.says("ben", "welcome back");
      assertThat(back.reads().text()).isEqualTo("welcome back");
    }
  }

  @Test
  void aCopyIsMadeOfAClosedProfileIntoANewFolderOnly(@TempDir Path other) throws Exception {
    try (House house = House.open(other)) {
      Person anna = house.enters("anna");
      Path profile = house.profile("anna");
      assertThatThrownBy(() -> Client.backup(profile, house.profile("copy")))
          .isInstanceOf(ClientException.Local.class)
          .hasMessageContaining("open in another process");
      anna.goesAway();
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
      Person first = many.enters("first");
      for (int i = 2; i <= 10; i++) {
        many.enters("person" + i).goesAway();
      }
      Person eleventh = many.enters("eleventh");
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
      Person anna = many.enters("anna");
      Person ben = many.enters("ben");
      Person cleo = many.enters("cleo");
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
      Person anna = restarted.enters("anna");
      Person ben = restarted.enters("ben");
      anna.says("ben", "one");
      ben.reads();
      ben.goesAway();
      anna.says("ben", "two");
      anna.goesAway();
      restarted.serverStops();
      restarted.serverStarts();
      ben.comesBack();
      assertThat(ben.reads().text()).isEqualTo("two");
      assertThat(ben.texts("anna")).containsExactly("one", "two");
    }
  }
}

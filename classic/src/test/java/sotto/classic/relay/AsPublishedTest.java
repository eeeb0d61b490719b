package sotto.classic.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;
import sotto.classic.room.RoomClient;
import sotto.classic.room.RoomServer;
import sotto.classic.scene.Chance;
import sotto.classic.scene.Person;

/// The second reading of `phone`, `signed` and `room` carries messages too; the faults are the
/// laboratory's.
class AsPublishedTest {

  @Test
  void signedTalksWhenThePeersKeyFileIsAlreadyInTheFolder(@TempDir Path folder) throws Exception {
    Profile published = Profiles.published("signed");
    try (Town town = new Town(published, folder)) {
      Person alice = town.registers("111");
      Person bob = town.registers("222");
      Town.says(alice, "222", "no key yet")
          .reads("check that the file 222_public_key.pem is in your folder");
      Files.copy(
          town.folderOf("222").resolve("222_public_key.pem"),
          town.folderOf("111").resolve("222_public_key.pem"));
      Files.copy(
          town.folderOf("111").resolve("111_public_key.pem"),
          town.folderOf("222").resolve("111_public_key.pem"));
      // What comes in one read is one record to these clients, so the answer comes before the
      // receipt that Bob sends once he has shown the message.
      bob.waits(() -> Town.says(alice, "222", "now it is").reads("Message sent."));
      bob.reads("Message from 111: now it is");
      alice.reads("Delivery receipt: 222");
      assertThat(alice.screen()).contains("Code: ");
    }
  }

  @Test
  void phoneTalks(@TempDir Path folder) throws Exception {
    try (Town town = new Town(Profiles.published("phone"), folder)) {
      Person alice = town.registers("111");
      Person bob = town.registers("222");
      Town.says(alice, "222", "padding first, HMAC second").reads("Message sent.");
      bob.reads("Message from 111: padding first, HMAC second");
    }
  }

  @Test
  void roomTalksAndShowsItsInside(@TempDir Path folder) throws Exception {
    Profile published = Profiles.published("room");
    Person console = new Person(folder, 0, Chance.random());
    RoomServer.keygen(console.around());
    try (var server = RoomServer.start(published, console.around());
        Person alice =
            Person.at(folder, server.port(), around -> RoomClient.run(published, around))) {
      alice.reads("> ");
      console.reads("successfully received and decrypted");
      alice.types("glass box");
      console.reads("IV: ").reads("Ciphertext: ").reads("Hash: ").reads("glass box");
    }
  }
}

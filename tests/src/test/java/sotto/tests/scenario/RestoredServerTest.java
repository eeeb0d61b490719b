package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Event;
import sotto.client.Unlock;

/// The operator puts a backup of the server in the place of what came since, under running clients.
class RestoredServerTest {
  @TempDir Path temp;

  @Tag("rule-8")
  @Tag("invariant-4")
  @Test
  void aServerFromABackupGoesOnWithConversationsThatAreFurtherThanItKnows() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.enters("alice");
      Person bob = house.enters("bob");
      Person carol = house.enters("carol");
      alice.client().createGroup("team", List.of("bob", "carol"));
      alice.says("team", "before the backup");
      assertThat(bob.reads().text()).isEqualTo("before the backup");
      assertThat(carol.reads().text()).isEqualTo("before the backup");
      house.serverStops();
      Folders.copy(house.serverData(), temp.resolve("backup"));
      house.serverStarts();
      alice.client().rename("team", "the team");
      bob.sees(Event.Renamed.class, _ -> true);
      bob.says("the team", "after the backup");
      assertThat(alice.reads().text()).isEqualTo("after the backup");
      assertThat(carol.reads().text()).isEqualTo("after the backup");
      house.serverStops();
      Folders.delete(house.serverData());
      Folders.copy(temp.resolve("backup"), house.serverData());
      house.serverStarts();
      alice.says("the team", "on the restored server");
      assertThat(bob.reads().text()).isEqualTo("on the restored server");
      assertThat(carol.reads().text()).isEqualTo("on the restored server");
      bob.says("the team", "and back");
      assertThat(alice.reads().text()).isEqualTo("and back");
      alice.client().removeMembers("the team", List.of("carol"));
      bob.sees(Event.Membership.class, m -> m.removed().contains(carol.address()));
      assertThat(bob.texts("the team"))
          .containsExactly(
              "before the backup", "after the backup", "on the restored server", "and back");
    }
  }

  @Tag("rule-2")
  @Test
  void anotherServerOfTheSameNameIsASecurityStopForWhoKnowsTheFirst() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.enters("alice");
      Path profile = house.profile("alice");
      alice.goesAway();
      house.serverStops();
      // The same name and address, and a key of its own.
      Files.delete(house.serverData().resolve("identity.key"));
      house.serverStarts();
      try (Client client = Client.open(profile, new Unlock.KeyFile())) {
        client.connect();
        assertThatThrownBy(() -> client.awaitOnline(House.PATIENCE))
            .isInstanceOf(ClientException.SecurityStop.class);
      }
    }
  }
}

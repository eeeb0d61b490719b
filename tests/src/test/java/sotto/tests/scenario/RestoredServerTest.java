package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      Person carol = house.register("carol");
      alice.client().createGroup("team", List.of("bob", "carol"));
      alice.says("team", "before the backup");
      assertThat(bob.reads().text()).isEqualTo("before the backup");
      assertThat(carol.reads().text()).isEqualTo("before the backup");
      house.stopServer();
      copy(house.serverData(), temp.resolve("backup"));
      house.startServer();
      alice.client().rename("team", "the team");
      bob.sees(Event.Renamed.class, _ -> true);
      bob.says("the team", "after the backup");
      assertThat(alice.reads().text()).isEqualTo("after the backup");
      assertThat(carol.reads().text()).isEqualTo("after the backup");
      house.stopServer();
      delete(house.serverData());
      copy(temp.resolve("backup"), house.serverData());
      house.startServer();
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
      Person alice = house.register("alice");
      Path profile = house.profile("alice");
      house.leaves(alice);
      house.stopServer();
      // The same name and address, and a key of its own.
      Files.delete(house.serverData().resolve("identity.key"));
      house.startServer();
      try (Client client = Client.open(profile, new Unlock.KeyFile())) {
        client.connect();
        assertThatThrownBy(() -> client.awaitOnline(House.PATIENCE))
            .isInstanceOf(ClientException.SecurityStop.class);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.Event;
import sotto.protocol.limits.Limits;

/// Rules 16 over loopback: with so many members the ratchet tree is too large for the Welcome.
class LargeTreeTest {
  private static final int MEMBERS = 48;

  @TempDir Path temp;

  @Tag("rule-16")
  @Test
  void peopleOfALargeConversationFindItsTreeInABlob() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.enters("alice");
      List<Person> others = new ArrayList<>();
      for (int i = 0; i < MEMBERS; i++) {
        others.add(house.enters("p" + i));
      }
      alice.client().createGroup("town", others.stream().map(person -> person.address()).toList());
      alice.says("town", "hear ye");
      for (Person person : others) {
        assertThat(person.sees(Event.Message.class, _ -> true).text()).isEqualTo("hear ye");
      }
      try (Stream<Path> blobs = Files.list(house.serverData().resolve("blobs"))) {
        assertThat(blobs.toList())
            .isNotEmpty()
            .allSatisfy(
                blob -> assertThat(Files.size(blob)).isGreaterThan(Limits.MAX_TREE_IN_WELCOME));
      }
      others.getLast().says("town", "heard");
      assertThat(alice.reads().text()).isEqualTo("heard");
    }
  }
}

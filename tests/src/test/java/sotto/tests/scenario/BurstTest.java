package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.Client;
import sotto.client.Sent;

/// Many messages at once: order, once each, in the history of both.
class BurstTest {
  private static final int MESSAGES = 400;

  @TempDir Path temp;

  @Test
  void aBurstArrivesInOrderAndOnceOnlineAndAway() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.enters("alice");
      Person bob = house.enters("bob");
      burst(alice.client(), 0);
      for (int i = 0; i < MESSAGES; i++) {
        assertThat(bob.reads().text()).isEqualTo("message " + i);
      }
      bob.goesAway();
      burst(alice.client(), MESSAGES);
      bob.comesBack();
      for (int i = MESSAGES; i < 2 * MESSAGES; i++) {
        assertThat(bob.reads().text()).isEqualTo("message " + i);
      }
      assertThat(bob.texts("alice")).hasSize(2 * MESSAGES).doesNotHaveDuplicates();
    }
  }

  private static void burst(Client client, int from) throws Exception {
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      sent.add(client.send("bob", "message " + (from + i), Optional.empty()));
    }
    for (Sent one : sent) {
      client.awaitAccepted(one.id(), House.PATIENCE);
    }
  }
}

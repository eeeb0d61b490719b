package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What people do, in sentences, without a fault anywhere.
class PeopleTalkTest {
  @Test
  void twoPeopleTalk() {
    Simulation.of(
        1,
        world -> {
          Person alice = world.person("alice");
          Person bob = world.person("bob");
          alice.says("bob", "hello bob");
          world.settle();
          bob.says("alice", "hello alice");
          world.settle();
          assertThat(alice.texts("bob")).containsExactly("hello bob", "hello alice");
          assertThat(bob.texts("alice")).containsExactly("hello bob", "hello alice");
        });
  }
}

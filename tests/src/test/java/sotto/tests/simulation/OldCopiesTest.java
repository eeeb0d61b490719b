package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Conversation;
import sotto.client.engine.Views;

/// Old copies of profiles at more than one place: where nobody is left who could let in whom.
class OldCopiesTest {
  @Test
  @Tag("rule-18")
  @Tag("rule-21")
  void twoWhoBothPutAnOldCopyBackFoundAnotherGroupAndTalkOnInIt() {
    for (int seed = 260; seed < 266; seed++) { // the new group's id is lower, or higher
      Cast.friends(
          seed,
          (world, alice, bob) -> {
            bothFallBack(world, alice, bob);
            world.settle();
            alice.says("bob", "from one copy");
            bob.says("alice", "from the other");
            world.settle();
            assertThat(bob.texts("alice")).contains("from one copy");
            assertThat(alice.texts("bob")).contains("from the other");
            // The lost group is asked for once a day, and nobody waits for it.
            world.pass(Duration.ofDays(3));
            alice.says("bob", "days later");
            world.settle();
            assertThat(bob.texts("alice")).contains("days later");
            assertThat(alice.conversations())
                .extracting(Conversation::state)
                .containsOnly(Conversation.State.ACTIVE);
            Agreement.sameGroupsInUse(world);
          });
    }
  }

  @Test
  @Tag("rule-20")
  void whoLostAGroupItselfKeepsNoWishToRejoinItInHand() {
    Cast.circle(
        266,
        (world, alice, bob, carol) -> {
          Disk first = alice.client().disk().copy();
          Disk second = bob.client().disk().copy();
          Disk third = carol.client().disk().copy();
          for (Person person : world.people.values()) {
            person.says("friends", "what all will forget");
          }
          world.settle();
          alice.client().restores(first);
          bob.client().restores(second);
          carol.client().restores(third);
          world.people.values().forEach(p -> p.client().connect());
          world.pass(Duration.ofMinutes(1));
          alice.renames("friends", "waits for the rejoin");
          world.pass(Duration.ofDays(3));
          world.settle();
          assertThat(world.people.values())
              .as("nobody can let anybody in, and nothing is open")
              .allMatch(p -> Views.settled(p.client().state()));
        });
  }

  private static void bothFallBack(World world, Person alice, Person bob) {
    Disk one = alice.client().disk().copy();
    Disk other = bob.client().disk().copy();
    for (int i = 0; i < 3; i++) {
      alice.says("bob", "forgotten by one " + i);
      bob.says("alice", "forgotten by the other " + i);
    }
    world.settle();
    alice.client().restores(one);
    bob.client().restores(other);
    alice.client().connect();
    bob.client().connect();
  }
}

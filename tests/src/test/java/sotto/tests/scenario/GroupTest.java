package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.ClientException;
import sotto.client.Conversation;
import sotto.client.Event;

/// Conversations of many: rules 8, 17, 24, invariants 6 and 7.
class GroupTest {
  @TempDir Path temp;

  @Test
  void threePeopleTalkAndWhoIsRemovedReadsNothingMore() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      Person carol = house.register("carol");
      Conversation team = alice.client().createGroup("team", List.of("bob", "carol"));
      assertThat(team.members()).hasSize(3);
      alice.says("team", "hello all");
      assertThat(bob.reads().text()).isEqualTo("hello all");
      assertThat(carol.reads().text()).isEqualTo("hello all");
      bob.says("#team", "hello from bob");
      assertThat(alice.reads().text()).isEqualTo("hello from bob");
      assertThat(carol.reads().text()).isEqualTo("hello from bob");
      alice.client().removeMembers("team", List.of("carol"));
      Event.Membership gone =
          carol.sees(Event.Membership.class, m -> m.removed().contains(carol.address()));
      assertThat(gone.by()).isEqualTo(alice.address());
      alice.says("team", "without carol");
      assertThat(bob.reads().text()).isEqualTo("without carol");
      assertThat(carol.client().conversation("team").state()).isEqualTo(Conversation.State.LEFT);
      assertThat(carol.texts("team")).containsExactly("hello all", "hello from bob");
      assertThatThrownBy(() -> carol.says("team", "let me in"))
          .isInstanceOf(ClientException.Refused.class);
      assertThat(bob.client().conversation("team").members())
          .extracting(Conversation.Member::address)
          .containsExactly(alice.address(), bob.address());
    }
  }

  @Test
  void onlyAnAdministratorAddsRemovesAndRenames() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      Person carol = house.register("carol");
      alice.client().createGroup("plans", List.of("bob"));
      bob.sees(Event.Membership.class, _ -> true);
      assertThatThrownBy(() -> bob.client().addMembers("plans", List.of("carol")))
          .isInstanceOf(ClientException.Refused.class)
          .hasMessageContaining("administrator");
      alice.client().rename("plans", "summer");
      bob.sees(Event.Renamed.class, r -> r.conversation().equals("summer"));
      alice.client().addMembers("summer", List.of("carol"));
      bob.sees(Event.Membership.class, m -> m.added().contains(carol.address()));
      bob.says("summer", "welcome carol");
      assertThat(carol.reads().text()).isEqualTo("welcome carol");
    }
  }

  @Test
  void aMemberLeavesWhenAnotherCommitsIt() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      Person carol = house.register("carol");
      alice.client().createGroup("club", List.of("bob", "carol"));
      bob.sees(Event.Membership.class, _ -> true);
      carol.sees(Event.Membership.class, _ -> true);
      bob.client().leave("club");
      bob.client().flush(House.PATIENCE);
      alice.says("club", "who is here?");
      bob.sees(Event.Membership.class, m -> m.removed().contains(bob.address()));
      assertThat(carol.reads().text()).isEqualTo("who is here?");
      assertThat(carol.client().conversation("club").members()).hasSize(2);
      assertThat(bob.client().conversation("club").state()).isEqualTo(Conversation.State.LEFT);
    }
  }

  @Test
  void twoCommitsAtOnceBothTakeEffect() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      Person carol = house.register("carol");
      Person dave = house.register("dave");
      alice.client().createGroup("race", List.of("bob", "carol"));
      bob.sees(Event.Membership.class, _ -> true);
      carol.sees(Event.Membership.class, _ -> true);
      Thread leaving =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  bob.client().leave("race");
                } catch (ClientException e) {
                  throw new AssertionError(e);
                }
              });
      alice.client().addMembers("race", List.of("dave"));
      leaving.join();
      alice.client().flush(House.PATIENCE);
      carol.says("race", "settled");
      assertThat(dave.reads().text()).isEqualTo("settled");
      assertThat(alice.reads().text()).isEqualTo("settled");
      bob.sees(Event.Membership.class, m -> m.removed().contains(bob.address()));
    }
  }

  @Test
  void messagesWrittenWhileOthersCommitArriveOnceInTheNewEpoch() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      Person carol = house.register("carol");
      alice.client().createGroup("busy", List.of("bob"));
      bob.sees(Event.Membership.class, _ -> true);
      for (int i = 0; i < 20; i++) {
        bob.client().send("busy", "message " + i, Optional.empty());
        if (i == 10) {
          alice.client().addMembers("busy", List.of("carol"));
        }
      }
      for (int i = 0; i < 20; i++) {
        assertThat(alice.reads().text()).isEqualTo("message " + i);
      }
      carol.sees(Event.Membership.class, _ -> true);
    }
  }

  @Test
  void unknownMembersAreARefusalAndLeaveNoConversation() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      assertThatThrownBy(() -> alice.client().createGroup("ghosts", List.of("nobody")))
          .isInstanceOf(ClientException.Refused.class)
          .hasMessageContaining("nobody@");
      assertThat(alice.client().conversations()).isEmpty();
    }
  }

  @Test
  void bothFoundTheirConversationAtOnceAndHaveOne() throws Exception {
    try (House house = House.open(temp)) {
      Person alice = house.register("alice");
      Person bob = house.register("bob");
      var one = alice.client().send("bob", "from alice", Optional.empty());
      var two = bob.client().send("alice", "from bob", Optional.empty());
      alice.client().awaitAccepted(one.id(), House.PATIENCE);
      bob.client().awaitAccepted(two.id(), House.PATIENCE);
      assertThat(alice.reads().text()).isEqualTo("from bob");
      assertThat(bob.reads().text()).isEqualTo("from alice");
      alice.says("bob", "again");
      assertThat(bob.reads().text()).isEqualTo("again");
      bob.says("alice", "and again");
      assertThat(alice.reads().text()).isEqualTo("and again");
      assertThat(alice.client().conversations()).hasSize(1);
      assertThat(alice.texts("bob")).hasSize(4);
      assertThat(bob.texts("alice")).hasSize(4);
    }
  }
}

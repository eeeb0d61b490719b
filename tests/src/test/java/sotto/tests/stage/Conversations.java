package sotto.tests.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.ClientException;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.MessageId;

/// Conversations of many: rules 8, 17, 24, invariants 6 and 7.
public interface Conversations extends Theatre {
  @Test
  @Tag("invariant-7")
  default void threePeopleTalkAndWhoIsRemovedReadsNothingMore() throws Exception {
    circle((_, alice, bob, carol) -> {
      assertThat(alice.members("friends")).hasSize(3);
      alice.says("friends", "hello all");
      bob.reads("hello all");
      carol.reads("hello all");
      bob.says("#friends", "hello from bob");
      alice.reads("hello from bob");
      carol.reads("hello from bob");
      alice.removes("friends", "carol");
      Event.Membership gone =
          carol.sees(Event.Membership.class, m -> m.removed().contains(carol.address()));
      assertThat(gone.by()).isEqualTo(alice.address());
      alice.says("friends", "without carol");
      bob.reads("without carol");
      assertThat(carol.conversation("friends").state()).isEqualTo(Conversation.State.LEFT);
      assertThat(carol.texts("friends")).containsExactly("hello all", "hello from bob");
      assertThatThrownBy(() -> carol.says("friends", "let me in"))
          .isInstanceOf(ClientException.Refused.class);
      assertThat(bob.members("friends")).containsExactly(alice.address(), bob.address());
    });
  }

  @Test
  @Tag("invariant-7")
  default void aStrangersConversationThatIsCalledLikeAContactTakesNothingFromIt() throws Exception {
    friends((stage, alice, bob) -> {
      alice.says("bob", "as always");
      bob.reads("as always");
      stage.enters("mallory").founds("alice", "bob");
      bob.meets("alice");
      assertThat(bob.texts("alice")).endsWith("as always");
      bob.says("alice", "to her, not to them");
      alice.reads("to her, not to them");
      bob.accepts("#alice");
      assertThatThrownBy(() -> bob.says("alice", "to whom?"))
          .isInstanceOf(ClientException.Usage.class)
          .hasMessageContaining("#alice")
          .hasMessageContaining(alice.address());
      bob.says("#alice", "to them");
      assertThat(bob.texts("#alice")).containsExactly("to them");
    });
  }

  @Test
  @Tag("rule-24")
  default void onlyAnAdministratorAddsRemovesAndRenames() throws Exception {
    circle((stage, alice, bob, carol) -> {
      Player dave = stage.enters("dave");
      for (Stage.Act act :
          new Stage.Act[] {
            () -> bob.adds("friends", "dave"),
            () -> bob.removes("friends", "carol"),
            () -> bob.renames("friends", "elsewhere")
          }) {
        assertThatThrownBy(act::done)
            .isInstanceOf(ClientException.Refused.class)
            .hasMessageContaining("administrator");
      }
      alice.renames("friends", "summer");
      bob.sees(Event.Renamed.class, r -> r.conversation().equals("summer"));
      alice.adds("summer", "dave");
      bob.sees(Event.Membership.class, m -> m.added().contains(dave.address()));
      bob.says("summer", "welcome dave");
      dave.reads("welcome dave");
      carol.until("sees four", () -> carol.members("summer").size() == 4);
    });
  }

  @Test
  @Tag("rule-17")
  default void whoLeavesIsRemovedBySomebodyElsesCommit() throws Exception {
    circle((_, alice, bob, carol) -> {
      bob.leaves("friends");
      alice.says("friends", "who is here?");
      bob.sees(Event.Membership.class, m -> m.removed().contains(bob.address()));
      carol.reads("who is here?");
      alice.says("friends", "bob is gone");
      carol.reads("bob is gone");
      assertThat(carol.members("friends")).containsExactly(alice.address(), carol.address());
      assertThat(bob.conversation("friends").state()).isEqualTo(Conversation.State.LEFT);
      assertThat(bob.texts("friends")).doesNotContain("bob is gone");
    });
  }

  @Test
  @Tag("rule-17")
  default void aFounderMayLeaveToo() throws Exception {
    circle((_, alice, bob, carol) -> {
      alice.leaves("friends");
      bob.says("friends", "is the founder gone?");
      carol.reads("is the founder gone?");
      alice.sees(Event.Membership.class, m -> m.removed().contains(alice.address()));
      bob.says("friends", "the founder is gone");
      carol.reads("the founder is gone");
      assertThat(alice.texts("friends")).doesNotContain("the founder is gone");
      assertThat(carol.members("friends")).containsExactly(bob.address(), carol.address());
    });
  }

  @Test
  @Tag("invariant-6")
  @Tag("rule-8")
  default void twoCommitsAtOnceBothTakeEffect() throws Exception {
    circle((stage, alice, bob, carol) -> {
      Player dave = stage.enters("dave");
      stage.atOnce(
          () -> bob.leaves("friends"),
          () -> alice.adds("friends", "dave"),
          () -> alice.renames("friends", "settled"));
      carol.meets("settled");
      dave.meets("settled");
      carol.says("settled", "at last");
      alice.reads("at last");
      dave.reads("at last");
      bob.sees(Event.Membership.class, m -> m.removed().contains(bob.address()));
      dave.until(
          "sees that bob is gone",
          () ->
              dave.members("settled")
                  .equals(List.of(alice.address(), carol.address(), dave.address())));
    });
  }

  @Test
  @Tag("rule-10")
  default void messagesWrittenWhileOthersCommitArriveOnceInTheNewEpoch() throws Exception {
    circle((stage, alice, bob, carol) -> {
      Player dave = stage.enters("dave");
      MessageId last = bob.writes("friends", "message 0", Optional.empty());
      for (int i = 1; i < 20; i++) {
        last = bob.writes("friends", "message " + i, Optional.empty());
        if (i == 10) {
          alice.adds("friends", "dave");
        }
      }
      bob.awaitAccepted(last);
      for (Player reader : new Player[] {alice, carol}) {
        for (int i = 0; i < 20; i++) {
          reader.reads("message " + i);
        }
      }
      dave.meets("friends");
    });
  }

  @Test
  default void unknownMembersAreARefusalAndLeaveNoConversation() throws Exception {
    two((_, alice, _) -> {
      assertThatThrownBy(() -> alice.founds("ghosts", "nobody"))
          .isInstanceOf(ClientException.Refused.class)
          .hasMessageContaining("nobody@");
      assertThat(alice.conversations()).isEmpty();
    });
  }
}

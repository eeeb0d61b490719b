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
import sotto.client.HistoryEntry.Delivery;
import sotto.client.MessageId;
import sotto.client.Preferences;

/// Issue 2, the main job: two people talk, end to end.
public interface TwoPeople extends Theatre {
  @Test
  default void twoPeopleRegisterByInviteAndTalk() throws Exception {
    two((_, alice, bob) -> {
      MessageId hello = alice.says("bob", "hello bob");
      Event.Message read = bob.reads("hello bob");
      assertThat(read.id()).isEqualTo(hello);
      assertThat(read.from()).isEqualTo(alice.address());
      bob.says("alice", "hello alice");
      alice.reads("hello alice");
      assertThat(alice.texts("bob")).containsExactly("hello bob", "hello alice");
      assertThat(bob.texts("alice")).containsExactly("hello bob", "hello alice");
    });
  }

  @Test
  @Tag("invariant-5")
  default void messageSentWhileBobIsAwayArrivesOnceWhenHeReturns() throws Exception {
    two((_, alice, bob) -> {
      alice.says("bob", "one");
      bob.reads("one");
      bob.goesAway();
      alice.says("bob", "two");
      alice.says("bob", "three");
      bob.comesBack();
      bob.reads("two");
      bob.reads("three");
      bob.goesAway();
      bob.comesBack();
      alice.says("bob", "four");
      bob.reads("four");
      assertThat(bob.texts("alice")).containsExactly("one", "two", "three", "four");
    });
  }

  @Test
  @Tag("rule-25")
  default void firstContactIsARequestThatNothingGoesBackToUntilItIsAccepted() throws Exception {
    two((_, alice, bob) -> {
      MessageId first = alice.says("bob", "are you there?");
      bob.sees(Event.Request.class, _ -> true);
      bob.reads("are you there?");
      assertThat(bob.conversation("alice").state()).isEqualTo(Conversation.State.REQUEST);
      assertThat(alice.delivery("bob", first)).isEqualTo(new Delivery.Sent(List.of(), List.of()));
      assertThat(alice.present()).isEmpty();
      bob.accepts("alice");
      List<String> him = List.of(bob.address());
      alice.until(
          "knows that it was read",
          () -> alice.delivery("bob", first).equals(new Delivery.Sent(him, him)));
      alice.until("knows that he is here", () -> alice.present().equals(him));
    });
  }

  @Test
  @Tag("rule-29")
  default void whoSwitchesReceiptsOffSendsNoneUntilTheyAreOnAgain() throws Exception {
    friends((_, alice, bob) -> {
      bob.prefers(
          Preferences.DEFAULT
              .withReadReceipts(Preferences.Choice.OFF)
              .withDeliveryReceipts(Preferences.Choice.OFF));
      MessageId quiet = alice.says("bob", "tell nobody");
      bob.reads("tell nobody");
      bob.prefers(Preferences.DEFAULT);
      MessageId loud = alice.says("bob", "tell me");
      bob.reads("tell me");
      List<String> him = List.of(bob.address());
      alice.until(
          "knows that it was read",
          () -> alice.delivery("bob", loud).equals(new Delivery.Sent(him, him)));
      assertThat(alice.delivery("bob", quiet)).isEqualTo(new Delivery.Sent(List.of(), List.of()));
    });
  }

  @Test
  @Tag("rule-29")
  default void contactsWhoBothAllowItSeeEachOtherComeAndGo() throws Exception {
    three((_, alice, bob, carol) -> {
      Theatre.befriend(alice, bob);
      Theatre.befriend(alice, carol);
      alice.until("sees both", () -> alice.present().size() == 2);
      carol.prefers(Preferences.DEFAULT.withPresence(Preferences.Choice.OFF));
      bob.goesAway();
      alice.until("sees him go", () -> !alice.present().contains(bob.address()));
      carol.goesAway();
      carol.comesBack();
      bob.comesBack();
      alice.until("sees him come", () -> alice.present().equals(List.of(bob.address())));
      assertThat(carol.present()).isEmpty();
    });
  }

  @Test
  @Tag("rule-10")
  default void whatIsWrittenWhileTheServerIsGoneArrivesWhenItIsBack() throws Exception {
    two((stage, alice, bob) -> {
      alice.says("bob", "before");
      bob.reads("before");
      stage.serverStops();
      MessageId waiting = alice.writes("bob", "written offline", Optional.empty());
      stage.serverStarts();
      alice.awaitAccepted(waiting);
      bob.reads("written offline");
      alice.goesAway();
      alice.comesBack();
      alice.says("bob", "after");
      bob.reads("after");
      assertThat(bob.texts("alice")).containsExactly("before", "written offline", "after");
    });
  }

  @Test
  default void nobodyByThatNameIsARefusal() throws Exception {
    two((_, alice, _) -> {
      MessageId lost = alice.writes("nobody", "hello?", Optional.empty());
      assertThatThrownBy(() -> alice.awaitAccepted(lost))
          .isInstanceOf(ClientException.Refused.class)
          .hasMessageContaining("nobody@");
    });
  }

  @Test
  @Tag("rule-11")
  default void aRetryUnderTheSameIdIsSentOnce() throws Exception {
    two((_, alice, bob) -> {
      MessageId mine = MessageId.ofChoice("alert 42");
      for (int i = 0; i < 3; i++) {
        assertThat(alice.writes("bob", "disk full", Optional.of(mine))).isEqualTo(mine);
        alice.awaitAccepted(mine);
      }
      assertThat(bob.reads("disk full").id()).isEqualTo(mine);
      alice.says("bob", "end");
      bob.reads("end");
    });
  }

  @Test
  @Tag("rule-18")
  default void bothFoundTheirConversationAtOnceAndHaveOne() throws Exception {
    two((_, alice, bob) -> {
      MessageId one = alice.writes("bob", "from alice", Optional.empty());
      MessageId two = bob.writes("alice", "from bob", Optional.empty());
      alice.awaitAccepted(one);
      bob.awaitAccepted(two);
      alice.reads("from bob");
      bob.reads("from alice");
      alice.says("bob", "again");
      bob.reads("again");
      bob.says("alice", "and again");
      alice.reads("and again");
      assertThat(alice.conversations()).hasSize(1);
      assertThat(alice.texts("bob")).hasSize(4);
      assertThat(bob.texts("alice")).hasSize(4);
    });
  }

  @Test
  default void safetyNumbersAgreeAndTrustShows() throws Exception {
    three((_, alice, bob, carol) -> {
      Theatre.befriend(alice, bob);
      assertThat(alice.safetyNumber("bob").digits())
          .isEqualTo(bob.safetyNumber("alice").digits())
          .hasSize(60);
      assertThat(alice.contacts().getFirst().trust()).isEqualTo(Conversation.Trust.UNVERIFIED);
      alice.trusts("bob");
      assertThat(alice.contacts().getFirst().trust()).isEqualTo(Conversation.Trust.VERIFIED);
      carol.says(bob.address() + "#" + bob.fingerprint(), "hi");
      assertThat(carol.contacts().getFirst().trust()).isEqualTo(Conversation.Trust.VERIFIED);
      assertThatThrownBy(
              () -> carol.writes(bob.address() + "#" + "00".repeat(32), "hi", Optional.empty()))
          .isInstanceOf(ClientException.SecurityStop.class);
    });
  }
}

package sotto.tests.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Event;
import sotto.client.MessageId;
import sotto.client.Preferences;
import sotto.protocol.limits.Limit;

/// What goes wrong in the lives of people and heals, or is said: rules 14, 15, 20, 21, 23.
public interface Misfortunes extends Theatre {
  @Test
  @Tag("invariant-4")
  @Tag("rule-21")
  default void anOldCopyOfAProfileNoticesBeforeItSendsRejoinsAndTalksOn() throws Exception {
    friends((_, alice, bob) -> {
      alice.founds("friends", "bob");
      bob.meets("friends");
      bob.goesAway();
      bob.keepsACopy();
      bob.comesBack();
      bob.says("alice", "three");
      alice.reads("three");
      bob.says("friends", "to all");
      alice.reads("to all");
      bob.goesAway();
      bob.putsTheCopyBack();
      bob.opens();
      MessageId written = bob.writes("alice", "from the copy", Optional.empty());
      bob.comesBack();
      bob.sees(Event.Notice.class, n -> n.sentence().contains("older copy"));
      alice.sees(Event.Rejoined.class, r -> r.who().equals(bob.address()));
      bob.awaitAccepted(written);
      alice.reads("from the copy");
      bob.says("friends", "to all again");
      alice.reads("to all again");
      bob.says("alice", "four");
      alice.reads("four");
      alice.says("bob", "five");
      bob.reads("five");
      assertThat(alice.texts("bob"))
          .containsExactly("hello", "hello too", "three", "from the copy", "four", "five");
    });
  }

  @Test
  @Tag("invariant-5")
  @Tag("invariant-8")
  @Tag("rule-14")
  default void aFullQueueDropsTheOldestAndLeavesAVisibleGap() throws Exception {
    two(
        SMALL.with(Limit.QUEUE_MESSAGES, 10).with(Limit.QUEUE_SHARE_PERCENT, 50),
        (_, alice, bob) -> {
          alice.prefers(NO_RECEIPTS);
          Theatre.befriend(alice, bob);
          alice.founds("friends", "bob");
          bob.meets("friends");
          goesUnderHerEyes(bob, alice);
          for (int i = 0; i < 12; i++) {
            alice.says("bob", "message " + i);
          }
          // A Commit is never dropped for the queue's length.
          alice.renames("friends", "renamed");
          bob.comesBack();
          bob.sees(Event.Gap.class, gap -> gap.missing() == 7);
          for (int i = 7; i < 12; i++) {
            bob.reads("message " + i);
          }
          bob.meets("renamed");
          alice.says("bob", "and on");
          bob.reads("and on");
          assertThat(bob.texts("alice")).hasSize(2 + 5 + 1);
        });
  }

  @Test
  @Tag("rule-15")
  default void aQueueThatRefusesTellsTheSenderWhoDidNotGetIt() throws Exception {
    two(
        SMALL
            .with(Limit.QUEUE_MESSAGES, 10)
            .with(Limit.QUEUE_SHARE_PERCENT, 50)
            .with(Limit.QUEUE_OVERFLOW, 1),
        (_, alice, bob) -> {
          alice.prefers(NO_RECEIPTS);
          Theatre.befriend(alice, bob);
          goesUnderHerEyes(bob, alice);
          for (int i = 0; i < 8; i++) {
            alice.writes("bob", "message " + i, Optional.empty());
          }
          for (int i = 0; i < 3; i++) {
            alice.sees(Event.NotDelivered.class, e -> e.to().equals(List.of(bob.address())));
          }
          bob.comesBack();
          for (int i = 0; i < 5; i++) {
            bob.reads("message " + i);
          }
          bob.sees(Event.Gap.class, _ -> true);
        });
  }

  @Test
  @Tag("rule-23")
  default void keyPackagesRunOutAndTheLastResortServesAsOftenAsNeeded() throws Exception {
    play(
        SMALL.with(Limit.KEY_PACKAGE_STOCK, 2).with(Limit.KEY_PACKAGE_LOW, 2),
        stage -> {
          Player bob = stage.enters("bob");
          bob.goesAway();
          List<Player> others = new ArrayList<>();
          for (String name : List.of("alice", "carol", "dave", "erin")) {
            Player one = stage.enters(name);
            one.says("bob", name + " was here");
            others.add(one);
          }
          bob.comesBack();
          for (Player one : others) {
            bob.until("hears " + one.name(), () -> bob.texts(one.name()).size() == 1);
            bob.says(one.name(), "hello " + one.name());
            one.reads("hello " + one.name());
          }
          // Refilled meanwhile: somebody new finds an ordinary one.
          Player frank = stage.enters("frank");
          frank.says("bob", "frank was here");
          bob.until("hears frank", () -> bob.texts("frank").size() == 1);
        });
  }

  /// So that nothing but what is written lies in a queue.
  Preferences NO_RECEIPTS =
      Preferences.DEFAULT
          .withDeliveryReceipts(Preferences.Choice.OFF)
          .withReadReceipts(Preferences.Choice.OFF);

  /// The server has noticed it, too.
  private static void goesUnderHerEyes(Player one, Player other) throws Exception {
    other.until("sees who is here", () -> other.present().contains(one.address()));
    one.goesAway();
    other.until("sees who went", () -> other.present().isEmpty());
  }
}

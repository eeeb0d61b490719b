package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.Event.PresenceState;
import sotto.client.Event.ReceiptKind;
import sotto.client.HistoryEntry.Delivery;
import sotto.client.Preferences;
import sotto.client.engine.Command;
import sotto.client.engine.Views;
import sotto.mls.crypto.CipherSuite;

/// What people do, in sentences, on a good day.
class PeopleTalkTest {
  @Test
  void twoPeopleTalk() {
    Cast.two(
        1,
        (world, alice, bob) -> {
          alice.says("bob", "hello bob");
          world.settle();
          bob.says("alice", "hello alice");
          world.settle();
          assertThat(alice.texts("bob")).containsExactly("hello bob", "hello alice");
          assertThat(bob.texts("alice")).containsExactly("hello bob", "hello alice");
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("invariant-2")
  @Tag("rule-30")
  void everyConversationIsOfTheOnePostQuantumSuite() {
    Cast.two(
        2,
        (world, alice, bob) -> {
          alice.says("bob", "hello");
          alice.founds("friends", "bob");
          world.settle();
          CipherSuite one = CipherSuite.MLS_128_MLKEM768X25519_AES128GCM_SHA256_Ed25519;
          assertThat(one.id()).isEqualTo(0x004F);
          assertThat(bob.group("friends").suite()).isEqualTo(one);
          assertThat(bob.group("alice").suite()).isEqualTo(one);
        });
  }

  @Test
  @Tag("invariant-5")
  void messageSentWhileBobIsAwayArrivesOnceWhenHeReturns() {
    Cast.two(
        3,
        (world, alice, bob) -> {
          alice.says("bob", "one");
          world.settle();
          bob.goesAway();
          alice.says("bob", "two");
          alice.says("bob", "three");
          world.settle();
          bob.comesBack();
          world.settle();
          bob.goesAway();
          bob.comesBack();
          world.settle();
          assertThat(bob.texts("alice")).containsExactly("one", "two", "three");
          bob.sawNothingUnreadable();
        });
  }

  @Test
  @Tag("rule-25")
  void firstContactIsARequestThatNothingGoesBackTo() {
    Cast.two(
        4,
        (world, alice, bob) -> {
          alice.says("bob", "are you there?");
          world.settle();
          assertThat(bob.saw(Event.Request.class)).hasSize(1);
          assertThat(bob.conversation("alice").state()).isEqualTo(Conversation.State.REQUEST);
          assertThat(alice.saw(Event.Receipt.class)).isEmpty();
          assertThat(alice.saw(Event.Presence.class)).isEmpty();
          bob.accepts("alice");
          world.settle();
          assertThat(alice.saw(Event.Receipt.class, r -> r.kind() == ReceiptKind.DELIVERED))
              .isTrue();
          assertThat(alice.saw(Event.Receipt.class, r -> r.kind() == ReceiptKind.READ)).isTrue();
          assertThat(alice.saw(Event.Presence.class, p -> p.state() == PresenceState.HERE))
              .isTrue();
        });
  }

  @Test
  @Tag("rule-29")
  void receiptsAreBatchedAndNeverAboutReceipts() {
    Cast.friends(
        5,
        (world, alice, bob) -> {
          long epoch = alice.group("bob").epoch();
          Submissions counted = new Submissions();
          world.server.lies(counted);
          for (int i = 0; i < 20; i++) {
            alice.says("bob", "message " + i);
          }
          world.settle();
          assertThat(alice.group("bob").epoch()).isEqualTo(epoch);
          assertThat(counted.by(alice)).as("twenty messages, nothing else").isEqualTo(20);
          assertThat(counted.by(bob)).as("receipts in a few messages").isBetween(1, 4);
          Delivery last = alice.message("bob", "message 19").delivery();
          assertThat(last).isInstanceOf(Delivery.Sent.class);
          assertThat(((Delivery.Sent) last).readBy()).containsExactly(bob.address().toString());
        });
  }

  @Test
  @Tag("rule-29")
  void presenceIsToldOnlyWhereBothAllowIt() {
    Cast.three(
        6,
        (world, alice, bob, carol) -> {
          Cast.befriend(world, alice, bob);
          Cast.befriend(world, alice, carol);
          carol.does(new Command.Prefer(Preferences.DEFAULT.withPresence(Preferences.Choice.OFF)));
          world.settle();
          alice.events().clear();
          carol.events().clear();
          bob.goesAway();
          carol.goesAway();
          world.settle();
          assertThat(alice.saw(Event.Presence.class))
              .extracting(Event.Presence::address, Event.Presence::state)
              .containsExactly(Tuple.tuple(bob.address().toString(), PresenceState.AWAY));
          carol.comesBack();
          alice.goesAway();
          world.settle();
          assertThat(carol.saw(Event.Presence.class)).isEmpty();
        });
  }

  @Test
  void threePeopleTalkAndOneIsRemoved() {
    Cast.circle(
        7,
        (world, alice, bob, carol) -> {
          carol.accepts("friends");
          bob.accepts("friends");
          carol.says("friends", "hi all");
          world.settle();
          alice.removes("friends", "carol");
          world.settle();
          alice.says("friends", "without carol");
          world.settle();
          assertThat(bob.texts("friends")).containsExactly("hi all", "without carol");
          assertThat(carol.texts("friends")).containsExactly("hi all");
          assertThat(carol.conversation("friends").state()).isEqualTo(Conversation.State.LEFT);
          assertThat(bob.members("friends"))
              .containsExactly(alice.address().toString(), bob.address().toString());
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-24")
  void onlyAdministratorsRenameAndRemove() {
    Cast.circle(
        8,
        (world, alice, bob, carol) -> {
          bob.renames("friends", "elsewhere");
          bob.removes("friends", "carol");
          world.settle();
          assertThat(bob.troubles()).hasSize(2);
          alice.renames("friends", "good friends");
          world.settle();
          assertThat(carol.conversation("good friends").members()).hasSize(3);
          assertThat(carol.saw(Event.Renamed.class)).hasSize(1);
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-17")
  void whoLeavesIsRemovedBySomebodyElsesCommit() {
    Cast.circle(
        9,
        (world, alice, bob, carol) -> {
          bob.leaves("friends");
          world.settle();
          assertThat(bob.conversation("friends").state()).isEqualTo(Conversation.State.LEFT);
          assertThat(carol.members("friends"))
              .containsExactly(alice.address().toString(), carol.address().toString());
          alice.says("friends", "bob is gone");
          world.settle();
          assertThat(bob.texts("friends")).isEmpty();
          assertThat(carol.texts("friends")).containsExactly("bob is gone");
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-17")
  void aFounderMayLeaveToo() {
    Cast.circle(
        10,
        (world, alice, bob, carol) -> {
          alice.leaves("friends");
          world.settle();
          bob.says("friends", "the founder is gone");
          world.settle();
          assertThat(carol.texts("friends")).containsExactly("the founder is gone");
          assertThat(alice.texts("friends")).isEmpty();
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-18")
  void bothFindAGroupAtOnceAndTheLowerIsWrittenTo() {
    Cast.two(
        11,
        (world, alice, bob) -> {
          alice.says("bob", "from alice");
          bob.says("alice", "from bob");
          world.settle();
          assertThat(alice.texts("bob")).containsExactlyInAnyOrder("from alice", "from bob");
          assertThat(bob.texts("alice")).containsExactlyInAnyOrder("from alice", "from bob");
          alice.says("bob", "and now?");
          bob.says("alice", "fine");
          world.settle();
          assertThat(alice.texts("bob")).hasSize(4).contains("fine");
          assertThat(bob.texts("alice")).hasSize(4).contains("and now?");
          assertThat(alice.group("bob").groupId()).isEqualTo(bob.group("alice").groupId());
          assertThat(Views.conversations(alice.client().state())).hasSize(1);
        });
  }

  @Test
  @Tag("invariant-6")
  @Tag("rule-8")
  void ofTwoCommitsAtOnceOneWinsAndTheOtherIsTriedAgain() {
    Cast.three(
        12,
        (world, alice, bob, carol) -> {
          world.person("dave");
          alice.founds("friends", "bob", "carol", "dave");
          world.settle();
          // Everybody owes a Commit of fresh keys at some time within the hour; these two come on
          // top.
          alice.renames("friends", "new name");
          alice.removes("friends", "dave");
          bob.leaves("friends");
          world.settle();
          assertThat(alice.troubles()).isEmpty();
          assertThat(carol.members("new name"))
              .containsExactly(alice.address().toString(), carol.address().toString());
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-22")
  void whoJoinedCommitsFreshKeysWithinTheHour() {
    Cast.two(
        13,
        (world, alice, bob) -> {
          alice.says("bob", "hello");
          world.settle();
          byte[] joinedWith = bob.group("alice").me().leaf().encryptionKey();
          world.pass(Duration.ofMinutes(61));
          world.settle();
          assertThat(bob.group("alice").me().leaf().encryptionKey()).isNotEqualTo(joinedWith);
          alice.says("bob", "again");
          world.settle();
          assertThat(bob.texts("alice")).containsExactly("hello", "again");
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-22")
  void whoIsSilentForAWeekCommitsBeforeSending() {
    Cast.friends(
        14,
        (world, alice, bob) -> {
          world.pass(Duration.ofHours(2));
          bob.goesAway();
          alice.goesAway();
          byte[] before = alice.group("bob").me().leaf().encryptionKey();
          world.pass(Duration.ofDays(8));
          alice.comesBack();
          alice.says("bob", "long ago");
          world.settle();
          assertThat(alice.group("bob").me().leaf().encryptionKey()).isNotEqualTo(before);
          bob.comesBack();
          world.settle();
          assertThat(bob.texts("alice")).contains("long ago");
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-6")
  void anAddressIsNeverInherited() {
    Simulation.of(
        15,
        world -> {
          Person alice = world.person("alice");
          Person thief = new Person(world, "alice");
          thief.registers();
          assertThat(thief.troubles()).hasSize(1);
          assertThat(Views.registered(thief.client().state())).isFalse();
          Person bob = world.person("bob");
          bob.says("alice", "for the first alice");
          world.settle();
          assertThat(alice.texts("bob")).containsExactly("for the first alice");
        });
  }
}

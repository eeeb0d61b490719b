package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.HistoryEntry.Delivery;
import sotto.mls.crypto.CipherSuite;

/// What people do, where one has to count submissions, look into the tree, or let a week pass.
class PeopleTalkTest {
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
}

package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.HistoryEntry.Delivery;
import sotto.client.engine.Views;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.limits.Limit;

/// What goes wrong at a moment that only a simulator can choose: between two steps of a process.
class FaultsTest {
  @Test
  @Tag("invariant-4")
  @Tag("rule-10")
  void aClientThatDiesBetweenStoreAndSendLosesAndRepeatsNothing() {
    for (int point = 0; point < 12; point++) {
      int after = point;
      Cast.friends(
          200 + point,
          (world, alice, bob) -> {
            alice.says("bob", "one");
            alice.says("bob", "two");
            world.pass(Duration.ofMillis(8L * after));
            alice.client().dies();
            world.pass(Duration.ofSeconds(3));
            alice.client().starts();
            alice.says("bob", "three");
            alice.client().connect();
            world.settle();
            assertThat(bob.texts("alice"))
                .containsExactly("hello", "hello too", "one", "two", "three");
            assertThat(alice.message("bob", "two").delivery()).isInstanceOf(Delivery.Sent.class);
            Agreement.holds(world);
          });
    }
  }

  @Test
  @Tag("invariant-5")
  @Tag("rule-11")
  void aServerThatDiesBeforeItsCommitHasPromisedNothing() {
    for (int point = 0; point < 12; point++) {
      int after = point;
      Cast.friends(
          220 + point,
          (world, alice, bob) -> {
            if (after % 2 == 0) {
              bob.goesAway();
            }
            alice.says("bob", "one");
            alice.says("bob", "two");
            world.pass(Duration.ofMillis(6L * after));
            boolean promised = alice.message("bob", "two").delivery() instanceof Delivery.Sent;
            world.server.dies();
            world.pass(Duration.ofSeconds(5));
            world.server.starts();
            if (promised) {
              // Whoever was told "stored" need not come back for it.
              alice.client().disconnect();
              alice.client().dies();
            }
            world.pass(Duration.ofSeconds(30));
            bob.client().connect();
            world.settle();
            assertThat(bob.texts("alice")).containsExactly("hello", "hello too", "one", "two");
            if (promised) {
              alice.client().starts();
              alice.client().connect();
              world.settle();
            }
            Agreement.holds(world);
          });
    }
  }

  @Test
  @Tag("rule-21")
  void aSecondConnectionOfOneClientEndsTheFirstAndBothAreTold() {
    Cast.friends(
        241,
        (world, alice, bob) -> {
          SimulatedClient twin = alice.client().twin();
          twin.connect();
          world.pass(Duration.ofSeconds(5));
          assertThat(Views.halted(alice.client().state())).isPresent();
          assertThat(
                  alice.saw(
                      Event.Connection.class, c -> c.state() == Event.ConnectionState.STOPPED))
              .isTrue();
          assertThat(Views.online(twin.state())).isTrue();
          assertThat(Views.events(twin.state()))
              .anyMatch(
                  e -> e instanceof Event.Notice n && n.sentence().contains("nother connection"));
        });
  }

  @Test
  @Tag("rule-14")
  @Tag("rule-20")
  void whoWasAwayLongerThanTheQueueKeepsACommitAsksToRejoin() {
    Cast.circle(
        245,
        World.SMALL.with(Limit.QUEUE_SECONDS, 3600),
        (world, alice, bob, carol) -> {
          bob.accepts("friends");
          world.settle();
          bob.goesAway();
          alice.renames("friends", "renamed");
          world.settle();
          world.pass(Duration.ofHours(3));
          alice.says("renamed", "long after");
          world.settle();
          bob.comesBack();
          world.settle();
          assertThat(bob.saw(Event.Gap.class)).isNotEmpty();
          assertThat(carol.saw(Event.Rejoined.class, r -> r.who().equals(bob.address().toString())))
              .isTrue();
          alice.says("renamed", "welcome back");
          world.settle();
          assertThat(bob.texts("renamed")).endsWith("welcome back");
          assertThat(bob.conversation("renamed").state()).isEqualTo(Conversation.State.ACTIVE);
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-12")
  void whatEveryRecipientHasDurablyNeedNotBeAtTheServer() {
    Cast.friends(
        246,
        (world, alice, bob) -> {
          world.faults.latency = Duration.ofNanos(400_000);
          boolean[] early = new boolean[1];
          for (int i = 0; i < 20 && !early[0]; i++) {
            alice.says("bob", "quick " + i);
            world.pass(Duration.ofMillis(3));
            early[0] = alice.message("bob", "quick " + i).delivery() instanceof Delivery.Sent;
          }
          assertThat(early[0]).as("answered within the grace").isTrue();
          // Not committed since: the server dies, and nothing that was promised is gone.
          world.server.dies();
          world.pass(Duration.ofSeconds(1));
          world.server.starts();
          world.settle();
          Agreement.everythingArrived(alice.id("bob"), List.of(alice, bob));
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-19")
  void whoWasRemovedWhileWritingAndComesBackLeavesNoGap() {
    Cast.circle(
        249,
        (world, alice, bob, _) -> {
          bob.accepts("friends");
          bob.says("friends", "heard");
          world.settle();
          // Numbered and encrypted in an epoch that his removal ends.
          Submissions numbered = new Submissions();
          world.server.lies(numbered);
          alice.removes("friends", "bob");
          for (int i = 0; i < 5; i++) {
            bob.says("friends", "never sent " + i);
          }
          world.settle();
          assertThat(bob.saw(Event.NotDelivered.class)).isNotEmpty();
          assertThat(numbered.by(bob)).isPositive();
          alice.adds("friends", "bob");
          world.settle();
          bob.says("friends", "back again");
          world.settle();
          assertThat(alice.texts("friends")).contains("heard", "back again");
          assertThat(alice.saw(Event.Gap.class)).isEmpty();
        });
  }

  @Test
  @Tag("rule-13")
  void aBodyThatArrivesDamagedIsAskedForAgainInsideTheCiphertext() {
    Cast.friends(
        248,
        (world, alice, bob) -> {
          ClientAddress victim = bob.who();
          // Damaged for good: every offer of that one submission.
          world.server.lies(
              new Lies() {
                private Optional<SubmissionId> damaged = Optional.empty();

                @Override
                List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
                  if (!to.equals(victim)
                      || !(frame instanceof ServerFrame.Deliver deliver)
                      || !(deliver.delivery().body() instanceof DeliveryBody.Message body)) {
                    return List.of(frame);
                  }
                  if (damaged.isEmpty()) {
                    damaged = Optional.of(body.submission());
                  }
                  return damaged.get().equals(body.submission())
                      ? List.of(Altered.byteOf(deliver.delivery(), body.message().size() / 2))
                      : List.of(frame);
                }
              });
          alice.says("bob", "precious");
          world.settle();
          assertThat(bob.saw(Event.Unreadable.class)).hasSize(1);
          assertThat(bob.texts("alice")).containsExactly("hello", "hello too", "precious");
          assertThat(bob.id("alice", "precious")).isEqualTo(alice.id("bob", "precious"));
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-29")
  void whoComesByAnotherNetworkBeforeTheFirstHasEndedSeesWhoIsHere() {
    for (int seed = 250; seed < 256; seed++) {
      Cast.friends(
          seed,
          (world, alice, bob) -> {
            alice.client().cutCable();
            world.pass(Duration.ofSeconds(10));
            assertThat(alice.present()).containsExactly(bob.address().toString());
            assertThat(bob.present()).containsExactly(alice.address().toString());
          });
    }
  }
}

package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.HistoryEntry.Delivery;
import sotto.client.engine.Command;
import sotto.client.engine.Views;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.limits.Limit;

/// What goes wrong by itself: crashes, lost answers, old copies, full queues.
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
  @Tag("invariant-4")
  @Tag("rule-21")
  void anOldCopyOfAProfileNoticesBeforeItSendsAndComesBackWithAFreshLeaf() {
    Cast.three(
        240,
        (world, alice, bob, carol) -> {
          Cast.befriend(world, alice, bob);
          alice.founds("friends", "bob", "carol");
          world.settle();
          Disk copy = alice.client().disk().copy();
          byte[] leaf = alice.group("friends").me().leaf().encryptionKey();
          for (int i = 0; i < 10; i++) {
            alice.says("friends", "before " + i);
            alice.says("bob", "to bob " + i);
          }
          world.settle();
          alice.client().restores(copy);
          alice.says("friends", "from the copy");
          alice.says("bob", "to bob from the copy");
          assertThat(world.ledger.reused()).isEmpty();
          alice.client().connect();
          world.settle();
          assertThat(alice.saw(Event.Notice.class, n -> n.sentence().contains("older copy")))
              .isTrue();
          assertThat(alice.group("friends").me().leaf().encryptionKey()).isNotEqualTo(leaf);
          assertThat(bob.saw(Event.Rejoined.class, r -> r.who().equals(alice.address().toString())))
              .isTrue();
          assertThat(carol.texts("friends")).contains("before 9", "from the copy");
          assertThat(bob.texts("alice")).contains("to bob 9", "to bob from the copy");
          Agreement.sameGroups(world);
        });
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
  @Tag("rule-23")
  void keyPackagesRunOutAndTheLastResortServesAsOftenAsNeeded() {
    Simulation.of(
        242,
        World.SMALL.with(Limit.KEY_PACKAGE_STOCK, 2).with(Limit.KEY_PACKAGE_LOW, 2),
        world -> {
          Person bob = world.person("bob");
          bob.goesAway();
          List<Person> others = new ArrayList<>();
          for (String name : List.of("alice", "carol", "dave", "erin", "frank")) {
            Person one = world.person(name);
            others.add(one);
            one.says("bob", name + " was here");
          }
          world.settle();
          bob.comesBack();
          world.settle();
          for (Person one : others) {
            assertThat(bob.texts(one.name())).containsExactly(one.name() + " was here");
            assertThat(bob.group(one.name()).me().leaf().source())
                .as("fresh keys at once, where the last resort was used; " + one.name())
                .isNotNull();
          }
          bob.sawNothingUnreadable();
          // Refilled meanwhile: somebody new finds an ordinary one.
          assertThat(
                  world
                      .server
                      .delivery()
                      .keyPackages()
                      .stock(
                          world.server.delivery().queue(bob.who()).orElseThrow(),
                          world.server.millis()))
              .isPositive();
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("invariant-5")
  @Tag("rule-14")
  void aFullQueueDropsTheOldestAndLeavesAVisibleGap() {
    Cast.friends(
        243,
        World.SMALL.with(Limit.QUEUE_MESSAGES, 10).with(Limit.QUEUE_SHARE_PERCENT, 50),
        (world, alice, bob) -> {
          alice.founds("friends", "bob");
          world.settle();
          bob.goesAway();
          for (int i = 0; i < 30; i++) {
            alice.says("bob", "message " + i);
          }
          // A Commit is never dropped for the queue's length.
          alice.renames("friends", "renamed");
          world.settle();
          bob.comesBack();
          world.settle();
          assertThat(bob.texts("alice"))
              .containsExactly(
                  "hello",
                  "hello too",
                  "message 25",
                  "message 26",
                  "message 27",
                  "message 28",
                  "message 29");
          long missing =
              bob.saw(Event.Gap.class).stream().mapToLong(Event.Gap::missing).max().orElse(0);
          assertThat(missing).isEqualTo(25);
          assertThat(bob.conversation("renamed").members()).hasSize(2);
          alice.says("bob", "and on");
          world.settle();
          assertThat(bob.texts("alice")).endsWith("and on");
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-15")
  void aQueueThatRefusesTellsTheSenderWhoDidNotGetIt() {
    Cast.friends(
        244,
        World.SMALL
            .with(Limit.QUEUE_MESSAGES, 10)
            .with(Limit.QUEUE_SHARE_PERCENT, 50)
            .with(Limit.QUEUE_OVERFLOW, 1),
        (world, alice, bob) -> {
          bob.goesAway();
          for (int i = 0; i < 8; i++) {
            alice.says("bob", "message " + i);
          }
          world.settle();
          assertThat(alice.saw(Event.NotDelivered.class))
              .hasSize(3)
              .allMatch(e -> e.to().contains(bob.address().toString()));
          bob.comesBack();
          world.settle();
          assertThat(bob.texts("alice")).endsWith("message 4").doesNotContain("message 5");
          assertThat(bob.saw(Event.Gap.class)).isNotEmpty();
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
          Agreement.everythingArrived(alice.talk("bob"), List.of(alice, bob));
          Agreement.holds(world);
        });
  }

  @Test
  void aCodeRegistersATelephoneNumber() {
    Simulation.of(
        247,
        world -> {
          Person bob = new Person(world, "+15550100");
          world.people.put("bob", bob);
          bob.client().begin(world.server.invite(), "+15550100");
          bob.client().connect();
          bob.does(new Command.RequestCode());
          world.pass(Duration.ofSeconds(2));
          var code = world.server.codes.get(bob.address());
          bob.client().dies();
          bob.client().starts();
          bob.client().connect();
          bob.does(new Command.Register(new Admission.ByCode(Objects.requireNonNull(code))));
          world.pass(Duration.ofSeconds(2));
          Person alice = world.person("alice");
          alice.says("+15550100", "by telephone");
          world.settle();
          assertThat(bob.texts("alice")).containsExactly("by telephone");
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
}

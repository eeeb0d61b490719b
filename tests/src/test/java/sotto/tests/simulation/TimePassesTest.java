package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Event;
import sotto.client.engine.Trouble;
import sotto.client.engine.Views;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.ClientAddress;

/// Weeks go by, and clocks go wrong.
class TimePassesTest {
  @Test
  @Tag("rule-4")
  @Tag("rule-23")
  void whoWasConnectedForFortyDaysCanBeWrittenToAsOnTheFirst() {
    Cast.two(
        500,
        (world, alice, bob) -> {
          world.pass(Duration.ofDays(40));
          alice.says("bob", "after forty days");
          world.settle();
          assertThat(bob.texts("alice")).containsExactly("after forty days");
          assertThat(alice.saw(Event.Notice.class)).as("no stale list").isEmpty();
        });
  }

  @Test
  @Tag("rule-23")
  void whoComesEveryDayHasKeyPackagesThatAreStillGood() {
    Cast.two(
        501,
        (world, alice, bob) -> {
          for (int day = 0; day < 40; day++) {
            bob.comesBack();
            bob.goesAway();
            world.pass(Duration.ofDays(1));
          }
          alice.says("bob", "after forty days");
          world.settle();
          bob.comesBack();
          world.settle();
          assertThat(bob.texts("alice")).containsExactly("after forty days");
        });
  }

  @Test
  @Tag("rule-23")
  void whoWasAwayForFortyDaysHasToComeBeforeAnybodyNewCanWrite() {
    Cast.two(
        502,
        (world, alice, bob) -> {
          bob.goesAway();
          world.pass(Duration.ofDays(40));
          alice.says("bob", "too early");
          world.settle();
          assertThat(alice.saw(Event.NotDelivered.class))
              .singleElement()
              .satisfies(e -> assertThat(e.reason()).contains("has to come online first"));
          bob.comesBack();
          alice.says("bob", "in time");
          world.settle();
          assertThat(bob.texts("alice")).containsExactly("in time");
        });
  }

  /// The leaf of who was added and did not come since has the lifetime of its KeyPackage, a month.
  @Test
  @Tag("rule-22")
  void whoHasNotComeForAMonthSinceItWasAddedKeepsNobodyElseOut() {
    Cast.three(
        509,
        (world, alice, bob, carol) -> {
          bob.goesAway();
          alice.founds("friends", "bob");
          world.settle();
          world.pass(Duration.ofDays(31));
          alice.adds("friends", "carol");
          world.settle();
          assertThat(carol.members("friends")).hasSize(3);
          alice.says("friends", "a letter");
          world.settle();
          assertThat(carol.texts("friends")).endsWith("a letter");
          bob.comesBack();
          world.settle();
          bob.says("friends", "back again");
          world.settle();
          assertThat(carol.texts("friends")).endsWith("back again");
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-4")
  void aNewListThatDidNotArriveIsSentAgainAndIsNoFrozenOne() {
    Cast.friends(
        503,
        (world, alice, bob) -> {
          ClientAddress his = bob.who();
          bob.goesAway();
          world.pass(Duration.ofDays(8));
          world.server.lies(
              new Lies() {
                @Override
                boolean hears(ClientAddress from, ClientFrame frame) {
                  boolean lost = from.equals(his) && frame instanceof ClientFrame.ReplaceClientList;
                  if (lost) {
                    bob.client().cutCable();
                  }
                  return !lost;
                }
              });
          bob.comesBack();
          bob.goesAway();
          world.server.lies(Lies.NONE);
          bob.comesBack();
          bob.says("alice", "my list is the second");
          world.settle();
          alice.founds("friends", "bob");
          world.settle();
          assertThat(alice.saw(Event.IdentityChanged.class)).isEmpty();
          assertThat(bob.found("friends")).isPresent();
          for (int week = 0; week < 6; week++) {
            bob.goesAway();
            world.pass(Duration.ofDays(8));
            bob.comesBack();
            bob.says("alice", "week " + week);
            world.settle();
          }
          assertThat(alice.saw(Event.IdentityChanged.class)).isEmpty();
        });
  }

  @Test
  @Tag("rule-4")
  @Tag("rule-21")
  void anOldCopyTakesOverTheNewerListInPlaceOfSigningASecondOne() {
    Cast.friends(
        504,
        (world, alice, bob) -> {
          Disk copy = bob.client().disk().copy();
          bob.goesAway();
          world.pass(Duration.ofDays(8));
          bob.comesBack();
          bob.goesAway();
          bob.client().restores(copy);
          bob.comesBack();
          world.pass(Duration.ofDays(1));
          for (int week = 0; week < 3; week++) {
            bob.goesAway();
            world.pass(Duration.ofDays(8));
            bob.comesBack();
            bob.says("alice", "week " + week);
            world.settle();
          }
          assertThat(
                  world
                      .server
                      .accounts()
                      .account(bob.address())
                      .orElseThrow()
                      .list()
                      .list()
                      .version())
              .isEqualTo(5);
          alice.founds("friends", "bob");
          world.settle();
          assertThat(alice.saw(Event.IdentityChanged.class)).isEmpty();
          assertThat(bob.found("friends")).isPresent();
        });
  }

  @Test
  void clocksThatDifferByHoursDoNotMatter() {
    for (Duration skew : List.of(Duration.ofHours(20), Duration.ofHours(-20))) {
      Cast.two(
          505,
          (world, alice, bob) -> {
            Person carol = world.person("carol");
            alice.client().isAhead(skew);
            alice.says("bob", "one");
            carol.founds("friends", "alice", "bob");
            world.settle();
            alice.says("friends", "two");
            bob.says("alice", "three");
            world.settle();
            assertThat(alice.texts("bob")).containsExactly("one", "three");
            assertThat(bob.texts("friends")).containsExactly("two");
            Agreement.holds(world);
          });
    }
  }

  @Test
  void aClockThatIsWrongByWeeksIsNamedAndWhatIsOpenGoesOn() {
    for (Duration skew : List.of(Duration.ofDays(200), Duration.ofDays(-200))) {
      Cast.friends(
          506,
          (world, alice, bob) -> {
            Person carol = world.person("carol");
            alice.client().isAhead(skew);
            alice.says("bob", "still here");
            world.settle();
            bob.says("alice", "so am i");
            world.settle();
            assertThat(alice.texts("bob")).endsWith("still here", "so am i");
            assertThat(bob.texts("alice")).endsWith("still here", "so am i");
            alice.says("carol", "hello");
            world.settle();
            assertThat(alice.saw(Event.NotDelivered.class))
                .singleElement()
                .satisfies(e -> assertThat(e.reason()).contains("clock"));
            alice.client().isAhead(Duration.ZERO);
            alice.says("carol", "hello again");
            world.settle();
            assertThat(carol.texts("alice")).containsExactly("hello again");
            assertThat(alice.saw(Event.IdentityChanged.class)).isEmpty();
            assertThat(bob.saw(Event.IdentityChanged.class)).isEmpty();
            Agreement.sameGroups(world);
          });
    }
  }

  @Test
  @Tag("rule-14")
  void aServerWhoseClockJumpsAheadAndBackLosesNothingInSilence() {
    Cast.friends(
        507,
        (world, alice, bob) -> {
          bob.goesAway();
          alice.says("bob", "before");
          world.settle();
          world.server.isAhead(Duration.ofDays(60));
          world.pass(Duration.ofMinutes(5));
          alice.says("bob", "during");
          world.settle();
          world.server.isAhead(Duration.ZERO);
          world.pass(Duration.ofMinutes(5));
          alice.says("bob", "after");
          world.settle();
          bob.comesBack();
          world.settle();
          boolean all = bob.texts("alice").contains("before");
          assertThat(all || !bob.saw(Event.Gap.class).isEmpty()).isTrue();
          assertThat(bob.texts("alice")).endsWith("during", "after");
          alice.founds("friends", "bob");
          world.settle();
          assertThat(bob.found("friends")).isPresent();
          Agreement.sameGroups(world);
        });
  }

  @Test
  @Tag("invariant-9")
  void aServerThatClaimsMoreThanThereCanBeIsASecurityStopAndNoMore() {
    Cast.friends(
        508,
        (world, alice, bob) -> {
          ClientAddress hers = alice.who();
          world.server.lies(
              new Lies() {
                @Override
                List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
                  return to.equals(hers) && frame instanceof ServerFrame.LoggedIn login
                      ? List.of(
                          new ServerFrame.LoggedIn(
                              Long.MAX_VALUE,
                              login.at(),
                              Long.MAX_VALUE,
                              login.stock(),
                              login.waiting(),
                              login.policy()))
                      : List.of(frame);
                }
              });
          alice.goesAway();
          alice.comesBack();
          assertThat(Views.halted(alice.client().state()))
              .get()
              .extracting(Trouble::kind)
              .isEqualTo(Trouble.Kind.SECURITY);
          world.server.lies(Lies.NONE);
          alice.client().dies();
          alice.client().starts();
          alice.comesBack();
          alice.says("bob", "as if nothing had happened");
          world.settle();
          assertThat(bob.texts("alice")).endsWith("as if nothing had happened");
          Agreement.holds(world);
        });
  }
}

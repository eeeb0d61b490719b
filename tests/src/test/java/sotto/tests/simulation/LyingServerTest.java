package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Conversation.Trust;
import sotto.client.Event;
import sotto.client.HistoryEntry.Delivery;
import sotto.client.engine.Trouble;
import sotto.client.engine.Views;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ClientRequest;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.ClientKeyPackage;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.wire.Bytes;

/// A server that lies in every way it can: nobody reads what is not genuine, and whoever is lied to
/// sees it.
class LyingServerTest {
  private static final long FAKE = 1L << 50;

  @Test
  @Tag("invariant-7")
  @Tag("rule-3")
  void aSubstitutedAccountKeyStopsWhoKnowsAnother() {
    Cast.two(
        300,
        (world, alice, bob) -> {
          Person mallory = world.person("mallory");
          Cast.befriend(world, alice, bob);
          Map<Address, DirectoryEntry> seen = new HashMap<>();
          world.server.lies(
              new Lies() {
                @Override
                DirectoryEntry answer(Address asker, Address about, DirectoryEntry honest) {
                  seen.put(about, honest);
                  // Mallory's own list, under Bob's name.
                  return about.equals(bob.address())
                      ? underAnotherName(world, honest, bob.address())
                      : honest;
                }
              });
          alice.founds("friends", "bob");
          world.settle();
          assertThat(alice.troubles())
              .extracting(Trouble::kind)
              .containsOnly(Trouble.Kind.SECURITY);
          assertThat(alice.saw(Event.IdentityChanged.class)).hasSize(1);
          assertThat(alice.conversation("bob").members()).anyMatch(m -> m.trust() == Trust.CHANGED);
          int before = bob.texts("alice").size();
          alice.says("bob", "is it you?");
          world.settle();
          assertThat(bob.texts("alice")).hasSize(before);
          assertThat(mallory.conversations()).isEmpty();
        });
  }

  /// A list that the server made itself, as it would have to for a client of its own.
  private static DirectoryEntry underAnotherName(
      World world, DirectoryEntry honest, Address address) {
    DirectoryEntry.Account account = (DirectoryEntry.Account) honest;
    ClientList genuine = account.list().list();
    AccountKey forged = AccountKey.of(world.server.key.bytes().toArray());
    ListedClient ghost = genuine.clients().getFirst();
    // It follows the genuine one, so that nothing but its key is wrong.
    ClientList next =
        new ClientList(
            address,
            forged,
            genuine.version() + 1,
            genuine.hash(),
            genuine.issuedAt(),
            List.of(ghost));
    SignedClientList list = SignedClientList.sign(next, world.server.signer);
    return new DirectoryEntry.Account(list, List.of(), account.keyPackages());
  }

  @Test
  @Tag("invariant-7")
  @Tag("rule-4")
  void aGhostClientOnTheListIsRefusedBecauseTheAccountDidNotSignIt() {
    Cast.two(
        301,
        (world, alice, bob) -> {
          world.server.lies(
              new Lies() {
                @Override
                DirectoryEntry answer(Address asker, Address about, DirectoryEntry honest) {
                  DirectoryEntry.Account account = (DirectoryEntry.Account) honest;
                  ClientList list = account.list().list();
                  ListedClient own = list.clients().getFirst();
                  ListedClient ghost =
                      new ListedClient(ClientId.of(new byte[16]), own.leaf(), own.role());
                  ClientList more = list.next(list.issuedAt(), List.of(own, ghost));
                  return new DirectoryEntry.Account(
                      new SignedClientList(more, account.list().signature()),
                      List.of(),
                      account.keyPackages());
                }
              });
          alice.says("bob", "hello");
          world.settle();
          assertThat(bob.conversations()).isEmpty();
          assertThat(alice.saw(Event.NotDelivered.class)).hasSize(1);
        });
  }

  @Test
  @Tag("rule-4")
  void aFrozenListAndTwoListsOfOneVersionStop() {
    Cast.two(
        302,
        (world, alice, bob) -> {
          List<SignedClientList> lists = new ArrayList<>();
          world.server.lies(
              new Lies() {
                @Override
                boolean hears(ClientAddress from, ClientFrame frame) {
                  if (frame instanceof ClientFrame.ReplaceClientList replace) {
                    lists.add(replace.list());
                  }
                  return true;
                }

                @Override
                DirectoryEntry answer(Address asker, Address about, DirectoryEntry honest) {
                  lists.add(((DirectoryEntry.Account) honest).list());
                  return honest;
                }
              });
          Cast.befriend(world, alice, bob);
          SignedClientList first = lists.getFirst();
          bob.goesAway();
          world.pass(Duration.ofDays(8));
          bob.comesBack();
          bob.says("alice", "my list is new");
          world.settle();
          assertThat(lists.getLast().list().version()).isEqualTo(2);
          // The server goes on showing the old one to Alice, who heard of the new one inside.
          world.server.lies(
              new Lies() {
                @Override
                DirectoryEntry answer(Address asker, Address about, DirectoryEntry honest) {
                  DirectoryEntry.Account account = (DirectoryEntry.Account) honest;
                  return about.equals(bob.address())
                      ? new DirectoryEntry.Account(first, List.of(), account.keyPackages())
                      : honest;
                }
              });
          alice.founds("friends", "bob");
          world.settle();
          assertThat(alice.troubles()).extracting(Trouble::kind).contains(Trouble.Kind.SECURITY);
          assertThat(alice.saw(Event.IdentityChanged.class)).hasSize(1);
          assertThat(bob.found("friends")).isEmpty();
        });
  }

  @Test
  @Tag("rule-23")
  void aKeyPackageHandedOutTwiceIsRefused() {
    Cast.two(
        303,
        (world, alice, bob) -> {
          List<ClientKeyPackage> kept = new ArrayList<>();
          world.server.lies(
              new Lies() {
                @Override
                DirectoryEntry answer(Address asker, Address about, DirectoryEntry honest) {
                  DirectoryEntry.Account account = (DirectoryEntry.Account) honest;
                  if (kept.isEmpty()) {
                    kept.addAll(account.keyPackages());
                  }
                  return new DirectoryEntry.Account(account.list(), List.of(), List.copyOf(kept));
                }
              });
          alice.says("bob", "hello");
          world.settle();
          alice.founds("friends", "bob");
          world.settle();
          assertThat(alice.troubles())
              .extracting(Trouble::kind)
              .containsOnly(Trouble.Kind.SECURITY);
          assertThat(bob.texts("alice")).containsExactly("hello");
          assertThat(bob.found("friends")).isEmpty();
        });
  }

  @Test
  @Tag("invariant-3")
  @Tag("rule-13")
  void everyByteOfAMessageFlippedInTurnIsRefusedAndTheGenuineOneIsRead() {
    Cast.friends(
        304,
        (world, alice, bob) -> {
          ClientAddress victim = bob.who();
          List<ServerFrame.Deliver> genuine = new ArrayList<>();
          world.server.lies(Lies.withholding(victim, genuine));
          alice.says("bob", "as it was written");
          world.pass(Duration.ofSeconds(1));
          world.server.lies(Lies.NONE);
          // So that she cannot say it again.
          alice.goesAway();
          var delivery = genuine.getFirst().delivery();
          int size = ((DeliveryBody.Message) delivery.body()).message().size();
          for (int i = 0; i < size; i++) {
            world.server.lineOf(victim).inject(Altered.byteOf(delivery, i));
          }
          world.pass(Duration.ofSeconds(1));
          assertThat(bob.texts("alice")).doesNotContain("as it was written");
          world.server.lineOf(victim).inject(genuine.getFirst());
          world.settle();
          assertThat(bob.texts("alice")).endsWith("as it was written");
          alice.comesBack();
          alice.says("bob", "and it goes on");
          world.settle();
          assertThat(bob.texts("alice")).endsWith("as it was written", "and it goes on");
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("invariant-8")
  @Tag("rule-19")
  void aWithheldMessageShowsAsAGap() {
    Cast.friends(
        305,
        (world, alice, bob) -> {
          ClientAddress victim = bob.who();
          world.server.lies(Lies.swallowing(victim));
          alice.says("bob", "never seen");
          world.pass(Duration.ofSeconds(1));
          world.server.lies(Lies.NONE);
          alice.says("bob", "next");
          world.pass(Duration.ofSeconds(1));
          assertThat(bob.saw(Event.Gap.class))
              .anyMatch(g -> g.missing() == 1 && g.from().equals(alice.address().toString()));
          Delivery withheld = alice.message("bob", "never seen").delivery();
          assertThat(((Delivery.Sent) withheld).deliveredTo()).isEmpty();
        });
  }

  @Test
  @Tag("invariant-5")
  @Tag("rule-11")
  void aMessageReplayedAHundredTimesIsShownOnce() {
    Cast.friends(
        306,
        (world, alice, bob) -> {
          ClientAddress victim = bob.who();
          List<ServerFrame.Deliver> all = new ArrayList<>();
          world.server.lies(Lies.watching(victim, all));
          alice.says("bob", "once");
          world.settle();
          world.server.lies(Lies.NONE);
          replay(world, victim, all, 100);
          bob.client().dies();
          bob.client().starts();
          bob.comesBack();
          replay(world, victim, all, 3);
          // And a message comes back to whoever wrote it.
          replay(world, alice.who(), all, 3);
          assertThat(bob.texts("alice")).containsExactly("hello", "hello too", "once");
          assertThat(alice.texts("bob")).containsExactly("hello", "hello too", "once");
          bob.sawNothingUnreadable();
          alice.says("bob", "still fine");
          world.settle();
          assertThat(bob.texts("alice")).endsWith("still fine");
          Agreement.holds(world);
        });
  }

  private static void replay(
      World world, ClientAddress to, List<ServerFrame.Deliver> all, int times) {
    for (int i = 0; i < times; i++) {
      for (ServerFrame.Deliver one : all) {
        var d = one.delivery();
        world
            .server
            .lineOf(to)
            .inject(
                new ServerFrame.Deliver(
                    new sotto.protocol.frame.Delivery(
                        FAKE + world.chance().nextLong(1 << 20), 1, d.group(), d.at(), d.body())));
      }
    }
    world.settle();
  }

  @Test
  @Tag("rule-9")
  void commitsInTheWrongOrderAreNotAppliedAndHeal() {
    Cast.circle(
        307,
        (world, alice, bob, carol) -> {
          List<ServerFrame.Deliver> kept = new ArrayList<>();
          world.server.lies(Lies.withholding(bob.who(), kept));
          alice.renames("friends", "second");
          world.pass(Duration.ofSeconds(1));
          alice.renames("second", "third");
          world.pass(Duration.ofSeconds(1));
          List<Acknowledgement.Refused> refused = new ArrayList<>();
          world.server.lies(refusals(bob.who(), refused));
          assertThat(kept).hasSize(2);
          world.server.lineOf(bob.who()).inject(kept.get(1));
          world.pass(Duration.ofMillis(500));
          assertThat(bob.found("friends")).as("not applied out of order").isPresent();
          world.server.lineOf(bob.who()).inject(kept.get(0));
          world.settle();
          assertThat(refused).as("it waits, and is not called damaged").isEmpty();
          alice.says("third", "all in order");
          world.settle();
          assertThat(bob.texts("third")).containsExactly("all in order");
          assertThat(carol.texts("third")).containsExactly("all in order");
          Agreement.holds(world);
        });
  }

  private static Lies refusals(ClientAddress by, List<Acknowledgement.Refused> refused) {
    return new Lies() {
      @Override
      boolean hears(ClientAddress from, ClientFrame frame) {
        if (from.equals(by) && frame instanceof ClientFrame.Acknowledge answers) {
          answers.entries().stream()
              .filter(Acknowledgement.Refused.class::isInstance)
              .map(Acknowledgement.Refused.class::cast)
              .forEach(refused::add);
        }
        return true;
      }
    };
  }

  @Test
  @Tag("invariant-8")
  @Tag("rule-20")
  void aWithheldCommitIsNoticedWhenTheOthersSpeakOnAndHealed() {
    Cast.circle(
        332,
        (world, alice, bob, carol) -> {
          bob.accepts("friends");
          world.settle();
          world.server.lies(Lies.swallowing(bob.who()));
          alice.renames("friends", "without bob");
          world.pass(Duration.ofSeconds(1));
          world.server.lies(Lies.NONE);
          // Bob writes nothing: he only hears what he cannot open.
          for (int i = 0; i < 4; i++) {
            carol.says("without bob", "message " + i);
            world.pass(Duration.ofSeconds(40));
          }
          assertThat(alice.saw(Event.Rejoined.class, r -> r.who().equals(bob.address().toString())))
              .as("by what it heard, before anything of its own was due")
              .isTrue();
          world.settle();
          carol.says("without bob", "at last");
          world.settle();
          assertThat(bob.texts("without bob")).endsWith("at last");
          Agreement.sameGroups(world);
        });
  }

  @Test
  @Tag("rule-11")
  @Tag("rule-13")
  void aMessageThatOpensAfterAllBesideItsRepetitionIsShownOnce() {
    Cast.friends(
        333,
        (world, alice, bob) -> {
          ClientAddress victim = bob.who();
          Submissions counted = new Submissions();
          world.server.lies(damagingOne(victim, counted));
          alice.says("bob", "twice under way");
          world.settle();
          assertThat(counted.by(alice)).as("once more, because Bob asked").isGreaterThan(1);
          assertThat(bob.texts("alice")).containsExactly("hello", "hello too", "twice under way");
          assertThat(bob.saw(Event.Message.class))
              .extracting(Event.Message::text)
              .containsExactly("hello", "twice under way");
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-13")
  void aCommitThatArrivesDamagedIsOfferedAgainAndTaken() {
    Cast.circle(
        334,
        (world, alice, bob, carol) -> {
          world.server.lies(damagingOne(bob.who(), new Submissions()));
          alice.renames("friends", "whole");
          world.settle();
          carol.says("whole", "does everybody follow?");
          world.settle();
          assertThat(bob.texts("whole")).containsExactly("does everybody follow?");
          assertThat(bob.saw(Event.Unreadable.class)).as("the lie").hasSize(1);
          assertThat(carol.saw(Event.Rejoined.class)).as("there was no need to").isEmpty();
          Agreement.holds(world);
        });
  }

  /// Flips a bit of the next message to somebody, once.
  private static Lies damagingOne(ClientAddress victim, Submissions counted) {
    return new Lies() {
      private boolean damaged;

      @Override
      boolean hears(ClientAddress from, ClientFrame frame) {
        return counted.hears(from, frame);
      }

      @Override
      List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
        if (damaged
            || !to.equals(victim)
            || !(frame instanceof ServerFrame.Deliver deliver)
            || !(deliver.delivery().body() instanceof DeliveryBody.Message body)) {
          return List.of(frame);
        }
        damaged = true;
        return List.of(Altered.byteOf(deliver.delivery(), body.message().size() / 2));
      }
    };
  }

  @Test
  @Tag("rule-20")
  void aWithheldWelcomeIsNoticedWhenTheGroupSpeaksAndHealed() {
    Cast.three(
        308,
        (world, alice, bob, carol) -> {
          ClientAddress victim = carol.who();
          world.server.lies(
              new Lies() {
                private boolean withheld;

                @Override
                List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
                  boolean welcome =
                      to.equals(victim)
                          && frame instanceof ServerFrame.Deliver deliver
                          && deliver.delivery().body() instanceof DeliveryBody.Welcome;
                  boolean first = welcome && !withheld;
                  withheld |= welcome;
                  return first ? List.of() : List.of(frame);
                }
              });
          alice.founds("friends", "bob", "carol");
          world.settle();
          assertThat(carol.conversations()).isEmpty();
          alice.says("friends", "does everybody hear me?");
          world.settle();
          assertThat(carol.found("friends")).isPresent();
          alice.says("friends", "at last");
          world.settle();
          assertThat(carol.texts("friends")).contains("at last");
          assertThat(bob.texts("friends")).contains("at last");
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("invariant-7")
  void aMessageOfAnotherGroupAndACommitByAStrangerAreRefused() {
    Cast.two(
        309,
        (world, alice, bob) -> {
          Person mallory = world.person("mallory");
          alice.founds("friends", "bob");
          world.settle();
          mallory.founds("evil", "bob");
          world.settle();
          List<ServerFrame.Deliver> evil = new ArrayList<>();
          world.server.lies(Lies.watching(bob.who(), evil));
          mallory.renames("evil", "worse");
          mallory.says("evil", "smuggled");
          world.settle();
          world.server.lies(Lies.NONE);
          var group = Bytes.of(alice.group("friends").groupId().value());
          for (ServerFrame.Deliver one : evil) {
            var d = one.delivery();
            world
                .server
                .lineOf(bob.who())
                .inject(
                    new ServerFrame.Deliver(
                        new sotto.protocol.frame.Delivery(
                            FAKE + d.entry() % 1000, 2, group, d.at(), d.body())));
          }
          world.settle();
          assertThat(bob.texts("friends")).isEmpty();
          assertThat(bob.members("friends"))
              .containsExactly(alice.address().toString(), bob.address().toString());
          alice.says("friends", "among ourselves");
          world.settle();
          assertThat(bob.texts("friends")).containsExactly("among ourselves");
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("invariant-6")
  @Tag("rule-7")
  void aCommitOfARemovedMemberIsRefusedByServerAndMembers() {
    Cast.circle(
        310,
        (world, alice, bob, carol) -> {
          Disk before = carol.client().disk().copy();
          carol.goesAway();
          alice.removes("friends", "carol");
          world.settle();
          // Carol's profile of before: in it she is a member, and owes a Commit of fresh keys.
          List<Bytes> commits = new ArrayList<>();
          List<ErrorCode> reasons = new ArrayList<>();
          List<ServerFrame.Deliver> never = new ArrayList<>();
          ClientAddress thief = carol.who();
          carol.client().restores(before);
          world.server.lies(
              new Lies() {
                @Override
                boolean hears(ClientAddress from, ClientFrame frame) {
                  if (from.equals(thief)
                      && frame instanceof ClientFrame.Submit submit
                      && submit.submission().body() instanceof SubmissionBody.Commit commit) {
                    commits.add(commit.message());
                  }
                  return true;
                }

                @Override
                List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
                  if (to.equals(thief)
                      && frame instanceof ServerFrame.Judged judged
                      && judged.verdict() instanceof Verdict.Refused refused) {
                    reasons.add(refused.refusal().code());
                  }
                  if (to.equals(thief) && frame instanceof ServerFrame.Deliver deliver) {
                    never.add(deliver);
                    return List.of();
                  }
                  return List.of(frame);
                }
              });
          carol.client().connect();
          world.pass(Duration.ofMinutes(62));
          world.server.lies(Lies.NONE);
          assertThat(commits).as("she tried").isNotEmpty();
          assertThat(reasons).contains(ErrorCode.NOT_ON_ROSTER);
          var group = Bytes.of(alice.group("friends").groupId().value());
          for (Bytes commit : commits) {
            world
                .server
                .lineOf(bob.who())
                .inject(
                    new ServerFrame.Deliver(
                        new sotto.protocol.frame.Delivery(
                            FAKE,
                            2,
                            group,
                            world.now(),
                            new DeliveryBody.Message(SubmissionId.of(new byte[16]), commit))));
          }
          carol.goesAway();
          world.settle();
          assertThat(bob.members("friends"))
              .containsExactly(alice.address().toString(), bob.address().toString());
          alice.says("friends", "without her");
          world.settle();
          assertThat(bob.texts("friends")).containsExactly("without her");
          assertThat(bob.group("friends").epochAuthenticator())
              .isEqualTo(alice.group("friends").epochAuthenticator());
        });
  }

  @Test
  @Tag("invariant-6")
  @Tag("invariant-8")
  @Tag("rule-19")
  void twoWinnersOfOneEpochShowAsAForkAndHeal() {
    Cast.circleOfFour(
        311,
        (world, alice, bob, carol, dave) -> {
          for (Person p : List.of(bob, carol, dave)) {
            p.accepts("friends");
          }
          world.settle();
          Fork fork = new Fork(world, bob.who(), dave.who());
          world.server.lies(fork);
          // Bob owes a Commit of fresh keys within the hour; Alice's comes at the same epoch.
          fork.secretly = true;
          world.pass(Duration.ofMinutes(62));
          world.server.lies(Lies.NONE);
          assertThat(fork.forked()).as("Bob and Dave were led into another epoch").isTrue();
          bob.client().cutCable();
          dave.client().cutCable();
          world.pass(Duration.ofMinutes(1));
          alice.says("friends", "from one side");
          bob.says("friends", "from the other side");
          world.settle();
          world.pass(Duration.ofMinutes(2));
          boolean shown =
              List.of(alice, bob, carol, dave).stream()
                  .anyMatch(
                      p -> p.saw(Event.Unreadable.class, u -> u.reason().contains("in one state")));
          assertThat(shown).as("the fork shows").isTrue();
          world.pass(Duration.ofHours(26));
          world.settle();
          alice.says("friends", "together again");
          world.settle();
          for (Person p : List.of(bob, carol, dave)) {
            assertThat(p.texts("friends")).as(p.name()).contains("together again");
          }
          Agreement.sameGroups(world);
        });
  }

  /// Leads two clients into an epoch of their own: the first Commit of one of them is "accepted",
  /// goes to the other only, and nothing of what the rest does reaches them.
  private static final class Fork extends Lies {
    private final World world;
    private final ClientAddress one;
    private final ClientAddress other;
    private Optional<Bytes> commit = Optional.empty();
    boolean secretly;

    Fork(World world, ClientAddress one, ClientAddress other) {
      this.world = world;
      this.one = one;
      this.other = other;
    }

    boolean forked() {
      return commit.isPresent();
    }

    @Override
    boolean hears(ClientAddress from, ClientFrame frame) {
      boolean led = from.equals(one) || from.equals(other);
      if (!led || !secretly || !(frame instanceof ClientFrame.Submit submit)) {
        return true;
      }
      if (commit.isEmpty()
          && from.equals(one)
          && submit.submission().body() instanceof SubmissionBody.Commit wanted) {
        commit = Optional.of(wanted.message());
        world
            .server
            .lineOf(other)
            .inject(
                new ServerFrame.Deliver(
                    new sotto.protocol.frame.Delivery(
                        FAKE,
                        1,
                        submit.submission().group(),
                        world.now(),
                        new DeliveryBody.Message(submit.submission().id(), wanted.message()))));
        world
            .server
            .lineOf(one)
            .injectVerdict(submit.submission().id(), new Verdict.Accepted(world.now(), List.of()));
      }
      return false;
    }

    @Override
    List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
      boolean led = to.equals(one) || to.equals(other);
      return led && frame instanceof ServerFrame.Deliver ? List.of() : List.of(frame);
    }
  }

  @Test
  @Tag("invariant-9")
  void aServerThatAnswersGarbageDoesNoMoreThanStopTheTalk() {
    for (int i = 0; i < 8; i++) {
      Cast.two(
          320 + i,
          (world, alice, bob) -> {
            Person _ = world.person("carol");
            alice.founds("friends", "bob", "carol");
            Cast.befriend(world, alice, bob);
            SplittableRandom dice = world.stream();
            world.server.lies(garbling(dice));
            for (int n = 0; n < 40; n++) {
              alice.says("bob", "a" + n);
              bob.says("friends", "b" + n);
              world.pass(Duration.ofMillis(700));
            }
            world.server.lies(Lies.NONE);
            for (Person p : world.people.values()) {
              p.client().dies();
              p.client().starts();
              p.client().connect();
            }
            world.settle();
            world.pass(Duration.ofMinutes(3));
            world.settle();
            for (Person p : world.people.values()) {
              for (var c : p.conversations()) {
                assertThat(p.texts(c.id()))
                    .as(p.name())
                    .allMatch(t -> t.matches("hello( too)?|[ab]\\d+"));
              }
            }
            alice.says("bob", "a99");
            world.settle();
            assertThat(bob.texts("alice")).contains("a99");
            assertThat(world.ledger.reused()).isEmpty();
          });
    }
  }

  private static Lies garbling(SplittableRandom dice) {
    return new Lies() {
      @Override
      byte[] bytes(byte[] honest) {
        if (dice.nextInt(25) > 0) {
          return honest;
        }
        byte[] garbled = honest.clone();
        for (int i = 0; i < 1 + dice.nextInt(3); i++) {
          garbled[dice.nextInt(garbled.length)] ^= (byte) (1 << dice.nextInt(8));
        }
        return dice.nextInt(4) == 0
            ? Arrays.copyOf(garbled, dice.nextInt(garbled.length + 1))
            : garbled;
      }
    };
  }

  @Test
  @Tag("invariant-1")
  void theServerHoldsNothingThatOpens() {
    Cast.two(
        330,
        (world, alice, bob) -> {
          alice.founds("the canary's name", "bob");
          world.settle();
          bob.goesAway();
          List<byte[]> heard = new ArrayList<>();
          world.server.lies(
              new Lies() {
                @Override
                boolean hears(ClientAddress from, ClientFrame frame) {
                  heard.add(new ClientRequest(1, frame).encoded());
                  return true;
                }
              });
          alice.says("bob", "the canary sings");
          alice.renames("the canary's name", "another canary");
          world.settle();
          assertThat(heard).isNotEmpty();
          for (byte[] frame : heard) {
            String seen = new String(frame, StandardCharsets.ISO_8859_1);
            assertThat(seen).doesNotContain("canary");
          }
          assertThat(Views.conversations(alice.client().state())).hasSize(2);
        });
  }
}

package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.client.Event;
import sotto.mls.group.Padding;
import sotto.protocol.content.ApplicationFraming;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.BlobId;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.Refusal;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.RejoinRequest;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;

/// Invariant 9 for everything that a server may say: whatever comes ends in a value or in one
/// refusal, the profile opens afterwards, and with an honest server all goes on.
class HostileServerTest {
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
  private static final List<Long> NUMBERS =
      List.of(0L, 1L, 2L, 255L, 1L << 31, 1L << 60, Long.MAX_VALUE);
  private static final List<Instant> TIMES =
      List.of(Instant.EPOCH, Instant.parse("2026-11-20T08:00:00Z"), LAST);

  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");
  private long entries = 100_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  @Tag("invariant-9")
  @Tag("invariant-3")
  void nothingThatAServerSaysBreaksTheClient(long fixed) throws Exception {
    String chosen = System.getProperty("sotto.seed", "");
    long seed = chosen.isEmpty() ? fixed : Long.parseLong(chosen) + fixed;
    try {
      nonsense(new Random(seed));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    }
  }

  private void nonsense(Random random) throws Exception {
    talking();
    List<Delivery> genuine = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      alice.says("bob", "genuine " + i);
      server.run(alice);
      genuine.addAll(server.queue(Views.who(bob.state)));
      server.run(alice, bob);
    }
    for (int step = 0; step < 400; step++) {
      if (!Views.online(bob.state)) {
        bob.disconnect();
        server.comes(bob);
      }
      List<Long> asked =
          bob.state.link().waiting().entries().stream().map(Map.Entry::getKey).toList();
      long request =
          asked.isEmpty() || random.nextInt(3) == 0
              ? random.nextInt(30)
              : asked.get(random.nextInt(asked.size()));
      bob.hear(new ServerReply(request, frame(random, genuine)));
      if (step % 40 == 39) {
        bob.restart();
        server.comes(bob);
      }
    }
    bob.restart();
    server.comes(bob);
    Stream.of(alice, bob).forEach(p -> p.until(p.now.plus(Duration.ofDays(2))));
    for (int i = 0; i < 4; i++) {
      server.run(alice, bob);
      Stream.of(alice, bob).forEach(p -> p.until(p.now.plusSeconds(70)));
    }
    alice.says("bob", "after all that");
    for (int i = 0; i < 4; i++) {
      server.run(alice, bob);
      Stream.of(alice, bob).forEach(p -> p.until(p.now.plusSeconds(70)));
    }
    assertThat(bob.texts()).containsOnlyOnce("after all that").containsOnlyOnce("genuine 2");
  }

  private ServerFrame frame(Random random, List<Delivery> genuine) {
    return switch (random.nextInt(16)) {
      case 0 -> new ServerFrame.Stock(random.nextInt(65536));
      case 1 -> new ServerFrame.ListReplaced(number(random));
      case 2 ->
          new ServerFrame.Judged(
              Forgery.id(),
              switch (random.nextInt(3)) {
                case 0 -> new Verdict.Accepted(time(random), List.of());
                case 1 -> new Verdict.WrongEpoch(number(random), Hash.NONE);
                default -> new Verdict.Refused(refusal(random));
              });
      case 3 -> new ServerFrame.CaughtUp();
      case 4 -> new ServerFrame.Presence(alice.address(), random.nextBoolean());
      case 5 ->
          new ServerFrame.BlobProgress(BlobId.of(new byte[32]), number(random), number(random));
      case 6 ->
          new ServerFrame.BlobChunk(
              BlobId.of(new byte[32]),
              number(random),
              number(random),
              Bytes.wrap(new byte[random.nextInt(100)]));
      case 7 -> {
        Policy policy = Policy.NORMAL;
        for (Limit limit : Limit.values()) {
          policy = random.nextInt(4) == 0 ? policy.with(limit, number(random)) : policy;
        }
        yield new ServerFrame.CurrentPolicy(policy);
      }
      case 8 -> new ServerFrame.TookOver();
      case 9 -> new ServerFrame.Failed(refusal(random));
      case 10 -> new ServerFrame.CodeSent(time(random));
      case 11 -> new ServerFrame.Registered(time(random));
      default -> new ServerFrame.Deliver(delivery(random, genuine));
    };
  }

  private Delivery delivery(Random random, List<Delivery> genuine) {
    Delivery one = genuine.get(random.nextInt(genuine.size()));
    Bytes group = random.nextInt(3) == 0 ? Bytes.wrap(new byte[32]) : one.group();
    byte[] bytes =
        one.body() instanceof DeliveryBody.Message m ? m.message().toArray() : new byte[300];
    for (int i = random.nextInt(3); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    DeliveryBody body =
        switch (random.nextInt(5)) {
          case 0 -> new DeliveryBody.Welcome(Forgery.id(), Bytes.wrap(bytes));
          case 1 ->
              new DeliveryBody.Tombstone(
                  number(random), time(random), time(random), random.nextInt(8) == 0);
          case 2 ->
              new DeliveryBody.Rejoin(
                  Forgery.id(),
                  Forgery.signed(
                      alice,
                      new RejoinRequest(
                          Views.who(random.nextBoolean() ? alice.state : bob.state),
                          group,
                          Bytes.wrap(bytes),
                          time(random),
                          Forgery.id().bytes())));
          default -> new DeliveryBody.Message(Forgery.id(), Bytes.wrap(bytes));
        };
    return new Delivery(entries++, 1 + random.nextInt(4), group, time(random), body);
  }

  private static Refusal refusal(Random random) {
    List<ErrorCode> passing =
        List.of(
            ErrorCode.RATE,
            ErrorCode.UNAVAILABLE,
            ErrorCode.STORAGE_FULL,
            ErrorCode.INTERNAL,
            ErrorCode.MALFORMED,
            ErrorCode.OUT_OF_ORDER);
    return Refusal.of(passing.get(random.nextInt(passing.size())));
  }

  private static long number(Random random) {
    return NUMBERS.get(random.nextInt(NUMBERS.size()));
  }

  private static Instant time(Random random) {
    return TIMES.get(random.nextInt(TIMES.size()));
  }

  // --- one at a time ---

  @Test
  @Tag("invariant-9")
  void timesAtTheEndsOfTheCalendarAreStoredAndShown() throws Exception {
    talking();
    for (Instant at : TIMES) {
      alice.says("bob", "at " + at);
      server.run(alice);
      var queue = server.queue(Views.who(bob.state));
      Delivery delivery = queue.pollLast();
      queue.add(new Delivery(delivery.entry(), 1, delivery.group(), at, delivery.body()));
      server.run(bob);
      server.run(alice, bob);
    }
    bob.restart();
    server.comes(bob);
    assertThat(bob.texts()).contains("at " + Instant.EPOCH, "at " + LAST);
    for (Duration offset : List.of(Duration.ofDays(36500), Duration.ofDays(-20000))) {
      server.clockOffset = offset;
      bob.disconnect();
      server.comes(bob);
      alice.says("bob", "clock " + offset);
      server.run(alice, bob);
      assertThat(bob.texts()).contains("clock " + offset);
    }
  }

  @Test
  @Tag("rule-23")
  void aServerThatAlwaysWantsMoreKeyPackagesGetsNoMoreThanTheyAreWorth() {
    int rounds = 0;
    for (; rounds < 60; rounds++) {
      int before = alice.sent.size();
      alice.hear(ServerReply.unasked(new ServerFrame.Stock(0)));
      for (Map.Entry<Long, Link.Waiting> question : alice.state.link().waiting().entries()) {
        alice.hear(new ServerReply(question.getKey(), new ServerFrame.Stock(100)));
      }
      boolean more =
          alice.sent.subList(before, alice.sent.size()).stream()
              .anyMatch(r -> r.frame() instanceof ClientFrame.PublishKeyPackages);
      if (!more) {
        break;
      }
    }
    assertThat(rounds).isLessThan(15);
    assertThat(alice.state.packages().size()).isLessThan(1200);
  }

  @Test
  @Tag("rule-13")
  void whoSaysSomethingAfterItsRemovalIsNotHeard() throws Exception {
    Puppet mallory = server.register("mallory");
    alice.ask(new Command.CreateGroup("g", List.of(bob.address(), mallory.address())));
    server.run(alice, bob, mallory);
    mallory.ask(new Command.Accept(HostileMemberTest.group(mallory)));
    String talk = HostileMemberTest.group(mallory);
    alice.ask(
        new Command.RemoveMembers(HostileMemberTest.group(alice), List.of(mallory.address())));
    server.run(alice, bob);
    // The server passes on what she made in the epoch in which she was a member.
    byte[][] made = new byte[1][];
    mallory.cheats(turn -> {
      GroupRow row = turn.state().groupOf(talk).orElseThrow();
      var sent =
          row.group()
              .protect(
                  ApplicationFraming.of(
                          Words.text(
                              Words.senderUri(mallory), Words.roomUri(mallory, talk), "still here"))
                      .encoded(),
                  Commits.forkTag(row.group()),
                  Padding.NONE,
                  turn.random());
      turn.group(row.with(sent.group()));
      made[0] = sent.message();
    });
    Bytes group = Bytes.of(bob.state.groups().values().getFirst().group().groupId().value());
    for (int offer = 1; offer <= 4; offer++) {
      bob.hear(
          ServerReply.unasked(
              new ServerFrame.Deliver(
                  new Delivery(
                      77_000,
                      offer,
                      group,
                      bob.now,
                      new DeliveryBody.Message(Forgery.id(), Bytes.wrap(made[0]))))));
    }
    assertThat(bob.texts()).doesNotContain("still here");
    assertThat(bob.told(Event.Message.class)).isEmpty();
    alice.says("g", "without her");
    server.run(alice, bob);
    assertThat(bob.texts()).contains("without her");
  }

  @Test
  @Tag("rule-20")
  void whatWaitsInALostGroupEndsInAGapAndNotNever() throws Exception {
    talking();
    bob.cheats(turn -> Rejoins.lose(turn, turn.state().groups().values().getFirst()));
    Bytes group = Bytes.of(bob.state.groups().values().getFirst().group().groupId().value());
    Delivery waiting =
        new Delivery(
            66_000,
            1,
            group,
            bob.now,
            new DeliveryBody.Message(Forgery.id(), Bytes.wrap(new byte[200])));
    bob.answers.clear();
    bob.hear(ServerReply.unasked(new ServerFrame.Deliver(waiting)));
    assertThat(bob.answers.getLast()).isInstanceOf(Acknowledgement.Later.class);
    bob.until(bob.now.plus(Duration.ofDays(8)));
    bob.hear(ServerReply.unasked(new ServerFrame.Deliver(waiting)));
    assertThat(bob.answers.getLast()).isInstanceOf(Acknowledgement.Refused.class);
  }

  private void talking() throws Exception {
    alice.says("bob", "hello");
    server.run(alice, bob);
    bob.says("alice", "hello");
    server.run(alice, bob);
  }
}

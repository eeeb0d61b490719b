package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Event;
import sotto.client.MessageId;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.group.ConversationData;
import sotto.protocol.identity.ConversationId;
import sotto.protocol.wire.Bytes;

/// Whatever a server, a member or a stranger says, each table of a profile has an end.
@Tag("invariant-9")
class BoundsTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");
  private long entries = 200_000;

  @Test
  @Tag("rule-14")
  void tombstonesWithoutEndLeaveADaysWorthOfGapsAndOneNotice() throws Exception {
    talking();
    Bytes group = group(bob);
    int known = bob.rows(Table.SPENT).size();
    int lines = bob.rows(Table.HISTORY).size();
    for (int i = 0; i < 1_000; i++) {
      deliver(group, new DeliveryBody.Tombstone(1, bob.now, bob.now, false));
      deliver(Forgery.id().bytes(), new DeliveryBody.Tombstone(1, bob.now, bob.now, false));
    }
    assertThat(bob.told(Event.Gap.class)).hasSize(2 * Telling.A_DAY);
    assertThat(bob.told(Event.Notice.class))
        .filteredOn(n -> n.sentence().contains("More of"))
        .hasSize(2);
    assertThat(bob.rows(Table.SPENT)).hasSizeLessThan(known + 2 * Telling.A_DAY + 10);
    assertThat(bob.rows(Table.HISTORY)).hasSizeLessThan(lines + Telling.A_DAY + 10);
    // The next day a gap is a gap again.
    bob.told.clear();
    bob.now = bob.now.plus(Duration.ofDays(1));
    deliver(group, new DeliveryBody.Tombstone(1, bob.now, bob.now, false));
    assertThat(bob.told(Event.Gap.class)).hasSize(1);
  }

  @Test
  @Tag("invariant-8")
  void whatDoesNotOpenIsNeitherRememberedNorToldWithoutEnd() throws Exception {
    talking();
    Bytes group = group(bob);
    byte[] genuine = sealed(group);
    int known = bob.rows(Table.SPENT).size();
    int events = bob.rows(Table.EVENT).size();
    for (int i = 0; i < 1_500; i++) {
      byte[] forged = genuine.clone();
      forged[forged.length - 1 - i % 30] ^= (byte) (1 + i / 30);
      forged[commitType(group)] = 3;
      deliver(group, new DeliveryBody.Message(Forgery.id(), Bytes.wrap(forged)));
      deliver(group, new DeliveryBody.Welcome(Forgery.id(), Bytes.wrap(forged)));
      bob.hear(ServerReply.unasked(new ServerFrame.TookOver()));
    }
    assertThat(bob.rows(Table.SPENT)).hasSizeLessThan(known + 200);
    assertThat(bob.rows(Table.EVENT)).hasSizeLessThan(events + 4 * Telling.A_DAY);
    assertThat(bob.rows(Table.HELD)).isEmpty();
    alice.says("bob", "still here");
    server.run(alice, bob);
    assertThat(bob.texts()).contains("still here");
  }

  @Test
  void eventsThatNobodyLooksAtAreForgottenFromTheOldestOnAndItIsSaid() {
    bob.cheats(turn -> {
      for (int i = 0; i < Telling.MOST_UNSEEN + 5; i++) {
        turn.tell(n ->
            new Event.Receipt(
                n, MessageId.of(new byte[32]), "", "alice@localhost", Event.ReceiptKind.READ));
      }
    });
    assertThat(bob.state.events().size()).isLessThanOrEqualTo(Telling.MOST_UNSEEN);
    assertThat(bob.rows(Table.EVENT)).hasSize(bob.state.events().size());
    assertThat(bob.told(Event.Notice.class))
        .anyMatch(n -> n.sentence().contains("not announced any more"));
  }

  @Test
  @Tag("rule-20")
  void groupsThatWereNeverEnteredAreAskedForAFewTimesADay() {
    int before = bob.sent.size();
    int packages = bob.state.packages().size();
    for (int i = 0; i < 60; i++) {
      Delivery last =
          new Delivery(
              entries++,
              4,
              Forgery.id().bytes(),
              bob.now,
              new DeliveryBody.Message(Forgery.id(), Bytes.wrap(new byte[100])));
      bob.hear(ServerReply.unasked(new ServerFrame.Deliver(last)));
    }
    assertThat(bob.state.packages().size() - packages).isEqualTo(16);
    assertThat(
            bob.sent.subList(before, bob.sent.size()).stream()
                .filter(r ->
                    r.frame() instanceof ClientFrame.Submit submit
                        && submit.submission().body() instanceof SubmissionBody.Rejoin))
        .hasSize(16);
  }

  @Test
  @Tag("rule-25")
  void aHundredRequestsMayWaitAndNotOneMore() throws Exception {
    bob.cheats(turn -> {
      for (int i = 0; i < Requests.MOST_OPEN; i++) {
        ConversationData data =
            new ConversationData(
                ConversationId.of(Forgery.id().bytes().toArray()),
                ConversationData.Kind.MANY,
                "spam " + i,
                List.of(),
                Optional.empty());
        turn.talk(Talk.many(data, Talk.Status.REQUEST, turn.now()));
      }
    });
    alice.ask(new Command.CreateGroup("one more", List.of(bob.address())));
    server.run(alice, bob);
    assertThat(bob.state.groups().isEmpty()).isTrue();
    assertThat(bob.told(Event.Notice.class)).anyMatch(n -> n.sentence().contains("not taken"));
    alice.says("one more", "hello?");
    server.run(alice, bob);
    assertThat(bob.told(Event.Message.class)).isEmpty();
    assertThat(server.queue(Views.who(bob.state))).isEmpty();
  }

  @Test
  @Tag("rule-25")
  void whatWasSaidInARequestStaysWhenItsMemberIsRemoved() throws Exception {
    alice.ask(new Command.CreateGroup("come and go", List.of(bob.address())));
    server.run(alice, bob);
    alice.says("come and go", "read this");
    server.run(alice, bob);
    String talk = HostileMemberTest.group(bob);
    alice.ask(new Command.RemoveMembers(HostileMemberTest.group(alice), List.of(bob.address())));
    server.run(alice, bob);
    assertThat(bob.state.talks().contains(talk)).isTrue();
    assertThat(bob.texts()).contains("read this");
  }

  @Test
  @Tag("rule-25")
  void aRequestThatIsWithdrawnBeforeAnythingWasSaidLeavesNothing() throws Exception {
    alice.ask(new Command.CreateGroup("come and go", List.of(bob.address())));
    server.run(alice, bob);
    assertThat(bob.told(Event.Request.class)).hasSize(1);
    String talk = HostileMemberTest.group(bob);
    alice.ask(new Command.RemoveMembers(HostileMemberTest.group(alice), List.of(bob.address())));
    server.run(alice, bob);
    assertThat(bob.state.talks().contains(talk)).isFalse();
    assertThat(bob.state.groups().isEmpty()).isTrue();
    assertThat(bob.state.contact(alice.address())).isEmpty();
    assertThat(bob.texts()).isEmpty();
    assertThat(bob.state.events().values())
        .extracting(Kept::event)
        .allMatch(Event.Membership.class::isInstance);
  }

  @Test
  @Tag("rule-25")
  void aRequestKeepsSoManyMessagesAndShowsAGapForTheOthers() throws Exception {
    alice.says("bob", "first");
    server.run(alice, bob);
    bob.cheats(turn -> {
      Talk talk = turn.state().talks().values().getFirst();
      turn.talk(talk.active(turn.now(), Requests.MOST_MESSAGES));
    });
    alice.says("bob", "short");
    alice.says("bob", "long".repeat(Requests.SHORT));
    server.run(alice, bob);
    assertThat(bob.texts()).containsExactly("first", "short");
    assertThat(bob.told(Event.Gap.class)).hasSize(1);
    bob.cheats(turn -> {
      Talk talk = turn.state().talks().values().getFirst();
      turn.talk(talk.active(turn.now(), Requests.MOST_SHORT));
    });
    alice.says("bob", "one too many");
    server.run(alice, bob);
    assertThat(bob.texts()).containsExactly("first", "short");
    assertThat(bob.told(Event.Gap.class)).hasSize(2);
  }

  private void deliver(Bytes group, DeliveryBody body) {
    bob.hear(
        ServerReply.unasked(
            new ServerFrame.Deliver(new Delivery(entries++, 1, group, bob.now, body))));
  }

  /// A message of alice's that bob's client has not seen.
  private byte[] sealed(Bytes group) throws Exception {
    alice.says("bob", "genuine");
    server.run(alice);
    Delivery delivery = server.queue(Views.who(bob.state)).getLast();
    server.run(alice, bob);
    assertThat(delivery.group()).isEqualTo(group);
    return ((DeliveryBody.Message) delivery.body()).message().toArray();
  }

  /// Where the content type stands: after version, wire format, group id and epoch.
  private static int commitType(Bytes group) {
    return 2 + 2 + 1 + group.size() + 8;
  }

  private static Bytes group(Puppet puppet) {
    return Bytes.of(puppet.state.groups().values().getFirst().group().groupId().value());
  }

  private void talking() throws Exception {
    alice.says("bob", "hello");
    server.run(alice, bob);
    bob.says("alice", "hello");
    server.run(alice, bob);
  }
}

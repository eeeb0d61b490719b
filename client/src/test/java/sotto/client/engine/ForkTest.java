package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Event;
import sotto.mls.crypto.Secret;
import sotto.mls.group.Group;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.OuterMessage;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.wire.Bytes;

/// Rules 19: the fork tag, and the counters.
@Tag("rule-19")
class ForkTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");

  @Test
  void everyMessageToTheGroupCarriesTheTagOfItsEpoch() throws Exception {
    group();
    server.submitted.clear();
    Bytes tag = tag(alice.state.groups().values().getFirst().group());
    alice.says("g", "hello");
    bob.ask(new Command.Leave(HostileMemberTest.group(bob)));
    server.run(alice, bob);
    alice.until(alice.now.plusSeconds(60));
    server.run(alice, bob);
    assertThat(server.submitted)
        .extracting(submission -> submission.body().getClass().getSimpleName())
        .contains("Application", "Proposal", "Commit");
    for (Submission submission : server.submitted) {
      assertThat(outer(submission).authenticatedData())
          .as(submission.body().toString())
          .isEqualTo(tag);
    }
  }

  @Test
  void anotherTagIsAForkAtTheSecondOfferAndOnceADay() throws Exception {
    group();
    long epoch = epoch();
    // Version, wire format, group id, epoch, content type; then `authenticated_data`.
    int group = bob.state.groups().values().getFirst().group().groupId().value().length;
    int tag = 2 + 2 + 1 + group + 8 + 1 + 1;
    server.message = body -> flipped(body, tag);
    alice.says("g", "from another state");
    server.run(alice);
    offer(lastFor(bob), 1);
    assertThat(forks()).as("a flipped bit looks the same").isZero();
    assertThat(rejoins()).isZero();
    offer(lastFor(bob), 2);
    assertThat(forks()).isOne();
    assertThat(rejoins()).isOne();
    bob.until(bob.now.plusSeconds(3600));
    offer(lastFor(bob), 3);
    assertThat(forks()).isOne();
    assertThat(rejoins()).isOne();
    assertThat(epoch()).isEqualTo(epoch);
  }

  @Test
  void whatIsDamagedUnderOurTagIsNoFork() throws Exception {
    group();
    server.message = body -> flipped(body, body.size() - 1);
    alice.says("g", "damaged");
    server.run(alice);
    for (int offer = 1; offer <= 4; offer++) {
      offer(lastFor(bob), offer);
    }
    assertThat(forks()).isZero();
    assertThat(rejoins()).isZero();
    server.message = body -> body;
    alice.says("g", "and on it goes");
    server.run(alice, bob);
    assertThat(bob.texts()).contains("and on it goes");
  }

  /// Said again after later ones, a message does not set its sender's counter back.
  @Test
  void aCounterNeverGoesBack() throws Exception {
    group();
    alice.says("g", "one");
    server.run(alice, bob);
    alice.says("g", "two");
    server.run(alice);
    Delivery damaged = lastFor(bob);
    Bytes two = ((DeliveryBody.Message) damaged.body()).message();
    server.message = body -> body.equals(two) ? flipped(body, body.size() - 1) : body;
    alice.says("g", "three");
    server.run(alice);
    server.run(bob);
    assertThat(bob.texts()).contains("three").doesNotContain("two");
    server.run(alice, bob);
    assertThat(bob.texts()).contains("two");
    alice.says("g", "four");
    server.run(alice, bob);
    assertThat(bob.told(Event.Gap.class)).as("of " + damaged.entry()).hasSize(1);
  }

  /// Encrypted twice, counted once.
  @Test
  void whatIsEncryptedAgainInTheNextEpochIsNoGap() throws Exception {
    group();
    bob.says("g", "before");
    server.run(alice, bob);
    alice.cheats(turn -> {
      GroupRow row = turn.state().groups().values().getFirst();
      turn.group(row.pathDue(turn.now()));
    });
    // Only Alice hears that her Commit won; Bob still writes in the old epoch.
    server.run(alice);
    bob.says("g", "in the old epoch");
    server.run(bob);
    assertThat(server.submitted)
        .filteredOn(s -> s.body() instanceof SubmissionBody.Application)
        .extracting(Submission::epoch)
        .endsWith(epoch() - 1, epoch());
    bob.says("g", "after");
    server.run(alice, bob);
    assertThat(alice.texts()).containsExactly("before", "in the old epoch", "after");
    assertThat(alice.told(Event.Gap.class)).isEmpty();
  }

  private void group() {
    alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice, bob);
    bob.ask(new Command.Accept(HostileMemberTest.group(bob)));
  }

  /// The server's copy is damaged: the client hears the same at each offer.
  private void offer(Delivery delivery, int offer) {
    DeliveryBody body =
        switch (delivery.body()) {
          case DeliveryBody.Message message ->
              new DeliveryBody.Message(
                  message.submission(), server.message.apply(message.message()));
          default -> delivery.body();
        };
    Delivery again = new Delivery(delivery.entry(), offer, delivery.group(), delivery.at(), body);
    bob.hear(ServerReply.unasked(new ServerFrame.Deliver(again)));
    ask(bob);
  }

  /// What it has to say leaves it, and nothing more is offered.
  private void ask(Puppet puppet) {
    List<Delivery> waiting = List.copyOf(server.queue(Views.who(puppet.state)));
    server.queue(Views.who(puppet.state)).clear();
    server.run(puppet);
    server.queue(Views.who(puppet.state)).addAll(waiting);
    puppet.answers.clear();
  }

  private long forks() {
    return bob.told(Event.Unreadable.class).stream()
        .filter(unreadable -> unreadable.reason().contains("no longer in one state"))
        .count();
  }

  private long rejoins() {
    return server.submitted.stream().filter(s -> s.body() instanceof SubmissionBody.Rejoin).count();
  }

  private long epoch() {
    return alice.state.groups().values().getFirst().group().epoch();
  }

  private Delivery lastFor(Puppet puppet) {
    return server.queue(Views.who(puppet.state)).getLast();
  }

  private static Bytes tag(Group group) {
    Secret tag = group.export("Sotto fork", group.groupId().value(), 8);
    return Bytes.wrap(tag.copy());
  }

  private static OuterMessage.Private outer(Submission submission) throws Exception {
    Bytes message =
        switch (submission.body()) {
          case SubmissionBody.Application application -> application.message();
          case SubmissionBody.Proposal proposal -> proposal.message();
          case SubmissionBody.Commit commit -> commit.message();
          default -> throw new AssertionError(submission.body().toString());
        };
    return (OuterMessage.Private) OuterMessage.read(message);
  }

  private static Bytes flipped(Bytes body, int at) {
    byte[] bytes = body.toArray();
    bytes[at] ^= 1;
    return Bytes.wrap(bytes);
  }
}

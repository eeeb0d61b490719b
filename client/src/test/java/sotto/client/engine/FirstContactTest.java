package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sotto.client.Event;
import sotto.mls.codec.MlsException;
import sotto.mls.group.CommitRequest;
import sotto.mls.message.KeyPackage;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.identity.Address;

/// Rules 25: to a request go "no receipt, presence"; and rules 29: when receipts go.
class FirstContactTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");

  @Test
  @Tag("rule-25")
  void aRequestGetsNoReceiptAndNoPresenceUntilItIsAccepted() throws Exception {
    alice.says("bob", "do you know me?");
    server.run(alice, bob);
    later(Duration.ofSeconds(10));
    bob.disconnect();
    server.comes(bob);
    assertThat(saidBy(bob)).isZero();
    assertThat(shownBy(bob)).isEmpty();
    bob.ask(new Command.Accept(bob.state.talks().values().getFirst().key()));
    later(Duration.ofSeconds(10));
    assertThat(saidBy(bob)).isOne();
    assertThat(shownBy(bob)).containsExactly(alice.address());
    assertThat(alice.told(Event.Receipt.class)).hasSize(1);
  }

  @Test
  @Tag("rule-25")
  @Tag("rule-3")
  void whoShowsAnotherKeySeesNobodyComeAndGo() throws Exception {
    friends();
    assertThat(shownBy(alice)).containsExactly(bob.address());
    alice.cheats(turn -> turn.contact(turn.known(bob.address()).stopped("Two lists.")));
    alice.disconnect();
    server.comes(alice);
    assertThat(shownBy(alice)).isEmpty();
  }

  @Test
  @Tag("rule-29")
  void receiptsWaitTwoSecondsFromTheFirstAndNotFromTheLast() throws Exception {
    friends();
    Instant first = bob.now;
    alice.says("bob", "one");
    server.run(alice, bob);
    bob.until(first.plusMillis(1_500));
    alice.now = bob.now;
    alice.says("bob", "two");
    server.run(alice, bob);
    bob.until(first.plusMillis(1_999));
    server.run(bob);
    long before = saidBy(bob);
    bob.until(first.plusMillis(2_000));
    server.run(bob);
    assertThat(saidBy(bob)).isEqualTo(before + 1);
    bob.until(first.plusMillis(10_000));
    server.run(bob);
    assertThat(saidBy(bob)).as("both in one message").isEqualTo(before + 1);
  }

  @ParameterizedTest
  @CsvSource({"32, true", "33, false"})
  @Tag("rule-29")
  void aboveThirtyTwoMembersNobodyConfirms(int members, boolean confirmed) throws Exception {
    alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice, bob);
    bob.ask(new Command.Accept(HostileMemberTest.group(bob)));
    alice.cheats(turn -> {
      GroupRow row = turn.state().groupOf(HostileMemberTest.group(alice)).orElseThrow();
      try {
        KeyPackage[] others = Forgery.strangers(members - 2, alice).toArray(KeyPackage[]::new);
        CommitRequest request = CommitRequest.update().add(others);
        Commits.stage(turn, row, Commits.make(turn, row.group(), request), 0);
      } catch (MlsException e) {
        throw new AssertionError(e);
      }
    });
    server.run(alice, bob);
    alice.says("g", "to all of you");
    server.run(alice, bob);
    assertThat(bob.texts()).containsExactly("to all of you");
    assertThat(bob.state.talks().values().getFirst().delivered().isEmpty()).isEqualTo(!confirmed);
  }

  private void friends() throws Exception {
    alice.says("bob", "hello");
    server.run(alice, bob);
    bob.says("alice", "hello");
    server.run(alice, bob);
    later(Duration.ofSeconds(60));
    alice.disconnect();
    server.comes(alice);
    server.run(alice, bob);
  }

  private void later(Duration time) {
    Stream.of(alice, bob).forEach(p -> p.until(p.now.plus(time)));
    server.run(alice, bob);
  }

  private long saidBy(Puppet puppet) {
    return puppet.sent.stream()
        .filter(request ->
            request.frame() instanceof ClientFrame.Submit submit
                && submit.submission().body() instanceof SubmissionBody.Application)
        .count();
  }

  private static List<Address> shownBy(Puppet puppet) {
    return puppet.sent.stream()
        .filter(request -> request.frame() instanceof ClientFrame.ShowTo)
        .map(request -> ((ClientFrame.ShowTo) request.frame()).addresses())
        .reduce((_, last) -> last)
        .orElseThrow();
  }
}

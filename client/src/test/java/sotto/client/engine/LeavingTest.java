package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.protocol.content.ApplicationFraming;
import sotto.protocol.frame.SubmissionBody;

/// Rules 17: "the leaver sends a Remove of itself as a private Proposal and stops sending; the next
/// member to send, or the lowest leaf present after a random 5 to 30 s, commits it."
@Tag("rule-17")
class LeavingTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");
  private final Puppet carol = server.register("carol");

  @BeforeEach
  void founded() {
    alice.ask(new Command.CreateGroup("g", List.of(bob.address(), carol.address())));
    server.run(alice, bob, carol);
    bob.ask(new Command.Accept(HostileMemberTest.group(bob)));
    carol.ask(new Command.Accept(HostileMemberTest.group(carol)));
    Stream.of(alice, bob, carol).forEach(p -> p.until(p.now.plusSeconds(60)));
    server.run(alice, bob, carol);
    server.submitted.clear();
    bob.ask(new Command.Leave(HostileMemberTest.group(bob)));
    server.run(bob);
  }

  @Test
  void theLowestLeafCommitsItAfterFiveSecondsAndNobodyElseSoSoon() {
    Instant left = alice.now;
    server.run(alice);
    server.run(carol);
    assertThat(due(alice)).contains(left.plusSeconds(5));
    assertThat(due(carol).orElseThrow()).isBetween(left.plusMillis(5_001), left.plusSeconds(30));
    carol.until(left.plusSeconds(5));
    alice.until(left.plus(Duration.ofMillis(4_999)));
    server.run(alice, carol);
    assertThat(commits()).isZero();
    alice.until(left.plusSeconds(5));
    server.run(alice, carol);
    assertThat(commits()).isOne();
    assertThat(members(carol)).isEqualTo(2);
  }

  @Test
  void withoutTheLowestLeafAnotherCommitsItWithinHalfAMinute() {
    Instant left = alice.now;
    alice.disconnect();
    server.run(carol);
    carol.until(left.plusSeconds(30));
    server.run(carol);
    assertThat(commits()).isOne();
    assertThat(members(carol)).isEqualTo(2);
  }

  @Test
  void whoSendsNextCommitsItFirst() throws Exception {
    server.run(alice, carol);
    carol.says("g", "without bob");
    server.run(alice, carol);
    assertThat(server.submitted)
        .extracting(submission -> submission.body().getClass().getSimpleName())
        .containsExactly("Proposal", "Commit", "Application");
    assertThat(bob.texts()).doesNotContain("without bob");
  }

  @Test
  void theLeaverSaysNothingMore() {
    Words.says(
        bob,
        HostileMemberTest.group(bob),
        ApplicationFraming.of(
                Words.text(
                    Words.senderUri(bob),
                    Words.roomUri(bob, HostileMemberTest.group(bob)),
                    "not quite gone"))
            .encoded());
    bob.until(bob.now.plusSeconds(120));
    server.run(bob);
    assertThat(server.submitted)
        .extracting(submission -> submission.body().getClass().getSimpleName())
        .containsExactly("Proposal");
  }

  private static Optional<Instant> due(Puppet puppet) {
    return puppet.state.groups().values().getFirst().proposalsAt();
  }

  private long commits() {
    return server.submitted.stream().filter(s -> s.body() instanceof SubmissionBody.Commit).count();
  }

  private static int members(Puppet puppet) {
    return puppet.state.groups().values().getFirst().group().members().size();
  }
}

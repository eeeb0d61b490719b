package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;

/// Rules 22: a client commits "before sending when its last Commit is 7 days or 1,000 messages
/// old", and "a leaf without a Commit for 90 days is removed by whoever commits next".
@Tag("rule-22")
class FreshKeysTest {
  private static final Duration WEEK = Duration.ofDays(7);

  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");
  private final Puppet carol = server.register("carol");
  private Instant committed;

  @BeforeEach
  void founded() throws Exception {
    alice.ask(new Command.CreateGroup("g", List.of(bob.address(), carol.address())));
    server.run(alice, bob, carol);
    bob.ask(new Command.Accept(HostileMemberTest.group(bob)));
    carol.ask(new Command.Accept(HostileMemberTest.group(carol)));
    committed = alice.now;
    server.submitted.clear();
  }

  @Test
  void beforeTheWeekIsOverNothingIsCommitted() throws Exception {
    alice.now = committed.plus(WEEK).minusSeconds(1);
    alice.says("g", "on the seventh day");
    server.run(alice);
    assertThat(kinds()).containsExactly(SubmissionBody.Application.class);
  }

  @Test
  void afterAWeekTheCommitGoesBeforeWhatIsSaid() throws Exception {
    alice.disconnect();
    alice.now = committed.plus(WEEK);
    alice.says("g", "a week later");
    server.comes(alice);
    server.run(alice);
    assertThat(kinds())
        .containsExactly(SubmissionBody.Commit.class, SubmissionBody.Application.class);
  }

  @Test
  void ofWhoSaysNothingTheCommitComesAfterAWeek() {
    alice.until(committed.plus(WEEK).minusSeconds(1));
    server.run(alice);
    assertThat(server.submitted).isEmpty();
    alice.until(committed.plus(WEEK));
    server.run(alice);
    assertThat(kinds()).containsExactly(SubmissionBody.Commit.class);
  }

  @Test
  void theWeekBeginsAnewWithEveryCommitOfOnesOwn() {
    alice.until(committed.plus(WEEK));
    server.run(alice);
    alice.until(committed.plus(WEEK).plus(WEEK).minusSeconds(1));
    server.run(alice);
    assertThat(server.submitted).hasSize(1);
    alice.until(committed.plus(WEEK).plus(WEEK));
    server.run(alice);
    assertThat(server.submitted).hasSize(2);
  }

  @Test
  void afterAThousandMessagesTheCommitGoesBeforeTheNext() throws Exception {
    alice.cheats(turn -> {
      GroupRow row = turn.state().groups().values().getFirst();
      for (int i = 0; i < 998; i++) {
        row = row.counted();
      }
      turn.group(row);
    });
    alice.says("g", "the 999th");
    alice.says("g", "the 1,000th");
    server.run(alice);
    assertThat(kinds()).containsOnly(SubmissionBody.Application.class);
    server.submitted.clear();
    alice.says("g", "one more");
    alice.says("g", "and another");
    server.run(alice);
    assertThat(kinds())
        .containsExactly(
            SubmissionBody.Commit.class,
            SubmissionBody.Application.class,
            SubmissionBody.Application.class);
  }

  @Test
  void whoJoinedCommitsWithinTheHourAndNotAtOnce() {
    bob.until(committed.plusSeconds(60));
    server.run(bob);
    assertThat(server.submitted).isEmpty();
    bob.until(committed.plus(Duration.ofHours(1)));
    server.run(bob);
    assertThat(kinds()).containsExactly(SubmissionBody.Commit.class);
  }

  @Test
  void aLeafIsOldWhenNinetyDaysAreOver() {
    Instant last = committed.plus(Duration.ofHours(1));
    alice.now = last;
    for (Puppet member : List.of(bob, carol)) {
      member.until(last);
      server.run(alice, bob, carol);
    }
    alice.disconnect();
    alice.now = last.plus(Duration.ofDays(90));
    server.comes(alice);
    assertThat(members()).isEqualTo(3);
    alice.disconnect();
    alice.now = alice.now.plusSeconds(1);
    server.comes(alice);
    alice.cheats(turn -> turn.group(group().pathDue(turn.now())));
    server.run(alice);
    assertThat(members()).isOne();
  }

  private GroupRow group() {
    return alice.state.groups().values().getFirst();
  }

  private int members() {
    return group().group().members().size();
  }

  private List<Class<?>> kinds() {
    return server.submitted.stream().map(Submission::body).<Class<?>>map(Object::getClass).toList();
  }
}

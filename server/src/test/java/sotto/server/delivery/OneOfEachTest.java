package sotto.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.Verdict;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;

/// Sentences of the rules whose check could be left out without another test noticing.
class OneOfEachTest {
  @Tag("rule-18")
  @Test
  void rule18AGroupHasOneSuccessorAndOnlyOfItsRoster() {
    Office office = new Office(Policy.NORMAL, 0);
    Queue alice = office.join("alice");
    Queue bob = office.join("bob");
    Queue eve = office.join("eve");
    Bytes group = office.group(alice, bob);
    assertThat(code(succeed(office, eve, group))).isEqualTo(ErrorCode.NOT_ON_ROSTER);
    assertThat(succeed(office, bob, group)).isInstanceOf(Verdict.Accepted.class);
    assertThat(code(succeed(office, alice, group))).isEqualTo(ErrorCode.SUCCESSOR_EXISTS);
    assertThat(code(succeed(office, alice, office.bytes(32)))).isEqualTo(ErrorCode.GROUP_UNKNOWN);
  }

  private static Verdict succeed(Office office, Queue sender, Bytes group) {
    SubmissionBody body =
        new SubmissionBody.Create(Optional.of(new SubmissionBody.Predecessor(group, 1)));
    return office.post(sender, office.submission(sender, office.bytes(32), 0, body));
  }

  @Tag("rule-14")
  @Test
  void rule14ASenderFillsItsShareOfAQueueAndLeavesTheRestToOthers() {
    Policy policy =
        Policy.NORMAL.with(Limit.QUEUE_MESSAGES, 10).with(Limit.QUEUE_SHARE_PERCENT, 50);
    Office office = new Office(policy, 0);
    Queue alice = office.join("alice");
    Queue bob = office.join("bob");
    Queue mallory = office.join("mallory");
    Bytes group = office.group(alice, bob, mallory);
    Verdict first = office.post(alice, office.application(alice, group, 1));
    assertThat(first).isInstanceOf(Verdict.Accepted.class);
    for (int i = 0; i < 30; i++) {
      office.post(mallory, office.application(mallory, group, 1));
    }
    QueueLoad load = office.store.delivery().load(bob.id());
    assertThat(load.of(alice.id())).isEqualTo(1);
    assertThat(load.of(mallory.id())).isEqualTo(5);
  }

  @Tag("rule-9")
  @Test
  void rule9ACommitWaitsUntilItsSenderHasBeenSentWhatCameBefore() {
    Office office = new Office(Policy.NORMAL, 0);
    Queue alice = office.join("alice");
    Queue bob = office.join("bob");
    Bytes group = office.group(alice, bob);
    office.post(bob, office.application(bob, group, 1));
    office.service.connect(alice, office.now);
    office.commit();
    var commit = office.commit(alice, group, 1, List.of(alice.who(), bob.who()));
    office.submit(alice, commit);
    office.commit();
    assertThat(office.verdict(commit.id())).isEmpty();
    assertThat(office.others)
        .anyMatch(e -> e instanceof Effect.Failed f && f.code() == ErrorCode.UNAVAILABLE);
    long last = office.waiting(alice).getLast().number();
    office.service.read(alice, alice.session(), last, alice.behind);
    assertThat(office.post(alice, commit.numbered(alice.highest() + 1)))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Tag("rule-13")
  @Test
  void rule13WhoPutsOffMadeUpEntriesTakesNoPlaceFromWhatOthersPutOff() {
    Office office = new Office(Policy.NORMAL.with(Limit.QUEUE_MESSAGES, 10), 0);
    Queue alice = office.join("alice");
    Queue bob = office.join("bob");
    Queue mallory = office.join("mallory");
    Bytes group = office.group(alice, bob);
    office.post(alice, office.application(alice, group, 1));
    long real = office.online(bob).getLast().number();
    office.online(mallory);
    for (long madeUp = 1; madeUp <= 100_000; madeUp++) {
      office.service.acknowledge(mallory, List.of(new Acknowledgement.Later(madeUp)), office.now);
    }
    office.service.acknowledge(bob, List.of(new Acknowledgement.Later(real)), office.now);
    office.others.clear();
    office.now += 10_000;
    office.service.tick(office.now);
    office.commit();
    assertThat(office.others).contains(new Effect.Offer(bob, bob.session(), real)).hasSize(11);
  }

  private static ErrorCode code(Verdict verdict) {
    return ((Verdict.Refused) verdict).refusal().code();
  }
}

package sotto.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;

/// Messages that follow each other without waiting for verdicts, while the store fails now and
/// then.
class PipelineTest {
  private static final int MESSAGES = 30;
  private static final int WINDOW = 6;

  private final Random random = new Random(Long.getLong("sotto.seed", 20_261_120));

  @Tag("rule-9")
  @Test
  void rule9WhatFollowsAMessageThatFoundNoRoomDoesNotOvertakeIt() {
    Office office = new Office(Policy.NORMAL, 0);
    Queue alice = office.join("alice");
    Queue bob = office.join("bob");
    Bytes group = office.group(alice, bob);
    office.online(alice);
    Submission first = office.application(alice, group, 1);
    office.submit(alice, first);
    office.fails();
    Submission second = office.application(alice, group, 1).numbered(first.number() + 1);
    office.submit(alice, second);
    office.commit();
    assertThat(office.verdict(second.id())).isEmpty();
    assertThat(inQueue(office, bob)).isEmpty();
    office.post(alice, first.numbered(first.number() + 2));
    office.post(alice, second.numbered(first.number() + 3));
    assertThat(inQueue(office, bob)).containsExactly(first.id(), second.id());
  }

  @Tag("rule-9")
  @Test
  void rule9TheOrderOfOneSenderSurvivesFullDisksAndRateLimitsInMidPipeline() {
    for (int run = 0; run < 60; run++) {
      long grace = run % 2 == 0 ? 0 : 20;
      Office office =
          new Office(
              Policy.NORMAL.with(Limit.SUBMISSIONS_PER_DAY, run % 3 == 0 ? 60 : 10_000), grace);
      Queue alice = office.join("alice");
      Queue bob = office.join("bob");
      Bytes group = office.group(alice, bob);
      office.online(alice);
      List<SubmissionId> order = sent(office, alice, group);
      assertThat(inQueue(office, bob))
          .as("run %s of the seed", run)
          .containsExactlyElementsOf(order);
    }
  }

  /// As a client does it: in order, a window under way, and after a failure nothing new until the
  /// rest is answered; then the same again in order, under fresh numbers.
  private List<SubmissionId> sent(Office office, Queue alice, Bytes group) {
    Deque<Submission> outbox = new ArrayDeque<>();
    List<SubmissionId> order = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      outbox.add(office.application(alice, group, 1));
    }
    outbox.forEach(each -> order.add(each.id()));
    long number = alice.highest();
    while (!outbox.isEmpty()) {
      List<Submission> window = outbox.stream().limit(WINDOW).toList();
      for (Submission next : window) {
        office.submit(alice, next.numbered(++number));
        if (random.nextInt(6) == 0) {
          office.fails();
        } else if (random.nextInt(3) == 0) {
          office.commit();
        }
      }
      office.now += 60_000;
      office.service.tick(office.now);
      office.commit();
      outbox.removeIf(each -> office.verdict(each.id()).isPresent());
    }
    return order;
  }

  private static List<SubmissionId> inQueue(Office office, Queue queue) {
    return office.messages(queue);
  }
}

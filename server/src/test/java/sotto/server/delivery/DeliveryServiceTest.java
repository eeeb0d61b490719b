package sotto.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.Verdict;
import sotto.protocol.frame.WelcomeFor;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.RejoinRequest;
import sotto.protocol.identity.Signature;
import sotto.protocol.identity.SignedRejoinRequest;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;
import sotto.server.store.QueueReader;

/// The core alone: rules 7 to 15, invariants 5 and 6.
class DeliveryServiceTest {
  private final Office office = new Office(Policy.NORMAL, DeliveryService.GRACE_MILLIS);
  private final Queue alice = office.join("alice");
  private final Queue bob = office.join("bob");
  private final Queue carol = office.join("carol");

  @Tag("invariant-6")
  @Test
  void invariant6TheFirstCommitOfAnEpochWinsAndTheOtherIsToldTheWinner() {
    Bytes group = office.group(alice, bob);
    var roster = List.of(alice.who(), bob.who());
    Submission first = office.commit(alice, group, 1, roster);
    Submission second = office.commit(bob, group, 1, roster);
    office.submit(alice, first);
    office.submit(bob, second);
    office.commit();
    assertThat(office.verdict(first.id()).orElseThrow()).isInstanceOf(Verdict.Accepted.class);
    Verdict lost = office.verdict(second.id()).orElseThrow();
    var winner = ((SubmissionBody.Commit) first.body()).message();
    assertThat(lost).isEqualTo(new Verdict.WrongEpoch(2, Hash.sha256(winner.toArray())));
    assertThat(bodies(bob)).filteredOn(m -> m.message().equals(winner)).hasSize(1);
  }

  @Tag("rule-7")
  @Test
  void rule7OnlyTheRosterMaySubmitAndAStrangerLearnsNothing() {
    Bytes group = office.group(alice, bob);
    Verdict stranger = office.post(carol, office.application(carol, group, 1));
    Verdict invented = office.post(carol, office.application(carol, office.bytes(32), 1));
    assertThat(code(stranger)).isEqualTo(ErrorCode.NOT_ON_ROSTER);
    assertThat(invented).isEqualTo(stranger);
  }

  @Tag("rule-7")
  @Test
  void rule7ASubmissionWhoseOuterFieldsDifferIsRefused() {
    Bytes group = office.group(alice, bob);
    Submission honest = office.application(alice, group, 1);
    Submission lying = new Submission(honest.id(), honest.number(), group, 2, honest.body());
    Assertions.assertThatThrownBy(() -> Posting.of(lying)).isInstanceOf(MlsException.class);
  }

  @Tag("rule-8")
  @Test
  void rule8AWelcomeGoesToTheNewMemberAndTheCommitToTheOldOnes() {
    Bytes group = office.group(alice, bob);
    Bytes welcome = office.welcome();
    var roster = List.of(alice.who(), bob.who(), carol.who());
    office.post(
        alice,
        office.commit(
            alice, group, 1, roster, List.of(new WelcomeFor(List.of(carol.who()), welcome))));
    assertThat(office.waiting(carol)).hasSize(1);
    assertThat(body(office.waiting(carol).getFirst())).isInstanceOf(DeliveryBody.Welcome.class);
    assertThat(office.post(carol, office.application(carol, group, 2)))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Tag("rule-8")
  @Test
  void rule8AnEpochHigherThanTheServersIsAcceptedFromTheRoster() {
    Bytes group = office.group(alice, bob);
    var roster = List.of(alice.who(), bob.who());
    assertThat(office.post(alice, office.commit(alice, group, 7, roster)))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(office.post(bob, office.application(bob, group, 3)))
        .isInstanceOf(Verdict.WrongEpoch.class);
    assertThat(office.post(bob, office.application(bob, group, 8)))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Tag("rule-10")
  @Test
  void rule10AnApplicationMessageOfAnEarlierEpochIsRefusedWithTheCurrentOne() {
    Bytes group = office.group(alice, bob);
    office.post(alice, office.commit(alice, group, 1, List.of(alice.who(), bob.who())));
    assertThat(office.post(bob, office.application(bob, group, 1)))
        .isInstanceOfSatisfying(
            Verdict.WrongEpoch.class, wrong -> assertThat(wrong.epoch()).isEqualTo(2));
  }

  @Tag("rule-11")
  @Test
  void rule11TheSameBytesGetTheSameVerdictAndOthersUnderAUsedIdAreRefused() {
    Bytes group = office.group(alice, bob);
    Submission message = office.application(alice, group, 1);
    Verdict first = office.post(alice, message);
    office.now += 60_000;
    for (int i = 0; i < 20; i++) {
      assertThat(office.post(alice, message)).isEqualTo(first);
    }
    office.crash();
    Queue again = office.service.queue(alice.who()).orElseThrow();
    assertThat(office.post(again, message)).isEqualTo(first);
    Submission other =
        new Submission(
            message.id(),
            message.number() + 1,
            group,
            1,
            office.application(again, group, 1).body());
    assertThat(code(office.post(again, other))).isEqualTo(ErrorCode.ID_REUSED);
    assertThat(bodies(bob)).filteredOn(m -> m.submission().equals(message.id())).hasSize(1);
  }

  @Tag("rule-21")
  @Test
  void rule21ANumberThatDoesNotRiseIsRefused() {
    Bytes group = office.group(alice, bob);
    Submission message = office.application(alice, group, 1);
    office.post(alice, message);
    Submission old =
        new Submission(
            office.application(alice, group, 1).id(),
            message.number(),
            group,
            1,
            office.application(alice, group, 1).body());
    assertThat(code(office.post(alice, old))).isEqualTo(ErrorCode.NUMBER_USED);
  }

  @Tag("rule-12")
  @Test
  void rule12WhatEveryRecipientAcknowledgedBeforeTheWriteNeverTouchesTheQueue() {
    Bytes group = office.group(alice, bob);
    online(bob);
    Submission message = office.application(alice, group, 1);
    office.submit(alice, message);
    assertThat(office.verdict(message.id())).isEmpty();
    assertThat(office.pushed).hasSize(1);
    office.acknowledge(bob, office.pushed.getFirst().number());
    assertThat(office.verdict(message.id())).isPresent();
    office.now += 100;
    office.service.tick(office.now);
    office.commit();
    assertThat(office.waiting(bob)).isEmpty();
    assertThat(office.post(alice, message)).isInstanceOf(Verdict.Accepted.class);
    assertThat(office.waiting(bob)).isEmpty();
  }

  @Tag("rule-12")
  @Test
  void rule12WithoutAnAcknowledgementTheMessageIsWrittenBeforeItsSenderHears() {
    Bytes group = office.group(alice, bob);
    online(bob);
    Submission message = office.application(alice, group, 1);
    office.submit(alice, message);
    office.commit();
    assertThat(office.verdict(message.id())).isEmpty();
    office.now += DeliveryService.GRACE_MILLIS;
    office.service.tick(office.now);
    assertThat(office.verdict(message.id())).isEmpty();
    office.commit();
    assertThat(office.verdict(message.id())).isPresent();
    office.crash();
    assertThat(office.waiting(bob)).hasSize(1);
  }

  @Tag("rule-11")
  @Tag("rule-12")
  @Test
  void rule11AVerdictDoesNotOutliveACrashWithoutThoseOfSmallerNumbers() {
    Bytes first = office.group(alice, bob);
    Bytes other = office.group(alice, carol);
    online(bob);
    online(carol);
    Submission slow = office.application(alice, first, 1);
    office.submit(alice, slow);
    Submission quick = office.application(alice, other, 1);
    office.submit(alice, quick);
    office.acknowledge(carol, office.pushed.getLast().number());
    office.commit();
    assertThat(office.verdict(slow.id())).isPresent();
    Submission third = office.application(alice, first, 1);
    office.submit(alice, third);
    office.post(alice, office.create(alice, office.bytes(32)));
    office.crash();
    Queue again = office.service.queue(alice.who()).orElseThrow();
    for (Submission submission : List.of(slow, quick, third)) {
      assertThat(office.post(again, submission)).isInstanceOf(Verdict.Accepted.class);
    }
    assertThat(office.waiting(bob)).hasSize(2);
  }

  @Test
  void aMessageThatIsDurableNowhereHasNoVerdictAfterACrash() {
    Bytes group = office.group(alice, bob);
    online(bob);
    Submission message = office.application(alice, group, 1);
    office.submit(alice, message);
    office.commit();
    office.crash();
    Queue again = office.service.queue(alice.who()).orElseThrow();
    assertThat(office.post(again, message)).isInstanceOf(Verdict.Accepted.class);
    assertThat(office.waiting(bob)).hasSize(1);
  }

  @Tag("rule-12")
  @Test
  void rule12ACommitIsPushedOnlyWhenItIsDurableAndWhatFollowsItNotBefore() {
    Bytes group = office.group(alice, bob);
    online(bob);
    office.submit(alice, office.commit(alice, group, 1, List.of(alice.who(), bob.who())));
    office.submit(alice, office.application(alice, group, 2));
    assertThat(office.pushed).isEmpty();
    office.commit();
    assertThat(office.pushed).hasSize(2);
    assertThat(office.pushed.get(0).number()).isLessThan(office.pushed.get(1).number());
    assertThat(office.pushed.get(0).message().kind).isEqualTo(Kind.COMMIT);
  }

  @Tag("rule-13")
  @Test
  void rule13NumbersAreNeverUsedAgainNotEvenAfterACrash() {
    Bytes group = office.group(alice, bob);
    online(bob);
    office.submit(alice, office.application(alice, group, 1));
    long before = office.pushed.getFirst().number();
    office.crash();
    Queue again = office.service.queue(alice.who()).orElseThrow();
    office.post(again, office.application(again, group, 1));
    assertThat(office.waiting(bob)).allMatch(entry -> entry.number() > before);
  }

  @Tag("rule-13")
  @Test
  void rule13ARefusedBodyIsOfferedFourTimesAndBecomesATombstone() {
    Bytes group = office.group(alice, bob);
    online(bob);
    office.post(
        alice, office.commit(alice, group, 1, List.of(alice.who(), bob.who(), carol.who())));
    Bytes small = office.group(alice, carol);
    office.post(alice, office.application(alice, small, 1));
    QueueReader.Pending entry = office.waiting(carol).getLast();
    office.online(carol);
    for (int offer = 1; offer <= 4; offer++) {
      assertThat(office.waiting(carol))
          .filteredOn(each -> each.number() == entry.number())
          .extracting(QueueReader.Pending::offer)
          .containsExactly(offer);
      office.refuse(carol, entry.number());
    }
    assertThat(office.waiting(carol))
        .filteredOn(each -> body(each) instanceof DeliveryBody.Tombstone)
        .hasSize(1);
  }

  @Tag("rule-16")
  @Test
  void rule16TheRosterHasAsManyClientsAsThePolicyNamesAndNotOneMore() {
    Office small = new Office(Policy.NORMAL.with(Limit.CONVERSATION_MEMBERS, 2), 0);
    Queue one = small.join("one");
    Queue two = small.join("two");
    Queue three = small.join("three");
    Bytes group = small.group(one, two);
    assertThat(small.post(one, small.commit(one, group, 1, List.of(one.who(), two.who()))))
        .isInstanceOf(Verdict.Accepted.class);
    var larger = List.of(one.who(), two.who(), three.who());
    assertThat(small.post(one, small.commit(one, group, 2, larger)))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().code()).isEqualTo(ErrorCode.ROSTER_REFUSED));
  }

  /// One of two recipients says twice that it has the message: the other has not said so yet.
  @Tag("rule-13")
  @Tag("rule-12")
  @Tag("invariant-5")
  @Test
  void rule13StoredTwiceIsStoredOnce() {
    Bytes group = office.group(alice, bob, carol);
    online(bob);
    online(carol);
    Submission message = office.application(alice, group, 1);
    office.submit(alice, message);
    long bobs =
        office.pushed.stream()
            .filter(entry -> entry.queue().equals(bob))
            .findFirst()
            .orElseThrow()
            .number();
    office.acknowledge(bob, bobs);
    office.acknowledge(bob, bobs);
    assertThat(office.verdict(message.id())).isEmpty();
    office.now += DeliveryService.GRACE_MILLIS;
    office.service.tick(office.now);
    office.commit();
    assertThat(office.verdict(message.id())).isPresent();
    assertThat(office.waiting(carol)).hasSize(1);
    assertThat(office.waiting(bob)).isEmpty();
  }

  @Tag("rule-13")
  @Test
  void rule13EntriesAreAcknowledgedByTheirIdsAndNoOthersGo() {
    Bytes group = office.group(alice, bob);
    online(bob);
    office.service.disconnect(bob, bob.session());
    for (int i = 0; i < 5; i++) {
      office.post(alice, office.application(alice, group, 1));
    }
    List<Long> numbers = office.online(bob).stream().map(QueueReader.Pending::number).toList();
    office.service.acknowledge(
        bob,
        List.of(
            new Acknowledgement.Stored(numbers.get(0)),
            new Acknowledgement.Stored(numbers.get(2)),
            new Acknowledgement.Stored(numbers.get(4))),
        office.now);
    office.commit();
    assertThat(office.waiting(bob))
        .extracting(QueueReader.Pending::number)
        .containsExactly(numbers.get(1), numbers.get(3));
  }

  @Tag("rule-13")
  @Test
  void rule13AnEntryThatIsAnsweredTwiceIsOfferedAgainOnce() {
    Bytes group = office.group(alice, bob);
    office.post(alice, office.application(alice, group, 1));
    long number = office.online(bob).getLast().number();
    Acknowledgement later = new Acknowledgement.Later(number);
    office.service.acknowledge(bob, List.of(later, later), office.now);
    office.now += 60_000;
    office.service.tick(office.now);
    office.commit();
    assertThat(office.others)
        .filteredOn(effect -> effect instanceof Effect.Offer offer && offer.number() == number)
        .hasSize(1);
  }

  /// Not at once: what was damaged on its way then is likely to be so again.
  @Tag("rule-13")
  @Test
  void rule13ARefusedEntryIsOfferedAgainAfterSomeSeconds() {
    Bytes group = office.group(alice, bob);
    office.post(alice, office.application(alice, group, 1));
    long number = office.online(bob).getLast().number();
    office.others.clear();
    office.refuse(bob, number);
    office.now += 1_999;
    office.service.tick(office.now);
    office.commit();
    assertThat(office.others).noneMatch(Effect.Offer.class::isInstance);
    office.now += 1;
    office.service.tick(office.now);
    office.commit();
    assertThat(office.others).anyMatch(Effect.Offer.class::isInstance);
  }

  @Tag("rule-13")
  @Test
  void aRefusedEntryIsOfferedAgainOnTheSameConnection() {
    Bytes group = office.group(alice, bob);
    office.post(alice, office.application(alice, group, 1));
    long number = office.online(bob).getLast().number();
    office.refuse(bob, number);
    office.now += 60_000;
    office.service.tick(office.now);
    office.commit();
    assertThat(office.others)
        .anyMatch(effect -> effect instanceof Effect.Offer offer && offer.number() == number);
  }

  /// An entry that waits for a person's decision does not come every ten seconds forever.
  @Tag("rule-13")
  @Test
  void rule13AnEntryPutOffIsOfferedEverMoreSeldom() {
    Bytes group = office.group(alice, bob);
    office.post(alice, office.application(alice, group, 1));
    long number = office.online(bob).getLast().number();
    int offers = 0;
    for (int seconds = 0; seconds < 24 * 3600; seconds += 5) {
      boolean offered =
          office.others.stream().anyMatch(e -> e instanceof Effect.Offer o && o.number() == number);
      if (offered || seconds == 0) {
        offers++;
        office.others.clear();
        office.service.acknowledge(bob, List.of(new Acknowledgement.Later(number)), office.now);
      }
      office.now += 5_000;
      office.service.tick(office.now);
      office.commit();
    }
    assertThat(offers).isBetween(20, 40);
    assertThat(office.waiting(bob)).anyMatch(entry -> entry.number() == number);
  }

  @Tag("rule-22")
  @Test
  void rule22WhoIsOffTheRosterMayAskToRejoinAFewTimesADay() {
    Bytes group = office.group(alice, bob);
    online(alice);
    for (int times = 1; times <= 17; times++) {
      Verdict verdict = office.post(carol, rejoin(carol, group));
      if (times <= 16) {
        assertThat(verdict).as("request " + times).isInstanceOf(Verdict.Accepted.class);
      } else {
        assertThat(code(verdict)).isEqualTo(ErrorCode.NOT_ON_ROSTER);
      }
    }
    assertThat(office.waiting(alice))
        .filteredOn(entry -> body(entry) instanceof DeliveryBody.Rejoin)
        .hasSize(16);
    office.now += 86_400_001;
    assertThat(office.post(carol, rejoin(carol, group))).isInstanceOf(Verdict.Accepted.class);
    assertThat(code(office.post(carol, rejoin(carol, office.bytes(32)))))
        .isEqualTo(ErrorCode.NOT_ON_ROSTER);
  }

  private Submission rejoin(Queue sender, Bytes group) {
    var request =
        new RejoinRequest(
            sender.who(),
            group,
            Bytes.wrap(new Writer().uint16(1).uint16(5).uint16(1).fixed(new byte[50]).toBytes()),
            Instant.ofEpochMilli(office.now),
            office.bytes(16));
    return office.submission(
        sender,
        group,
        0,
        new SubmissionBody.Rejoin(new SignedRejoinRequest(request, Signature.of(new byte[64]))));
  }

  @Tag("rule-14")
  @Test
  void rule14DropOldestKeepsTheNewestAndATombstoneCountsTheRest() {
    Office full = new Office(queueOf(2, 0), 3);
    Queue a = full.join("alice");
    Queue b = full.join("bob");
    Bytes group = full.group(a, b);
    for (int i = 0; i < 5; i++) {
      assertThat(full.post(a, full.application(a, group, 1)))
          .isInstanceOfSatisfying(
              Verdict.Accepted.class, ok -> assertThat(ok.notReached()).isEmpty());
    }
    List<QueueReader.Pending> waiting = full.waiting(b);
    assertThat(waiting).filteredOn(e -> body(e) instanceof DeliveryBody.Message).hasSize(2);
    assertThat(waiting)
        .filteredOn(e -> body(e) instanceof DeliveryBody.Tombstone)
        .singleElement()
        .satisfies(e -> assertThat(((DeliveryBody.Tombstone) body(e)).count()).isEqualTo(3));
  }

  @Tag("rule-15")
  @Test
  void rule15RejectNewNamesWhoDidNotGetItAndLeavesATombstone() {
    Office full = new Office(queueOf(2, 1), 3);
    Queue a = full.join("alice");
    Queue b = full.join("bob");
    Bytes group = full.group(a, b);
    full.post(a, full.application(a, group, 1));
    full.post(a, full.application(a, group, 1));
    Verdict third = full.post(a, full.application(a, group, 1));
    assertThat(((Verdict.Accepted) third).notReached())
        .containsExactly(new Verdict.Missed(b.who(), Verdict.Missed.Reason.FULL));
    assertThat(full.waiting(b))
        .anyMatch(e -> body(e) instanceof DeliveryBody.Tombstone stone && stone.count() == 1);
  }

  @Tag("rule-14")
  @Test
  void rule14OverflowNeverTouchesACommit() {
    Office full = new Office(queueOf(1, 0), 3);
    Queue a = full.join("alice");
    Queue b = full.join("bob");
    Bytes group = full.group(a, b);
    var roster = List.of(a.who(), b.who());
    for (int epoch = 1; epoch < 6; epoch++) {
      full.post(a, full.commit(a, group, epoch, roster));
      full.post(a, full.application(a, group, epoch + 1));
    }
    assertThat(full.waiting(b)).filteredOn(e -> body(e) instanceof DeliveryBody.Message).hasSize(6);
  }

  @Tag("rule-14")
  @Test
  void rule14WhenAgeTakesACommitEverythingOfTheGroupGoesAndTheTombstoneSaysRejoin() {
    Bytes group = office.group(alice, bob);
    office.post(alice, office.commit(alice, group, 1, List.of(alice.who(), bob.who())));
    office.now += Duration.ofDays(20).toMillis();
    office.post(alice, office.application(alice, group, 2));
    office.now += Duration.ofDays(11).toMillis();
    List<QueueReader.Pending> waiting = office.online(bob);
    assertThat(waiting).hasSize(1);
    assertThat(body(waiting.getFirst()))
        .isInstanceOfSatisfying(
            DeliveryBody.Tombstone.class,
            stone -> {
              assertThat(stone.rejoin()).isTrue();
              assertThat(stone.count()).isEqualTo(2);
            });
    office.acknowledge(bob, waiting.getFirst().number());
    office.commit();
    assertThat(office.waiting(bob)).isEmpty();
  }

  @Tag("rule-15")
  @Test
  void rule15AClientThatIsGoneIsNamed() {
    Bytes group = office.group(alice, bob, carol);
    office.service.removeClient(carol.who());
    Verdict verdict = office.post(alice, office.application(alice, group, 1));
    assertThat(((Verdict.Accepted) verdict).notReached())
        .containsExactly(new Verdict.Missed(carol.who(), Verdict.Missed.Reason.GONE));
  }

  @Tag("rule-23")
  @Test
  void rule23AKeyPackageIsHandedOutOnceAndTheLastResortOneAgain() {
    KeyPackages packages = office.service.keyPackages();
    Bytes one = office.bytes(100);
    Bytes two = office.bytes(100);
    Bytes last = office.bytes(100);
    packages.publish(bob, List.of(one, two), Optional.of(last), 1);
    assertThat(packages.take(bob.who(), 1).orElseThrow().keyPackage()).isEqualTo(one);
    assertThat(packages.take(bob.who(), 1).orElseThrow().keyPackage()).isEqualTo(two);
    for (int i = 0; i < 2; i++) {
      assertThat(packages.take(bob.who(), 1).orElseThrow().keyPackage()).isEqualTo(last);
      assertThat(packages.take(bob.who(), 1).orElseThrow().lastResort()).isTrue();
    }
  }

  @Test
  void aTransactionThatFailsLeavesNothingAndTheSameSubmissionWorksAfterwards() {
    Bytes group = office.group(alice, bob);
    Submission commit = office.commit(alice, group, 1, List.of(alice.who(), bob.who()));
    office.submit(alice, commit);
    office.store.rollback();
    assertThat(office.service.rolledBack())
        .extracting(Effect.Judged::id)
        .containsExactly(commit.id());
    Queue again = office.service.queue(alice.who()).orElseThrow();
    assertThat(office.post(again, commit)).isInstanceOf(Verdict.Accepted.class);
  }

  private void online(Queue queue) {
    for (QueueReader.Pending entry : office.online(queue)) {
      office.acknowledge(queue, entry.number());
    }
    office.commit();
    office.pushed.clear();
    office.judged.clear();
  }

  private static Policy queueOf(long messages, long overflow) {
    return new Policy(
        Map.of(
            Limit.QUEUE_MESSAGES,
            messages,
            Limit.QUEUE_OVERFLOW,
            overflow,
            Limit.QUEUE_SHARE_PERCENT,
            100L));
  }

  private List<DeliveryBody.Message> bodies(Queue queue) {
    return office.waiting(queue).stream()
        .map(DeliveryServiceTest::body)
        .filter(DeliveryBody.Message.class::isInstance)
        .map(DeliveryBody.Message.class::cast)
        .toList();
  }

  private static DeliveryBody body(QueueReader.Pending entry) {
    try {
      return entry.delivery().body();
    } catch (MlsException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ErrorCode code(Verdict verdict) {
    return ((Verdict.Refused) verdict).refusal().code();
  }
}

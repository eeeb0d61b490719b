package sotto.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.Verdict;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;

/// Whatever a client can make the server keep has an end, over all its connections.
@Tag("invariant-9")
class RatesTest {
  private static final long HOUR = 3_600_000;

  @Tag("rule-7")
  @Test
  void aClientMakesSoManyGroupsAndNotOneMoreHoweverLongItWaits() {
    Office office = new Office(Policy.NORMAL.with(Limit.GROUPS_PER_CLIENT, 3), 0);
    Queue alice = office.join("alice");
    Queue bob = office.join("bob");
    for (int i = 0; i < 3; i++) {
      assertThat(office.post(alice, office.create(alice, office.bytes(32))))
          .isInstanceOf(Verdict.Accepted.class);
    }
    office.now += 1_000 * HOUR;
    assertThat(isRefused(office, alice, office.create(alice, office.bytes(32)))).isTrue();
    assertThat(office.post(bob, office.create(bob, office.bytes(32))))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Tag("rule-14")
  @Test
  void rule14HandshakeMessagesHaveARateInNumberAndInBytes() {
    Office office = new Office(Policy.NORMAL.with(Limit.HANDSHAKE_BYTES_PER_HOUR, 700), 0);
    Queue alice = office.join("alice");
    Bytes group = office.group(alice);
    int epoch = 1;
    while (!isRefused(office, alice, office.commit(alice, group, epoch, List.of(alice.who())))) {
      assertThat(++epoch).isLessThan(20);
    }
    assertThat(epoch).isGreaterThan(2);
    // It is no verdict: the same is taken when the hour is over.
    office.now += HOUR;
    assertThat(office.post(alice, office.commit(alice, group, epoch, List.of(alice.who()))))
        .isInstanceOf(Verdict.Accepted.class);
    Office frequent = new Office(Policy.NORMAL.with(Limit.HANDSHAKE_MESSAGES_PER_MINUTE, 1), 0);
    Queue bob = frequent.join("bob");
    Bytes bobs = frequent.group(bob);
    assertThat(isRefused(frequent, bob, frequent.commit(bob, bobs, 1, List.of(bob.who()))))
        .isTrue();
  }

  @Tag("rule-11")
  @Test
  void aDayHasSoManySubmissionsBecauseEachLeavesAVerdict() {
    Office office = new Office(Policy.NORMAL.with(Limit.SUBMISSIONS_PER_DAY, 5), 0);
    Queue alice = office.join("alice");
    Bytes nowhere = office.bytes(32);
    for (int i = 0; i < 5; i++) {
      assertThat(office.post(alice, office.application(alice, nowhere, 1)))
          .isInstanceOf(Verdict.Refused.class);
    }
    office.service.disconnect(alice, alice.session());
    office.online(alice);
    assertThat(isRefused(office, alice, office.application(alice, nowhere, 1))).isTrue();
  }

  @Test
  void lookupsAndListsAreCountedOverAllConnections() {
    Office office = new Office(Policy.NORMAL.with(Limit.LOOKUPS_PER_MINUTE, 2), 0);
    Queue alice = office.join("alice");
    for (int i = 0; i < 2; i++) {
      office.online(alice);
      assertThat(office.service.mayLookUp(alice, office.now)).isTrue();
      office.service.disconnect(alice, alice.session());
    }
    office.online(alice);
    assertThat(office.service.mayLookUp(alice, office.now)).isFalse();
    assertThat(office.service.mayLookUp(alice, office.now + 60_000)).isTrue();
    int lists = 0;
    while (office.service.mayReplaceList(alice, office.now)) {
      assertThat(++lists).isLessThan(1_000);
    }
  }

  @Tag("rule-23")
  @Test
  void rule23AKeyPackagePublishedTwiceCountsOnceAndIsHandedOutOnce() {
    Office office = new Office(Policy.NORMAL.with(Limit.KEY_PACKAGE_STOCK, 2), 0);
    Queue bob = office.join("bob");
    KeyPackages packages = office.service.keyPackages();
    Bytes one = office.bytes(100);
    Bytes two = office.bytes(100);
    for (int i = 0; i < 2; i++) {
      assertThat(packages.publish(bob, List.of(one, two, one), Optional.of(one), 1))
          .isEqualTo(new KeyPackages.Stocked(2));
    }
    assertThat(packages.publish(bob, List.of(one, office.bytes(100)), Optional.empty(), 1))
        .isEqualTo(new KeyPackages.Refused(ErrorCode.KEY_PACKAGE_REFUSED));
    assertThat(packages.take(bob.who(), 1).orElseThrow().keyPackage()).isEqualTo(one);
    assertThat(packages.take(bob.who(), 1).orElseThrow().keyPackage()).isEqualTo(two);
    assertThat(packages.take(bob.who(), 1).orElseThrow().lastResort()).isTrue();
  }

  /// Without a verdict.
  private static boolean isRefused(Office office, Queue sender, Submission submission) {
    office.others.clear();
    office.submit(sender, submission);
    office.commit();
    boolean failed =
        office.others.stream()
            .anyMatch(e -> e instanceof Effect.Failed f && f.code() == ErrorCode.RATE);
    assertThat(office.verdict(submission.id()).isPresent()).isEqualTo(!failed);
    return failed;
  }
}

package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.message.GroupId;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;
import sotto.mls.message.Welcome;
import sotto.mls.tree.Lifetime;

/// RFC 9420 §7.3: when a leaf that came by a KeyPackage is over, for whoever sends it and for
/// whoever hears of it later. Bob was added, and was away ever since.
class LifetimeTest {
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Instant LATER = NOW.plus(MONTH).plusSeconds(1);

  private final Random random = new Random(12);
  private final Settings strict = Person.open();
  private final Settings patient =
      strict.withPolicy(Policy.ALL.with(Policy.Allowance.EXPIRED_MEMBERS));
  private final Person alice = new Person("alice", Person.CLASSIC, patient, random);
  private final Person bob = new Person("bob", Person.CLASSIC, patient, random);
  private final Person carol = new Person("carol", Person.CLASSIC, patient, random);

  private Group atAlice;
  private Group atBob;

  @BeforeEach
  void aliceAddsBob() throws Exception {
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), Person.CLASSIC);
    Group founded = Group.create(patient, alice.identity, parameters, NOW, random);
    Committed added =
        founded.commit(CommitRequest.update().add(bob.keyPackage.keyPackage()), NOW, random);
    atAlice = added.group().adopt(added.pending()).group();
    atBob = bob.join(added.welcome().orElseThrow());
  }

  private KeyPackageSecrets carols(Instant from, Duration length) {
    return KeyPackageSecrets.create(
        Person.CRYPTO, Person.CLASSIC, carol.identity, Lifetime.of(from, length), random);
  }

  private Committed adding(KeyPackage keyPackage, Instant now) throws MlsException {
    return Group.decode(atAlice.encode(), patient)
        .commit(CommitRequest.update().add(keyPackage), now, random);
  }

  private Group joined(Committed added, KeyPackageSecrets mine, Settings settings, Instant now)
      throws MlsException {
    return Group.join(
            settings,
            MlsMessage.decode(added.welcome().orElseThrow(), Welcome.class),
            mine,
            carol.identity.keys(),
            Optional.empty(),
            now)
        .group();
  }

  @Test
  void whoNeverCameOnlineDoesNotBarOthersFromJoiningWhereThatIsAllowed() throws Exception {
    KeyPackageSecrets fresh = carols(LATER, MONTH);
    Committed added = adding(fresh.keyPackage(), LATER);
    assertThatThrownBy(() -> joined(added, fresh, strict, LATER)).hasMessageContaining("valid");
    assertThat(joined(added, fresh, patient, LATER).memberCount()).isEqualTo(3);
  }

  @Test
  void whoWasAwayFollowsACommitThatWasValidWhenItWasMadeWhereThatIsAllowed() throws Exception {
    Committed added = adding(carol.keyPackage.keyPackage(), NOW);
    Group hasty = Group.decode(atBob.encode(), strict);
    MlsMessage commit = MlsMessage.decode(added.message());
    assertThatThrownBy(() -> hasty.process(commit, LATER))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("valid from");
    Received.CommitMessage read = (Received.CommitMessage) atBob.process(commit, LATER);
    assertThat(read.summary().added()).hasSize(1);
  }

  /// "the client MUST verify that the current time is within the range of the lifetime field"
  @Test
  void whatIsOverIsNotSentWhateverIsAllowed() {
    KeyPackage over = carol.keyPackage.keyPackage();
    assertThatThrownBy(() -> adding(over, LATER)).hasMessageContaining("valid from");
    assertThatThrownBy(() -> atAlice.propose(new Proposal.Add(over), NOTHING, LATER, random))
        .hasMessageContaining("valid from");
    assertThatThrownBy(() -> Group.check(patient, over, LATER)).hasMessageContaining("valid from");
  }

  @Test
  void whatIsNotYetValidOrValidForTooLongIsRefusedWhateverIsAllowed() throws Exception {
    Settings lenient = patient.withBounds(Bounds.DEFAULT.withLifetimes(MONTH, Bounds.UNLIMITED));
    Group founder = Group.decode(atAlice.encode(), lenient);
    KeyPackageSecrets endless = carols(NOW, Duration.ofDays(400));
    Committed added = founder.commit(CommitRequest.update().add(endless.keyPackage()), NOW, random);
    MlsMessage commit = MlsMessage.decode(added.message());
    assertThatThrownBy(() -> atBob.process(commit, NOW)).hasMessageContaining("longer");
    assertThatThrownBy(() -> joined(added, endless, patient, NOW)).hasMessageContaining("longer");
    KeyPackageSecrets early = carols(LATER, MONTH);
    Committed later = adding(early.keyPackage(), LATER);
    assertThatThrownBy(() -> atBob.process(MlsMessage.decode(later.message()), NOW))
        .hasMessageContaining("valid from");
    assertThatThrownBy(() -> joined(later, early, patient, NOW)).hasMessageContaining("valid from");
  }
}

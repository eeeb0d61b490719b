package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Person.NOW;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;

/// What the classic systems say that they cannot do (their claims' ids begin these names): a thief
/// of everything that a member has reads nothing from before, and nothing after that member's next
/// Commit.
class StolenStateTest {
  private static final CipherSuite SUITE =
      CipherSuite.MLS_128_MLKEM768X25519_AES128GCM_SHA256_Ed25519;
  private static final byte[] NOTHING = new byte[0];

  private final RandomGenerator random = new SplittableRandom(41);
  private Person bob;
  private Group atAlice;
  private Group atBob;

  @BeforeEach
  void twoPeople() throws Exception {
    Person alice = new Person("alice", SUITE, Person.open(), random);
    bob = new Person("bob", SUITE, Person.open(), random);
    Group alone =
        Group.create(
            alice.settings,
            alice.identity,
            GroupParameters.of(GroupId.random(random), SUITE),
            NOW,
            random);
    Committed added =
        alone.commit(CommitRequest.update().add(bob.keyPackage.keyPackage()), NOW, random);
    atAlice = added.group().adopt(added.pending()).group();
    atBob = bob.join(added.welcome().orElseThrow());
  }

  /// Alice writes, Bob reads.
  private byte[] written(String text) throws Exception {
    Sent sent =
        atAlice.protect(
            text.getBytes(StandardCharsets.UTF_8), NOTHING, Padding.toMultipleOf(512), random);
    atAlice = sent.group();
    return sent.message();
  }

  private void read(byte[] message) throws Exception {
    atBob = ((Received.ApplicationMessage) atBob.process(MlsMessage.decode(message), NOW)).group();
  }

  private Group stolen() throws Exception {
    return Group.decode(atBob.encode(), bob.settings);
  }

  private static void unreadable(Group thief, byte[] message) {
    assertThatThrownBy(() -> thief.process(MlsMessage.decode(message), NOW))
        .isInstanceOf(MlsException.class);
  }

  @Test
  void S2_41_aThiefReadsNoEarlierMessage() throws Exception {
    byte[] before = written("before the theft");
    read(before);
    unreadable(stolen(), before);
  }

  @Test
  void S4_36_everyMessageReadSoFarIsOutOfReachAlsoInTheSameEpoch() throws Exception {
    byte[] first = written("first");
    byte[] second = written("second");
    read(first);
    read(second);
    unreadable(stolen(), first);
    unreadable(stolen(), second);
  }

  private void bobCommits() throws Exception {
    Committed renewed = atBob.commit(CommitRequest.update(), NOW, random);
    atBob = renewed.group().adopt(renewed.pending()).group();
    MlsMessage commit = MlsMessage.decode(renewed.message());
    atAlice = ((Received.CommitMessage) atAlice.process(commit, NOW)).adopt().group();
  }

  @Test
  void S2_46_aCommitBringsFreshDiffieHellmanSecretsAndShutsTheThiefOut() throws Exception {
    Group thief = stolen();
    bobCommits();
    byte[] after = written("after the victim's Commit");
    unreadable(thief, after);
    read(after);
  }

  @Test
  void S2_47_keysAreReplacedByEveryCommit() throws Exception {
    byte[] authenticator = atBob.epochAuthenticator();
    bobCommits();
    assertThat(atBob.epochAuthenticator())
        .isNotEqualTo(authenticator)
        .isEqualTo(atAlice.epochAuthenticator());
  }

  @Test
  void S2_42_aRevokedMemberReadsNothingMore() throws Exception {
    Group revoked = stolen();
    Committed removal =
        atAlice.commit(CommitRequest.update().remove(atBob.me().index()), NOW, random);
    atAlice = removal.group().adopt(removal.pending()).group();
    unreadable(revoked, written("not for Bob any more"));
    assertThat(atAlice.members()).hasSize(1);
  }
}

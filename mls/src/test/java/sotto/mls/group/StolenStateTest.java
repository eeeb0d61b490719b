package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Person.NOW;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Secret;
import sotto.mls.framing.AuthenticatedContent;
import sotto.mls.message.Commit;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.PublicMessage;
import sotto.mls.message.Sender;
import sotto.mls.message.WireFormat;
import sotto.mls.treekem.PathReceiver;

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

  private static Group openly(Group group) {
    return group.with(
        group.settings().withPolicy(Policy.ALL.withHandshakeFormat(WireFormat.PUBLIC_MESSAGE)));
  }

  private PublicMessage bobCommits() throws Exception {
    Committed renewed = openly(atBob).commit(CommitRequest.update(), NOW, random);
    atBob = renewed.group().adopt(renewed.pending()).group();
    PublicMessage commit = MlsMessage.decode(renewed.message(), PublicMessage.class);
    atAlice = ((Received.CommitMessage) atAlice.process(commit, NOW)).adopt().group();
    return commit;
  }

  /// The epoch after a Commit, as it follows from all that was stolen and all that was sent, the
  /// Commit's own signature and tags included; for the secret of its path the thief has to guess.
  private static EpochState guessed(Group thief, PublicMessage message, Secret commitSecret)
      throws MlsException {
    EpochState epoch = thief.state();
    Commit commit = (Commit) message.content().content();
    Sender.Member sender = (Sender.Member) message.content().sender();
    Applied applied =
        new ProposalEffects(thief.settings(), epoch, NOW, LeafValidation.Use.RECEIVED)
            .applied(ProposalList.resolve(commit, sender, Map.of()));
    PathReceiver path =
        PathReceiver.merge(applied.tree(), sender.leaf(), commit.path().orElseThrow());
    byte[] context = EpochChange.provisional(epoch, applied, path.tree()).encoded();
    assertThatThrownBy(() -> path.open(epoch.keys(), context, List.of()))
        .isInstanceOf(MlsException.class);
    return new EpochChange(
            thief.settings(),
            epoch,
            applied,
            path.tree(),
            epoch.keys(),
            epoch.signatureKeys(),
            epoch.signer())
        .enter(
            AuthenticatedContent.of(message),
            epoch.secrets().initSecret(),
            commitSecret,
            List.of(),
            List.of(),
            List.of())
        .state();
  }

  /// All is as in the genuine epoch but for its secrets.
  private static void shutOut(Group thief, PublicMessage commit, Group genuine) throws Exception {
    Secret guess = Secret.zero(SUITE.hash().length());
    EpochState found = guessed(thief, commit, guess);
    assertThat(found.encodedContext()).isEqualTo(genuine.context().encoded());
    assertThat(found.secrets().epochAuthenticator().copy())
        .isNotEqualTo(genuine.epochAuthenticator());
  }

  @Test
  void S2_46_aCommitBringsFreshDiffieHellmanSecretsAndShutsTheThiefOut() throws Exception {
    Group thief = stolen();
    shutOut(thief, bobCommits(), atBob);
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
    CommitRequest remove = CommitRequest.update().remove(atBob.me().index());
    Committed removal = openly(atAlice).commit(remove, NOW, random);
    atAlice = removal.group().adopt(removal.pending()).group();
    shutOut(revoked, MlsMessage.decode(removal.message(), PublicMessage.class), atAlice);
    unreadable(revoked, written("not for Bob any more"));
    assertThat(atAlice.members()).hasSize(1);
  }
}

package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Insider.NOTHING;
import static sotto.mls.group.Person.NOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.message.ContentType;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;

/// What was sent as a private handshake message is known when it comes back.
class SentMessagesTest {
  private static final Proposal PROPOSAL = new Proposal.Custom(0xf123, NOTHING);

  private final RandomGenerator random = new Random(11);
  private Insider insider;
  private Group atBob;

  @BeforeEach
  void bobSendsInPrivate() throws Exception {
    insider = new Insider();
    Settings sealed = insider.settings.withPolicy(Policy.ALL);
    atBob = Group.decode(insider.atBob.encode(), sealed);
  }

  private byte[] proposed() throws MlsException {
    Proposed proposed = atBob.propose(PROPOSAL, NOTHING, NOW, random);
    atBob = proposed.group();
    return proposed.message();
  }

  private Committed committed() throws MlsException {
    Committed one = atBob.commit(CommitRequest.update(), NOW, random);
    atBob = one.group();
    return one;
  }

  private static void known(Group group, ContentType type, byte[] message) throws MlsException {
    assertThat(group.process(MlsMessage.decode(message), NOW))
        .isEqualTo(new Received.OwnMessage(type, group.epoch()));
  }

  @Test
  void aCommitIsKnownHoweverManyProposalsFollowItAndEachOfThem() throws Exception {
    Committed pending = committed();
    List<byte[]> proposals = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      proposals.add(proposed());
    }
    for (Group group : List.of(atBob, Group.decode(atBob.encode(), atBob.settings()))) {
      known(group, ContentType.COMMIT, pending.message());
      for (byte[] proposal : proposals) {
        known(group, ContentType.PROPOSAL, proposal);
      }
    }
    assertThat(atBob.adopt(pending.pending()).group().epoch()).isEqualTo(2);
  }

  private static byte[] hash(int number) {
    return new Writer(4).uint32(number).toBytes();
  }

  @Test
  void ofVeryManyCommitsTheNewestAreKnownAndNoProposalIsForgottenForThem() throws Exception {
    SentMessages sent = SentMessages.NONE.with(SentMessages.Kind.PROPOSAL, hash(0));
    SortedMap<Long, byte[]> rows = new TreeMap<>(sent.rows());
    for (int i = 1; i <= 258; i++) {
      SentMessages before = sent;
      sent = sent.with(SentMessages.Kind.COMMIT, hash(i));
      rows = new TreeMap<>(sent.changesSince(before).appliedTo(rows));
      assertThat(sent.contains(hash(1))).isEqualTo(i < 257);
    }
    SentMessages reopened = SentMessages.stored(rows);
    assertThat(reopened).isEqualTo(sent);
    assertThat(sent.contains(hash(0))).isTrue();
    assertThat(sent.contains(hash(2))).isFalse();
    for (int i = 3; i <= 258; i++) {
      assertThat(sent.contains(hash(i))).isTrue();
    }
  }

  @Test
  void oneMessageIsOneRow() throws Exception {
    for (int i = 0; i < 20; i++) {
      proposed();
    }
    Group before = atBob;
    committed();
    Map<Long, byte[]> put = atBob.changesSince(before).put();
    assertThat(put).as("the ratchet, what was sent, the tally").hasSize(3);
    assertThat(put.values().stream().mapToInt(row -> row.length).sum()).isLessThan(400);
  }

  @Test
  void aStoredMessageIsAProposalOrACommit() {
    SortedMap<Long, byte[]> rows = new TreeMap<>();
    rows.put(0L, new Writer().uint8(2).opaque(new byte[32]).toBytes());
    assertThatThrownBy(() -> SentMessages.stored(rows))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("sent something unknown");
  }

  /// 65,536 components have a tree of their own, in rows of its own.
  @Test
  void oneExportIsThePathToItsComponent() throws Exception {
    SortedMap<Long, byte[]> rows = new TreeMap<>(atBob.rows());
    int most = 0;
    for (int i = 0; i < 300; i++) {
      Group before = atBob;
      atBob = atBob.exportSafely((i * 7919) & 0xffff).group();
      RowChanges changes = atBob.changesSince(before);
      rows.keySet().removeAll(changes.removed());
      rows.putAll(changes.put());
      most = Math.max(most, changes.put().values().stream().mapToInt(row -> row.length).sum());
    }
    assertThat(most).isLessThan(17 * 56);
    assertThat(MessageStore.encodeRows(rows)).isEqualTo(atBob.encodeMessages());
    Group reopened = Group.decode(atBob.encodeEpoch(), rows, atBob.settings());
    assertThatThrownBy(() -> reopened.exportSafely(7919))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already exported");
    assertThat(reopened.exportSafely(1).secret())
        .isEqualTo(insider.atAlice.exportSafely(1).secret());
  }
}

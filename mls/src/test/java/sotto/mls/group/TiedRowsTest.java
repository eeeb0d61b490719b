package sotto.mls.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sotto.mls.group.Person.NOW;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;

/// Rows of a stored group (RFC 9420 §9) that do not belong together do not open: a key would be
/// used twice.
class TiedRowsTest {
  private static final byte[] NOTHING = new byte[0];

  private final Random random = new Random(31);
  private final Settings settings = Person.open().withBounds(Bounds.DEFAULT.withPast(1, 1));

  private Group atAlice;
  private Group atBob;

  /// In epoch 2, with a past epoch, and with messages of both.
  @BeforeEach
  void twoMembers() throws Exception {
    Person alice = new Person("alice", Person.CLASSIC, settings, random);
    Person bob = new Person("bob", Person.CLASSIC, settings, random);
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), Person.CLASSIC);
    Group founded = Group.create(settings, alice.identity, parameters, NOW, random);
    Committed added =
        founded.commit(CommitRequest.update().add(bob.keyPackage.keyPackage()), NOW, random);
    atAlice = added.group().adopt(added.pending()).group();
    atBob = bob.join(added.welcome().orElseThrow());
    talk();
    Committed next = atAlice.commit(CommitRequest.update(), NOW, random);
    atAlice = next.group().adopt(next.pending()).group();
    atBob = ((Received.CommitMessage) heard(atBob, next.message())).adopt().group();
    talk();
  }

  private void talk() throws MlsException {
    Sent one = atAlice.protect(NOTHING, NOTHING, Padding.NONE, random);
    atAlice = one.group();
    atBob = ((Received.ApplicationMessage) heard(atBob, one.message())).group();
    Sent two = atBob.protect(NOTHING, NOTHING, Padding.NONE, random);
    atBob = two.group();
    atAlice = ((Received.ApplicationMessage) heard(atAlice, two.message())).group();
  }

  private static Received heard(Group group, byte[] message) throws MlsException {
    return group.process(MlsMessage.decode(message), NOW);
  }

  private void refused(Group epoch, Map<Long, byte[]> rows) {
    assertThatThrownBy(() -> Group.decode(epoch.encodeEpoch(), rows, settings))
        .isInstanceOf(MlsException.class);
  }

  /// Every single row of `other` among those of `group`, where it is another.
  private void refusedOneByOne(Group group, Map<Long, byte[]> other) {
    int differing = 0;
    for (Map.Entry<Long, byte[]> row : group.rows().entrySet()) {
      byte[] instead = other.get(row.getKey());
      if (instead != null && !Arrays.equals(instead, row.getValue())) {
        SortedMap<Long, byte[]> mixed = new TreeMap<>(group.rows());
        mixed.put(row.getKey(), instead);
        refused(group, mixed);
        differing++;
      }
    }
    assertThat(differing).isPositive();
  }

  @Test
  void rowsOfAnotherMemberDoNotOpen() {
    refused(atAlice, atBob.rows());
    refusedOneByOne(atAlice, atBob.rows());
  }

  @Test
  void rowsOfAnotherEpochDoNotOpen() throws Exception {
    SortedMap<Long, byte[]> before = atBob.rows();
    Committed next = atAlice.commit(CommitRequest.update(), NOW, random);
    atAlice = next.group().adopt(next.pending()).group();
    atBob = ((Received.CommitMessage) heard(atBob, next.message())).adopt().group();
    talk();
    refused(atBob, before);
    refusedOneByOne(atBob, before);
  }

  @Test
  void rowsInEachOthersPlaceDoNotOpen() {
    SortedMap<Long, byte[]> rows = new TreeMap<>(atBob.rows());
    rows.put(0L, rows.put(2L, rows.get(0L)));
    refused(atBob, rows);
  }

  @Test
  void aRowOfBeforeDoesNotOpenWithThoseOfNow() throws Exception {
    for (int change = 0; change < 4; change++) {
      SortedMap<Long, byte[]> before = atBob.rows();
      Group earlier = atBob;
      switch (change) {
        case 0 -> atBob = atBob.protect(NOTHING, NOTHING, Padding.NONE, random).group();
        case 1 -> atBob = atBob.exportSafely(0x8000).group();
        case 2 -> atBob = atBob.commit(CommitRequest.update(), NOW, random).group();
        default -> atBob = atBob.proposeUpdate(Optional.empty(), NOTHING, NOW, random).group();
      }
      refusedOneByOne(atBob, before);
      RowChanges changes = atBob.changesSince(earlier);
      SortedMap<Long, byte[]> rows = new TreeMap<>(before);
      rows.keySet().removeAll(changes.removed());
      rows.putAll(changes.put());
      Group opened = Group.decode(atBob.encodeEpoch(), rows, settings);
      assertThat(opened.encode()).isEqualTo(atBob.encode());
      // A write that was cut short: all but one of the changed rows.
      for (long key : changes.put().keySet()) {
        SortedMap<Long, byte[]> cut = new TreeMap<>(rows);
        if (before.containsKey(key)) {
          cut.put(key, before.get(key));
        } else {
          cut.remove(key);
        }
        refused(atBob, cut);
      }
    }
  }

  @Test
  void oneMessageWritesItsRowAndTheTally() {
    Sent sent = atBob.protect(NOTHING, NOTHING, Padding.NONE, random);
    RowChanges changes = sent.group().changesSince(atBob);
    assertThat(changes.put()).hasSize(2);
    assertThat(changes.put().values().stream().mapToInt(row -> row.length).sum()).isLessThan(200);
    assertThat(changes.removed()).isEmpty();
  }

  @Test
  void changesAreThoseSinceAValueThatThisOneComesFrom() {
    Group before = atBob;
    Group after = atBob.protect(NOTHING, NOTHING, Padding.NONE, random).group();
    assertThatIllegalArgumentException().isThrownBy(() -> before.changesSince(after));
    assertThatIllegalArgumentException().isThrownBy(() -> atAlice.changesSince(after));
  }

  /// Bob looks at a Commit of Alice and leaves it; he goes on in his epoch.
  @Test
  void aCommitThatIsLeftIsErased() throws Exception {
    Committed made = atAlice.commit(CommitRequest.update(), NOW, random);
    Received.CommitMessage left = (Received.CommitMessage) heard(atBob, made.message());
    left.erase();
    left.erase();
    assertThat(left.summary().updated()).hasSize(1);
    assertThatThrownBy(left::adopt)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("process its message again");
    Received.CommitMessage again = (Received.CommitMessage) heard(atBob, made.message());
    Group entered = again.adopt().group();
    assertThat(entered.epochAuthenticator())
        .isEqualTo(made.group().adopt(made.pending()).group().epochAuthenticator());
    assertThatThrownBy(again::erase).isInstanceOf(IllegalStateException.class);
  }
}

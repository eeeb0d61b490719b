package sotto.mls.group;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static sotto.mls.group.Person.NOW;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;

/// States that were stored by earlier versions still open. A fixture has three lines: the state, a
/// message that it can read, and the epoch authenticator.
class StoredStateTest {
  private static final byte[] NOTHING = new byte[0];

  @ParameterizedTest
  @ValueSource(
      strings = {
        "group-v1-suite1.hex",
        "group-v1-suite79.hex",
        "group-v2-suite1.hex",
        "group-v2-suite79.hex",
        "group-v3-suite1.hex",
        "group-v3-suite79.hex"
      })
  void aStoredGroupOpensAndGoesOn(String name) throws Exception {
    String[] lines = lines(name);
    byte[] stored = HexFormat.of().parseHex(lines[0]);
    Group group = Group.decode(stored, settings());
    byte[] current = group.encode();
    assertThat(Group.decode(current, settings()).encode()).isEqualTo(current);
    assertThat(Arrays.equals(current, stored)).isEqualTo(name.contains("v3"));
    assertThat(HexFormat.of().formatHex(group.epochAuthenticator())).isEqualTo(lines[2]);
    assertThat(group.proposals()).hasSize(1);
    heard(group, lines[1]).commit(CommitRequest.update(), NOW, new Random(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"group-v1-suite1.hex"})
  void aStateOfALaterVersionIsRefused(String name) throws Exception {
    byte[] stored = HexFormat.of().parseHex(lines(name)[0]);
    stored[1] = 99;
    assertThatExceptionOfType(MlsException.class)
        .isThrownBy(() -> Group.decode(stored, settings()))
        .withMessageContaining("version 99");
  }

  /// Version 1 had all past epochs in one row, with ratchets whose rows are others' now; both had
  /// one row for all that was exported, and one for what was sent.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "group-v1-suite1.hex",
        "group-v1-suite79.hex",
        "group-v2-suite1.hex",
        "group-v2-suite79.hex"
      })
  void rowsOfEarlierVersionsAreWrittenAnewWithTheirFirstChange(String name) throws Exception {
    String[] lines = lines(name);
    Reader in = new Reader(HexFormat.of().parseHex(lines[0]));
    in.uint16();
    byte[] epoch = in.opaque();
    SortedMap<Long, byte[]> rows = new TreeMap<>(MessageStore.decodeRows(in.opaque()));
    Group before = Group.decode(epoch, rows, settings());
    Group after = heard(before, lines[1]);
    RowChanges changes = after.changesSince(before);
    rows.keySet().removeAll(changes.removed());
    rows.putAll(changes.put());
    assertThat(MessageStore.encodeRows(rows)).isEqualTo(after.encodeMessages());
    assertThat(after.changesSince(after).put()).isEmpty();
  }

  @Test
  void aLateMessageChangesTheRowsOfOneSenderAndNoTree() throws Exception {
    Random random = new Random(17);
    CipherSuite suite = CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;
    CommitRequest everybody = CommitRequest.update();
    Person bob = new Person("bob", suite, settings(), random);
    for (int i = 0; i < 40; i++) {
      Person person = i == 0 ? bob : new Person("member " + i, suite, settings(), random);
      everybody = everybody.add(person.keyPackage.keyPackage());
    }
    Person alice = new Person("alice", suite, settings(), random);
    GroupParameters parameters = GroupParameters.of(GroupId.random(random), suite);
    Group atAlice = Group.create(settings(), alice.identity, parameters, NOW, random);
    Committed all = atAlice.commit(everybody, NOW, random);
    Group atBob = bob.join(all.welcome().orElseThrow());
    atAlice = all.group().adopt(all.pending()).group();
    Sent late = atAlice.protect(NOTHING, NOTHING, Padding.NONE, random);
    Committed next = late.group().commit(CommitRequest.update(), NOW, random);
    atBob =
        ((Received.CommitMessage) atBob.process(MlsMessage.decode(next.message()), NOW))
            .adopt()
            .group();
    Group before = atBob.proposeUpdate(Optional.empty(), NOTHING, NOW, random).group();
    Group after = heard(before, HexFormat.of().formatHex(late.message()));
    RowChanges changes = after.changesSince(before);
    int bytes = changes.put().values().stream().mapToInt(row -> row.length).sum();
    // The path to one leaf of 64, opened for the first time.
    assertThat(changes.put()).hasSizeLessThan(9);
    assertThat(bytes).isLessThan(600);
    SortedMap<Long, byte[]> rows = new TreeMap<>(before.rows());
    rows.keySet().removeAll(changes.removed());
    rows.putAll(changes.put());
    assertThat(MessageStore.encodeRows(rows)).isEqualTo(after.encodeMessages());
    assertThat(Group.decode(after.encode(), settings()).encode()).isEqualTo(after.encode());
    RowChanges proposal =
        after.proposeUpdate(Optional.empty(), NOTHING, NOW, random).group().changesSince(after);
    assertThat(proposal.put().keySet()).as("ratchet, sent, proposal, tally").hasSize(4);
    SortedMap<Long, byte[]> gap = new TreeMap<>(rows);
    gap.put((1L << 61) + 2, rows.get(1L << 61));
    assertThatExceptionOfType(MlsException.class)
        .isThrownBy(() -> Group.decode(after.encodeEpoch(), gap, settings()))
        .withMessageContaining("does not belong to the others");
  }

  private static Group heard(Group group, String message) throws MlsException {
    Received received = group.process(MlsMessage.decode(HexFormat.of().parseHex(message)), NOW);
    return ((Received.ApplicationMessage) received).group();
  }

  private static String[] lines(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(StoredStateTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), US_ASCII).split("\n");
    }
  }

  @Test
  void secretsOfAnotherEpochAreRefused() throws Exception {
    Insider insider = new Insider();
    byte[] epoch = insider.atBob.encodeEpoch();
    byte[] tag = insider.atBob.state().confirmationTag();
    byte[] key = insider.atBob.state().secrets().confirmationKey().copy();
    for (byte[] part : List.of(tag, key)) {
      byte[] damaged = epoch.clone();
      damaged[Collections.indexOfSubList(boxed(epoch), boxed(part))] ^= 1;
      assertThatExceptionOfType(MlsException.class)
          .isThrownBy(() -> EpochStore.decode(damaged, insider.settings))
          .withMessageContaining("not those of its epoch");
    }
  }

  private static List<Byte> boxed(byte[] bytes) {
    return IntStream.range(0, bytes.length).mapToObj(i -> bytes[i]).toList();
  }

  private static Settings settings() {
    return Person.open().withBounds(Bounds.DEFAULT.withPast(1, 2));
  }

  /// Prints a fixture for the current version: of bob, who has a past epoch, a skipped message and
  /// an Update of his own that waits.
  static String fixture(int id) throws Exception {
    Random random = new Random(id);
    CipherSuite suite = CipherSuite.of(id).orElseThrow();
    Person alice = new Person("alice", suite, settings(), random);
    Person bob = new Person("bob", suite, settings(), random);
    Group founded =
        Group.create(
            settings(),
            alice.identity,
            GroupParameters.of(GroupId.random(random), suite),
            NOW,
            random);
    Committed added =
        founded.commit(CommitRequest.update().add(bob.keyPackage.keyPackage()), NOW, random);
    Group atAlice = added.group().adopt(added.pending()).group();
    Group atBob = bob.join(added.welcome().orElseThrow());
    Committed next =
        atAlice.commit(
            CommitRequest.update().with(new Proposal.AppDataUpdate(0x8000, Optional.of(NOTHING))),
            NOW,
            random);
    atAlice = next.group().adopt(next.pending()).group();
    atBob =
        ((Received.CommitMessage) atBob.process(MlsMessage.decode(next.message()), NOW))
            .adopt()
            .group();
    Sent skipped = atAlice.protect(new byte[3], NOTHING, Padding.NONE, random);
    Sent heard = skipped.group().protect(new byte[4], NOTHING, Padding.NONE, random);
    atBob =
        ((Received.ApplicationMessage) atBob.process(MlsMessage.decode(heard.message()), NOW))
            .group();
    atBob = atBob.proposeUpdate(Optional.empty(), NOTHING, NOW, random).group();
    HexFormat hex = HexFormat.of();
    return hex.formatHex(atBob.encode())
        + "\n"
        + hex.formatHex(skipped.message())
        + "\n"
        + hex.formatHex(atBob.epochAuthenticator())
        + "\n";
  }

  public static void main(String[] arguments) throws Exception {
    System.out.print(fixture(Integer.parseInt(arguments[0])));
  }
}

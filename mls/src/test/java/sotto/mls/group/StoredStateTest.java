package sotto.mls.group;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static sotto.mls.group.Person.NOW;

import java.io.InputStream;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Proposal;

/// States that were stored by earlier versions still open. A fixture has three lines: the state, a
/// message that it can read, and the epoch authenticator.
class StoredStateTest {
  private static final byte[] NOTHING = new byte[0];

  @ParameterizedTest
  @ValueSource(strings = {"group-v1-suite1.hex", "group-v1-suite79.hex"})
  void aStoredGroupOpensAndGoesOn(String name) throws Exception {
    String[] lines;
    try (InputStream in = Objects.requireNonNull(StoredStateTest.class.getResourceAsStream(name))) {
      lines = new String(in.readAllBytes(), US_ASCII).split("\n");
    }
    byte[] stored = HexFormat.of().parseHex(lines[0]);
    Group group = Group.decode(stored, settings());
    assertThat(group.encode()).isEqualTo(stored);
    assertThat(HexFormat.of().formatHex(group.epochAuthenticator())).isEqualTo(lines[2]);
    assertThat(group.proposals()).hasSize(1);
    Received received = group.process(MlsMessage.decode(HexFormat.of().parseHex(lines[1])), NOW);
    Group after = ((Received.ApplicationMessage) received).group();
    after.commit(CommitRequest.update(), NOW, new Random(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"group-v1-suite1.hex"})
  void aStateOfALaterVersionIsRefused(String name) throws Exception {
    try (InputStream in = Objects.requireNonNull(StoredStateTest.class.getResourceAsStream(name))) {
      String first = new String(in.readAllBytes(), US_ASCII).split("\n")[0];
      byte[] stored = HexFormat.of().parseHex(first);
      stored[1] = 99;
      assertThatExceptionOfType(MlsException.class)
          .isThrownBy(() -> Group.decode(stored, settings()))
          .withMessageContaining("version 99");
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

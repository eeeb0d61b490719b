package sotto.mls.group;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static sotto.mls.group.Person.NOW;

import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Secret;
import sotto.mls.message.GroupId;
import sotto.mls.message.MlsMessage;
import sotto.mls.message.Welcome;
import sotto.mls.tree.Lifetime;

/// KeyPackages and pending Commits that were stored by earlier versions still open. A fixture has
/// six lines: the KeyPackage of Bob and its private keys, his signature key, a Welcome to that
/// KeyPackage, Alice's group, her Commit to it that is not yet accepted, and the epoch
/// authenticator after it. `keypackage-v1` has a pending Commit of version 1 too; the names of
/// others say its version, and that of the groups in it and beside it. `main` prints one of the
/// present.
class StoredKeyPackageTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keypackage-v1-suite1.hex",
        "keypackage-v1-suite79.hex",
        "pending-v2-group2-suite1.hex",
        "pending-v2-group2-suite79.hex"
      })
  void aStoredKeyPackageJoinsAndAStoredCommitIsAdopted(String name) throws Exception {
    byte[][] lines = lines(name);
    Settings settings = Person.open();
    KeyPackageSecrets bob = KeyPackageSecrets.decode(lines[0]);
    assertThat(bob.encode()).isEqualTo(lines[0]);
    CipherSuite suite = CipherSuite.of(bob.keyPackage().cipherSuite()).orElseThrow();
    var keys = Person.CRYPTO.signatureKeyPair(suite.signature(), Secret.copyOf(lines[1]));
    Welcome welcome = (Welcome) MlsMessage.decode(lines[2]);
    Group joined = Group.join(settings, welcome, bob, keys, Optional.empty(), NOW).group();
    PendingCommit pending = PendingCommit.decode(lines[4], settings);
    assertThat(lines[4]).startsWith(0, Character.digit(name.charAt(name.indexOf("-v") + 2), 10));
    assertThat(PendingCommit.decode(pending.encode(), settings).encode())
        .isEqualTo(pending.encode());
    Group adopted = Group.decode(lines[3], settings).adopt(pending).group();
    assertThat(joined.epochAuthenticator()).isEqualTo(lines[5]);
    assertThat(adopted.epochAuthenticator()).isEqualTo(lines[5]);
  }

  @Test
  void theVersionThatIsWrittenHasAFixture() throws Exception {
    byte[] stored = lines("pending-v2-group2-suite1.hex")[4];
    PendingCommit pending = PendingCommit.decode(stored, Person.open());
    assertThat(pending.encode()).startsWith(Arrays.copyOf(stored, 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void whatALaterVersionStoredIsRefused(int line) throws Exception {
    byte[] stored = lines("keypackage-v1-suite1.hex")[line];
    stored[1] = 99;
    assertThatExceptionOfType(MlsException.class)
        .isThrownBy(() ->
            Objects.requireNonNull(
                line == 0
                    ? KeyPackageSecrets.decode(stored)
                    : PendingCommit.decode(stored, Person.open())));
  }

  private static byte[][] lines(String name) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(StoredKeyPackageTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), US_ASCII)
          .lines()
          .map(HexFormat.of()::parseHex)
          .toArray(byte[][]::new);
    }
  }

  /// Prints a fixture for the current version.
  public static void main(String[] arguments) throws Exception {
    int id = Integer.parseInt(arguments[0]);
    Random random = new Random(id);
    CipherSuite suite = CipherSuite.of(id).orElseThrow();
    Person alice = new Person("alice", suite, Person.open(), random);
    Person bob = new Person("bob", suite, Person.open(), random);
    Group founded =
        Group.create(
            alice.settings,
            alice.identity,
            GroupParameters.of(GroupId.random(random), suite),
            NOW,
            random);
    Committed added =
        founded.commit(CommitRequest.update().add(bob.keyPackage.keyPackage()), NOW, random);
    HexFormat hex = HexFormat.of();
    System.out.println(hex.formatHex(bob.keyPackage.encode()));
    System.out.println(hex.formatHex(bob.identity.keys().privateKey().copy()));
    System.out.println(hex.formatHex(added.welcome().orElseThrow()));
    System.out.println(hex.formatHex(added.group().encode()));
    System.out.println(hex.formatHex(added.pending().encode()));
    Group after = added.group().adopt(added.pending()).group();
    System.out.println(hex.formatHex(after.epochAuthenticator()));
  }

  @Test
  void aKeyPackageOfLastResortIsMarkedAndUsedAgain() throws Exception {
    Random random = new Random(5);
    Person bob = new Person("bob", Person.CLASSIC, Person.open(), random);
    Lifetime month = Lifetime.of(Person.NOW, Duration.ofDays(30));
    KeyPackageSecrets last =
        KeyPackageSecrets.createLastResort(
            Person.CRYPTO, Person.CLASSIC, bob.identity, month, random);
    assertThat(KeyPackageSecrets.isLastResort(last.keyPackage())).isTrue();
    assertThat(KeyPackageSecrets.isLastResort(bob.keyPackage.keyPackage())).isFalse();
    for (int group = 0; group < 2; group++) {
      Person alice = new Person("alice", Person.CLASSIC, Person.open(), random);
      GroupParameters parameters = GroupParameters.of(GroupId.random(random), Person.CLASSIC);
      Group founded = Group.create(alice.settings, alice.identity, parameters, Person.NOW, random);
      CommitRequest add = CommitRequest.update().add(last.keyPackage());
      byte[] welcome = founded.commit(add, Person.NOW, random).welcome().orElseThrow();
      KeyPackageSecrets stored = KeyPackageSecrets.decode(last.encode());
      Joined joined =
          Group.join(
              bob.settings,
              MlsMessage.decode(welcome, Welcome.class),
              stored,
              bob.identity.keys(),
              Optional.empty(),
              Person.NOW);
      assertThat(joined.group().memberCount()).isEqualTo(2);
    }
    Identity plain = Identity.of(bob.identity.credential(), bob.identity.keys(), Person.CLASSIC);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            KeyPackageSecrets.createLastResort(
                Person.CRYPTO, Person.CLASSIC, plain, month, random));
  }
}

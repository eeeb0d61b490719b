package sotto.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.protocol.Seed;
import sotto.protocol.wire.Bytes;

/// Rule 1: a signature made for one purpose is worth nothing for another.
@Tag("rule-1")
@Tag("rule-5")
class SignatureMatrixTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_795_150_800_123L);
  private static final Address ALICE = new Address("alice", "example.org");

  /// One struct of every kind, all with the same key and, as far as they can, the same bytes in the
  /// same places.
  private static List<ToBeSigned> statements(Keys keys) {
    Nonce nonce = Nonce.of(new byte[32]);
    ClientAddress who = new ClientAddress(ALICE, ClientId.of(new byte[16]));
    ListedClient client = new ListedClient(who.client(), keys.leaf(), ListedClient.Role.KEEPER);
    ClientList list =
        ClientList.first(ALICE, keys.account(), NOW, client).next(NOW, List.of(client));
    return List.of(
        new LoginServer(1, nonce, nonce, "example.org", keys.server(), Hash.NONE, 1),
        new LoginClient(nonce, nonce, who, keys.account(), keys.server(), Hash.NONE),
        new Registration(nonce, nonce, keys.server(), Hash.NONE, list, new Admission.Open()),
        new ClientBinding(who, keys.leaf()),
        list,
        new DirectoryAnswer(keys.server(), nonce, ALICE, NOW, new DirectoryEntry.None()),
        new RejoinRequest(who, Bytes.of(new byte[16]), Bytes.EMPTY, NOW, Bytes.of(new byte[16])),
        new AccountSuccessor(ALICE, keys.account(), keys.account(), NOW),
        new AccountRelease(keys.server(), ALICE, keys.account(), NOW));
  }

  @Test
  void everySignatureIsAcceptedInItsOwnContextAndInNoOther() throws Exception {
    Keys keys = Keys.generate(Seed.random());
    Bytes publicKey = Bytes.of(keys.publicKey());
    List<ToBeSigned> statements = statements(keys);
    for (ToBeSigned signed : statements) {
      Signature signature = signed.sign(keys.signer());
      for (ToBeSigned presented : statements) {
        if (presented.equals(signed)) {
          assertThatCode(() -> presented.verify(Keys.CHECK, publicKey, signature))
              .doesNotThrowAnyException();
        } else {
          assertThatThrownBy(() -> presented.verify(Keys.CHECK, publicKey, signature))
              .as("'%s' presented as '%s'", signed.label(), presented.label())
              .isInstanceOf(MlsException.class);
        }
      }
    }
  }

  @Test
  void everyKindOfStatementIsInTheMatrix() throws Exception {
    List<ToBeSigned> statements = statements(Keys.generate(Seed.random()));
    assertThat(statements.stream().map(Object::getClass).collect(Collectors.toSet()))
        .hasSize(ToBeSigned.class.getPermittedSubclasses().length);
    assertThat(statements.stream().map(ToBeSigned::label)).doesNotHaveDuplicates();
  }

  /// The fields of two kinds differ anyway: only this tells two labels apart.
  @Test
  void noTwoKindsShareALabel() {
    assertThat(Arrays.stream(Label.values()).map(Label::text)).doesNotHaveDuplicates();
  }

  @Test
  void everyFieldOfAStatementIsSigned() throws Exception {
    for (ToBeSigned statement : statements(Keys.generate(Seed.random()))) {
      for (RecordComponent field : statement.getClass().getRecordComponents()) {
        for (Object other : Altered.values(field.getAccessor().invoke(statement))) {
          assertThat(Altered.with(statement, field, other).encoded())
              .as("%s with another %s", statement.label(), field.getName())
              .isNotEqualTo(statement.encoded());
        }
      }
    }
  }

  @Test
  void whatIsHashedForPeopleToCompareBeginsWithItsLabel() throws Exception {
    AccountKey key = Keys.generate(Seed.random()).account();
    Writer fingerprint = new Writer().opaque(ascii("Sotto 1.0 fingerprint")).struct(key);
    assertThat(Fingerprint.of(key).hash()).isEqualTo(Hash.sha256(fingerprint.toBytes()));
    byte[] safety =
        new Writer().opaque(ascii("Sotto 1.0 safety number")).struct(key).struct(key).toBytes();
    byte[] hash = MessageDigest.getInstance("SHA-512").digest(safety);
    long first = new BigInteger(1, Arrays.copyOf(hash, 5)).longValueExact() % 100_000;
    assertThat(SafetyNumber.of(key, key).digits()).startsWith(String.format("%05d", first));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void everyStatementBeginsWithItsLabel() throws Exception {
    for (ToBeSigned statement : statements(Keys.generate(Seed.random()))) {
      byte[] label = statement.label().text().getBytes(StandardCharsets.US_ASCII);
      byte[] prefix = new Writer().opaque(label).toBytes();
      assertThat(Arrays.copyOf(statement.encoded(), prefix.length)).isEqualTo(prefix);
      assertThat(statement.label().text()).startsWith("Sotto 1.0 ");
    }
  }

  @Test
  void whatMlsSignsIsNothingOfOurs() throws Exception {
    Keys keys = Keys.generate(Seed.random());
    for (ToBeSigned statement : statements(keys)) {
      // RFC 9420 §5.1.2: SignContent = { opaque label<V> = "MLS 1.0 " + Label; opaque content<V> }
      byte[] mls =
          new Writer()
              .opaque("MLS 1.0 LeafNodeTBS".getBytes(StandardCharsets.US_ASCII))
              .opaque(statement.encoded())
              .toBytes();
      Signature signature = Signature.of(keys.signer().sign(mls));
      assertThatThrownBy(() -> statement.verify(Keys.CHECK, Bytes.of(keys.publicKey()), signature))
          .isInstanceOf(MlsException.class);
    }
  }

  @Test
  void anAlteredStatementOrSignatureIsRefused() throws Exception {
    RandomGenerator random = Seed.random();
    Keys keys = Keys.generate(random);
    Keys others = Keys.generate(random);
    LoginServer honest = (LoginServer) statements(keys).getFirst();
    Signature signature = honest.sign(keys.signer());
    LoginServer relayed =
        new LoginServer(
            honest.version(),
            honest.clientNonce(),
            honest.serverNonce(),
            honest.name(),
            honest.server(),
            Hash.sha256(new byte[1]),
            honest.registration());
    assertThatThrownBy(() -> relayed.verify(Keys.CHECK, Bytes.of(keys.publicKey()), signature))
        .isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> honest.verify(Keys.CHECK, Bytes.of(others.publicKey()), signature))
        .isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> honest.verify(Keys.CHECK, Bytes.of(new byte[32]), signature))
        .isInstanceOf(MlsException.class);
  }
}

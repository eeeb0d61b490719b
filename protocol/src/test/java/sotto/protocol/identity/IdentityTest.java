package sotto.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.protocol.Mutations;
import sotto.protocol.Seed;
import sotto.protocol.wire.Bytes;

/// Rules 2 to 6: names, keys, lists.
class IdentityTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_795_150_800_123L);
  private static final Address ALICE = new Address("alice", "example.org");
  private static final String FINGERPRINT = "0123456789abcdef".repeat(4);
  private static final String TOKEN = "00112233445566778899aabbccddeeff";

  @ParameterizedTest
  @ValueSource(
      strings = {"alice@example.org", "+15550100@localhost", "a@127.0.0.1", "a.b-c_9@[::1]"})
  void addressesComeBack(String text) throws Exception {
    Address address = Address.parse(text);
    assertThat(address).hasToString(text);
    Mutations.RoundTrip trip = b -> ((Decoder<Address>) Address::decode).decodeAll(b).encoded();
    Mutations.comesBack(address.encoded(), trip);
    Mutations.everyTruncationIsRefused(address.encoded(), trip);
    Mutations.everyBitFlipEndsInOneOfTwoWays(address.encoded(), trip);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alice",
        "@host",
        "alice@",
        "alice@@host",
        "al ice@host",
        "-a@host",
        ".a@host",
        "alice@host/",
        "alice@-host",
        "älice@host",
        "alıce@host",
        "\u0430lice@host",
        "alice\u202e@host",
        "\u212aate@host",
        "+0155@host",
        "+@host",
        "+12345678901234567@host",
        "abcdefghijklmnopqrstuvwxyzabcdefg@host"
      })
  void whatIsNoAddressIsRefusedWithASentence(String text) {
    assertThatThrownBy(() -> Address.parse(text))
        .isInstanceOf(MlsException.class)
        .hasMessageEndingWith(".");
  }

  @Test
  void capitalLettersAreTheSamePersonTypedAndRefusedOnTheWire() throws Exception {
    assertThat(Address.parse(" Alice@Example.ORG ")).isEqualTo(ALICE);
    byte[] wire =
        new Writer().opaque("Alice@example.org".getBytes(StandardCharsets.US_ASCII)).toBytes();
    assertThatThrownBy(() -> ((Decoder<Address>) Address::decode).decodeAll(wire))
        .isInstanceOf(MlsException.class);
  }

  @Test
  void anAddressWithAFingerprintComesBack() throws Exception {
    ContactAddress contact = ContactAddress.parse("alice@example.org#" + FINGERPRINT);
    assertThat(contact.fingerprint()).contains(Fingerprint.parse(FINGERPRINT));
    assertThat(contact).hasToString("alice@example.org#" + FINGERPRINT);
    assertThatThrownBy(() -> ContactAddress.parse("alice@example.org#12"))
        .isInstanceOf(MlsException.class);
  }

  @Test
  void aLinkComesBackAndHidesItsToken() throws Exception {
    String text = "sotto://127.0.0.1:7667/#" + FINGERPRINT + "." + TOKEN;
    InviteLink link = InviteLink.parse(text);
    assertThat(link.text()).isEqualTo(text);
    assertThat(link.toString()).doesNotContain(TOKEN);
    assertThat(link.token()).isPresent();
    assertThat(link.token().orElseThrow().toString()).doesNotContain(TOKEN);
    String bare = "sotto://[::1]:1/#" + FINGERPRINT;
    assertThat(InviteLink.parse(bare).token()).isEmpty();
    assertThat(InviteLink.parse(bare).text()).isEqualTo(bare);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://example.org",
        "sotto://example.org/#" + TOKEN + TOKEN,
        "sotto://example.org:0/#" + TOKEN + TOKEN,
        "sotto://example.org:65536/#" + TOKEN + TOKEN,
        "sotto://example.org:99999/#" + TOKEN + TOKEN,
        "sotto://example.org:7667/#" + TOKEN,
        "sotto://example.org:7667/#" + TOKEN + TOKEN + ".",
        "sotto://example.org:7667/#" + TOKEN + TOKEN + ".00",
        "sotto://example.org:7667/#" + TOKEN + TOKEN + "." + TOKEN + "0",
        "sotto://a:b@example.org:7667/#" + TOKEN + TOKEN,
        "sotto://-:7667/#" + TOKEN + TOKEN,
        "sotto://exa mple.org:7667/#" + TOKEN + TOKEN
      })
  void aMalformedLinkIsRefusedWithASentence(String text) {
    assertThatThrownBy(() -> InviteLink.parse(text))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("invite link");
  }

  @Test
  void aCodeIsSixDigitsAndIsNotPrinted() throws Exception {
    assertThat(Code.parse(" 012-345 ").digits()).isEqualTo("012345");
    assertThat(Code.parse("012345").toString()).doesNotContain("012345");
    assertThatThrownBy(() -> Code.parse("12345")).isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> Code.parse("१२३४५६")).isInstanceOf(MlsException.class);
  }

  @Test
  void theSafetyNumberIsTheSameOnBothSidesAndOtherForAnotherKey() throws Exception {
    RandomGenerator random = Seed.random();
    AccountKey alice = Keys.generate(random).account();
    AccountKey bob = Keys.generate(random).account();
    AccountKey mallory = Keys.generate(random).account();
    SafetyNumber number = SafetyNumber.of(alice, bob);
    assertThat(number).isEqualTo(SafetyNumber.of(bob, alice));
    assertThat(number).isNotEqualTo(SafetyNumber.of(alice, mallory));
    assertThat(number.grouped()).matches("([0-9]{5} ){11}[0-9]{5}");
  }

  @Tag("rule-3")
  @Test
  void aCredentialProvesItsLeafKeyAndNoOther() throws Exception {
    RandomGenerator random = Seed.random();
    Keys account = Keys.generate(random);
    LeafKey leaf = Keys.generate(random).leaf();
    ClientAddress who = new ClientAddress(ALICE, ClientId.of(new byte[16]));
    CredentialIdentity identity =
        CredentialIdentity.sign(who, leaf, account.account(), account.signer());
    assertThatCode(() -> identity.verify(Keys.CHECK, leaf)).doesNotThrowAnyException();
    LeafKey other = Keys.generate(random).leaf();
    assertThatThrownBy(() -> identity.verify(Keys.CHECK, other)).isInstanceOf(MlsException.class);
    Mutations.RoundTrip trip =
        b -> ((Decoder<CredentialIdentity>) CredentialIdentity::decode).decodeAll(b).encoded();
    Mutations.comesBack(identity.encoded(), trip);
    Mutations.everyTruncationIsRefused(identity.encoded(), trip);
    Mutations.everyBitFlipEndsInOneOfTwoWays(identity.encoded(), trip);
  }

  @Tag("rule-4")
  @Test
  void aClientListIsAChain() throws Exception {
    Keys account = Keys.generate(Seed.random());
    ListedClient client =
        new ListedClient(ClientId.of(new byte[16]), account.leaf(), ListedClient.Role.KEEPER);
    ClientList first = ClientList.first(ALICE, account.account(), NOW, client);
    ClientList second = first.next(NOW, List.of(client));
    ClientList rival = first.next(NOW.plusSeconds(1), List.of());
    assertThat(second.follows(first)).isTrue();
    assertThat(second.next(NOW, List.of()).follows(first)).isFalse();
    assertThat(second.next(NOW, List.of()).follows(rival)).isFalse();
    SignedClientList signed = SignedClientList.sign(second, account.signer());
    assertThat(signed.verified(Keys.CHECK)).isEqualTo(second);
    SignedClientList swapped = new SignedClientList(rival, signed.signature());
    assertThatThrownBy(() -> swapped.verified(Keys.CHECK)).isInstanceOf(MlsException.class);
  }

  @Test
  void aDirectoryAnswerToAnotherQuestionIsRefused() throws Exception {
    RandomGenerator random = Seed.random();
    Keys server = Keys.generate(random);
    Nonce asked = Nonce.of(new byte[32]);
    Nonce other = new Nonce(Bytes.ofHex("01".repeat(32)));
    SignedDirectoryAnswer answer =
        SignedDirectoryAnswer.sign(
            new DirectoryAnswer(server.server(), asked, ALICE, NOW, new DirectoryEntry.None()),
            server.signer());
    assertThat(answer.verified(Keys.CHECK, server.server(), asked, ALICE).entry())
        .isEqualTo(new DirectoryEntry.None());
    Address bob = new Address("bob", "example.org");
    ServerKey rogue = Keys.generate(random).server();
    assertThatThrownBy(() -> answer.verified(Keys.CHECK, server.server(), other, ALICE))
        .isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> answer.verified(Keys.CHECK, server.server(), asked, bob))
        .isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> answer.verified(Keys.CHECK, rogue, asked, ALICE))
        .isInstanceOf(MlsException.class);
  }

  @Test
  void aDirectoryAnswerWithTheListOfAnotherAddressIsRefused() throws Exception {
    RandomGenerator random = Seed.random();
    Keys server = Keys.generate(random);
    Keys account = Keys.generate(random);
    Nonce asked = Nonce.of(new byte[32]);
    ListedClient client =
        new ListedClient(ClientId.of(new byte[16]), account.leaf(), ListedClient.Role.KEEPER);
    SignedClientList list =
        SignedClientList.sign(
            ClientList.first(ALICE, account.account(), NOW, client), account.signer());
    DirectoryEntry entry = new DirectoryEntry.Account(list, List.of(), List.of());
    Address bob = new Address("bob", "example.org");
    SignedDirectoryAnswer answer =
        SignedDirectoryAnswer.sign(
            new DirectoryAnswer(server.server(), asked, bob, NOW, entry), server.signer());
    assertThatThrownBy(() -> answer.verified(Keys.CHECK, server.server(), asked, bob))
        .isInstanceOf(MlsException.class)
        .hasMessageContaining("another address");
  }
}

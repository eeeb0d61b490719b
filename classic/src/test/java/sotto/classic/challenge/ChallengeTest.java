package sotto.classic.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.classic.Classic;
import sotto.classic.key.RsaKeys;
import sotto.classic.net.Framing;
import sotto.classic.part.ContentCipher;
import sotto.classic.part.KeyLifetime;
import sotto.classic.part.KeyTransport;
import sotto.classic.part.Refusal;
import sotto.classic.part.Registration.UsernameAndNonces;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKeys;
import sotto.classic.part.SignatureScheme;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;
import sotto.classic.record.ChallengeRecords;
import sotto.classic.record.Fields;
import sotto.classic.record.Layout;
import sotto.classic.relay.Raw;
import sotto.classic.scene.Chance;
import sotto.classic.scene.Person;

/// The claims of S4: two people, one server, and a raw client that speaks the protocol by hand.
class ChallengeTest {
  private static final Profile CHALLENGE = Profiles.described("challenge");
  private static final KeyPair MINE = RsaKeys.generate(Chance.random());

  @TempDir static Path folder;
  private static Person console;
  private static ChallengeServer server;
  private static Person alice;
  private static Person bob;

  @BeforeAll
  static void twoPeopleTalk() throws Exception {
    console = new Person(folder, 0, Chance.random());
    server = ChallengeServer.start(CHALLENGE, console.around(), Duration.ofSeconds(30));
    alice = joins("alice").reads("Connected as alice");
    bob = joins("bob").reads("Connected as bob");
    alice.reads("Users joined: bob").types("bob:Hello Bob");
    bob.reads("[Message from alice]: Hello Bob").types("alice: and back");
    alice.reads("[Message from bob]: and back");
  }

  @AfterAll
  static void close() {
    alice.close();
    bob.close();
    server.close();
  }

  private static Person joins(String name) {
    Person person =
        Person.at(folder, server.port(), around -> ChallengeClient.run(CHALLENGE, around));
    return person.reads("Enter your username: ").types(name);
  }

  /// A client by hand.
  private static final class Hand implements AutoCloseable {
    final Raw raw;
    final List<Layout> order = new ArrayList<>();

    Hand(int port) throws Exception {
      raw = Raw.to(port);
    }

    Fields hears(Layout layout) throws Exception {
      while (true) {
        long length = ByteBuffer.wrap(raw.hearsBytes(8)).getLong();
        var said = CHALLENGE.vocabulary().read(raw.hearsBytes((int) length));
        order.add(said.layout());
        if (said.is(layout)) return said.fields();
      }
    }

    void says(Layout layout, Fields fields) throws Exception {
      raw.sends(Framing.LENGTH_PREFIX.frame(layout.encode(fields)));
    }

    /// Answers the challenge, and returns the server's key.
    Fields proves() throws Exception {
      Fields challenge = hears(ChallengeRecords.NONCE_CHALLENGE);
      var serverKey = RsaKeys.publicKey(challenge.text("server_public_key"));
      byte[] encrypted =
          KeyTransport.OAEP_SHA256.wrap(challenge.bytes("nonce"), serverKey, Chance.random());
      answers(encrypted, new byte[32]);
      return challenge;
    }

    void answers(byte[] encrypted, byte[] nonce) throws Exception {
      says(
          ChallengeRecords.NONCE_RESPONSE,
          ChallengeRecords.NONCE_RESPONSE
              .start()
              .with("encrypted_nonce", encrypted)
              .with("client_nonce", nonce)
              .with("client_public_key", RsaKeys.pem(MINE.getPublic())));
    }

    void registers(String name) throws Exception {
      says(
          ChallengeRecords.REGISTER,
          ChallengeRecords.REGISTER
              .start()
              .with("username", name)
              .with("public_key", RsaKeys.pem(MINE.getPublic())));
    }

    @Override
    public void close() throws IOException {
      raw.close();
    }
  }

  private static Hand inside(String name) throws Exception {
    var hand = new Hand(server.port());
    hand.proves();
    hand.registers(name);
    hand.hears(ChallengeRecords.USER_LIST);
    return hand;
  }

  /// A message as it goes over the wire, from alice to whoever speaks by hand.
  private static Fields messageTo(String name) throws Exception {
    try (Hand hand = inside(name)) {
      alice.reads("Users joined: " + name).types(name + ":For your eyes only");
      return hand.hears(ChallengeRecords.MESSAGE);
    }
  }

  @Test
  void S4_01_endToEndWithMutualProofAndSignedKeys() throws Exception {
    Fields message = messageTo("h01");
    Sealed sealed = CHALLENGE.placement().take(message, 8);
    var key = CHALLENGE.sealing().unwrap(sealed.wrappedKey(), MINE.getPrivate());
    assertThat(key.bytes()).hasSize(8);
    assertThat(message.text("sender")).isEqualTo("alice");
  }

  @Test
  void S4_02_rsaCarriesAndSignsAndDesHidesTheText() {
    assertThat(CHALLENGE.sealing().cipher()).isEqualTo(ContentCipher.DES_CBC);
    assertThat(CHALLENGE.sealing().transport()).isEqualTo(KeyTransport.OAEP_SHA256);
    assertThat(Profiles.published("challenge").sealing().cipher()).isEqualTo(ContentCipher.DES_ECB);
  }

  @Test
  void S4_03_noThirdPartyLibraryDoesRsaOrDes() throws Exception {
    for (String name :
        List.of(
            "DES/CBC/PKCS5Padding",
            "DES/ECB/PKCS5Padding",
            "RSA/ECB/OAEPPadding",
            "RSA/ECB/NoPadding"))
      assertThat(Cipher.getInstance(name).getProvider().getName()).isEqualTo("SunJCE");
  }

  @Test
  void S4_04_bothSidesReturnANonce() throws Exception {
    try (Hand hand = new Hand(server.port())) {
      Fields challenge = hand.hears(ChallengeRecords.NONCE_CHALLENGE);
      byte[] mine = new byte[32];
      Chance.random().nextBytes(mine);
      var serverKey = RsaKeys.publicKey(challenge.text("server_public_key"));
      hand.answers(
          KeyTransport.OAEP_SHA256.wrap(challenge.bytes("nonce"), serverKey, Chance.random()),
          mine);
      Fields verdict = hand.hears(ChallengeRecords.NONCE_VERIFICATION);
      assertThat(verdict.flag("verified")).isTrue();
      byte[] back =
          KeyTransport.OAEP_SHA256.unwrap(
              verdict.bytes("encrypted_client_nonce"), MINE.getPrivate(), 32);
      assertThat(back).isEqualTo(mine);
    }
  }

  @Test
  void S4_05_theServerSignsThePublicKeysItHandsOut() throws Exception {
    try (Hand hand = new Hand(server.port())) {
      var serverKey = RsaKeys.publicKey(hand.proves().text("server_public_key"));
      hand.registers("h05");
      Map<String, Fields> users = hand.hears(ChallengeRecords.USER_LIST).table("users");
      assertThat(users).containsKeys("alice", "bob", "h05");
      Fields one = Optional.ofNullable(users.get("alice")).orElseThrow();
      byte[] pem = one.text("public_key").getBytes(StandardCharsets.UTF_8);
      assertThat(SignatureScheme.PSS_SHA256.verify(pem, one.bytes("signature"), serverKey))
          .isTrue();
    }
  }

  @Test
  void S4_06_whoComesAndGoesIsShownAtOnce() throws Exception {
    try (Person carol = joins("carol06").reads("Connected")) {
      alice.reads("Users joined: carol06");
      carol.types("quit").exit();
      alice.reads("Users left: carol06");
    }
  }

  @Test
  void S4_07_aChangedMessageIsRefused() throws Exception {
    Fields genuine = messageTo("h07");
    byte[] changed = genuine.bytes("encrypted_package.encrypted_message");
    changed[9] ^= 1;
    passesOn(genuine.with("encrypted_package.encrypted_message", changed));
    assertThat(bob.screen())
        .contains(
            "A message from mallory was rejected. The signature of the message is not its sender's.");
  }

  private static void passesOn(Fields message) throws Exception {
    try (Hand mallory = inside("mallory")) {
      bob.reads("Users joined: mallory");
      mallory.says(ChallengeRecords.MESSAGE, message.with("recipient", "bob"));
      bob.reads("A message from mallory");
    }
    bob.reads("Users left: mallory");
  }

  @Test
  void S4_08_somebodyInTheMiddleWithoutTheServersSignatureIsIgnored() throws Exception {
    KeyPair serverKeys = RsaKeys.generate(Chance.random());
    var said = new ArrayList<String>();
    var users = new ActiveUsers(new SignedKeys(CHALLENGE), serverKeys.getPublic(), "me", said::add);
    Fields forged =
        Fields.of("username", "eve")
            .with("public_key", RsaKeys.pem(MINE.getPublic()))
            .with("signature", new byte[256]);
    users.replace(Map.of("eve", forged));
    assertThat(users.keyOf("eve")).isEmpty();
    assertThat(said).singleElement().asString().contains("signature of the key of eve is wrong");
  }

  @Test
  void S4_09_theServerPassesOnToTheNamedRecipientOnly() {
    assertThat(bob.screen()).contains("[Message from alice]: Hello Bob");
    assertThat(alice.screen()).doesNotContain("[Message from alice]");
  }

  @Test
  void S4_10_theInterfaceIsACommandLine() {
    assertThat(alice.screen()).contains("> bob:Hello Bob\n");
  }

  @Test
  void S4_11_aSessionEndsWithItsConnection() throws Exception {
    Hand hand = inside("h11");
    alice.reads("Users joined: h11");
    hand.close();
    alice.reads("Users left: h11");
  }

  @Test
  void S4_12_keysAreExchangedWithoutAnybodyAsking() throws Exception {
    try (Hand hand = inside("h12")) {
      assertThat(hand.order).contains(ChallengeRecords.USER_LIST);
    }
  }

  @Test
  void S4_15_serverAndClientAreTwoCommands() {
    assertThat(Classic.HELP).contains("./sotto classic challenge server|client");
    assertThat(console.screen()).contains("Server listening on localhost:" + server.port() + "\n");
  }

  @Test
  void S4_16_thePortIs5000() {
    assertThat(CHALLENGE.document().port()).isEqualTo(5000);
  }

  @Test
  void S4_17_theClientAsksForTheUsername() {
    assertThat(alice.screen()).contains("Enter your username: alice\n");
  }

  @Test
  void S4_18_aMessageIsRecipientColonText() {
    assertThat(bob.screen()).contains("> alice: and back\n");
    assertThat(alice.screen()).contains("[Message from bob]: and back\n");
  }

  @Test
  void S4_19_quitExits() {
    Person carol = joins("carol19").reads("Connected").types("quit");
    assertThat(carol.exit()).isZero();
  }

  @Test
  void S4_20_rsaKeysHave2048Bits() {
    assertThat(((RSAPublicKey) MINE.getPublic()).getModulus().bitLength()).isEqualTo(2048);
  }

  @Test
  void S4_21_everyMessageHasAKeyOfItsOwn() throws Refusal {
    assertThat(CHALLENGE.lifetime()).isEqualTo(KeyLifetime.MESSAGE);
    var keys = new SessionKeys(CHALLENGE.sealing(), CHALLENGE.lifetime(), Chance.random());
    assertThat(keys.next("bob", MINE.getPublic()).key().bytes())
        .isNotEqualTo(keys.next("bob", MINE.getPublic()).key().bytes());
  }

  @Test
  void S4_22_aWrongNonceIsRefused() throws Exception {
    try (Hand hand = new Hand(server.port())) {
      Fields challenge = hand.hears(ChallengeRecords.NONCE_CHALLENGE);
      var serverKey = RsaKeys.publicKey(challenge.text("server_public_key"));
      hand.answers(
          KeyTransport.OAEP_SHA256.wrap(new byte[32], serverKey, Chance.random()), new byte[32]);
      assertThat(hand.hears(ChallengeRecords.NONCE_VERIFICATION).flag("verified")).isFalse();
      assertThat(hand.raw.isHungUp(20_000)).isTrue();
    }
  }

  @Test
  void S4_23_theServerSignsAndTheClientVerifies() throws Exception {
    var signed = new SignedKeys(CHALLENGE);
    String pem = RsaKeys.pem(MINE.getPublic());
    byte[] signature = signed.sign(pem, MINE.getPrivate(), Chance.random());
    assertThat(signed.verify(pem, signature, MINE.getPublic())).isTrue();
    assertThat(signed.verify(pem + "x", signature, MINE.getPublic())).isFalse();
  }

  @Test
  void S4_24_aSilentSessionEndsAfterThirtySeconds() throws Exception {
    assertThat(((UsernameAndNonces) CHALLENGE.registration()).timeout())
        .isEqualTo(Duration.ofSeconds(30));
    Person screen = new Person(folder, 0, Chance.random());
    try (var impatient = ChallengeServer.start(CHALLENGE, screen.around(), Duration.ofMillis(200));
        Raw silent = Raw.to(impatient.port())) {
      screen.reads("Session timeout: nothing came in time.");
      assertThat(silent.isHungUp(20_000)).isTrue();
    }
  }

  @Test
  void S4_25_eightBytesOfLengthComeBeforeEachRecord() throws Exception {
    try (Raw raw = Raw.to(server.port())) {
      long length = ByteBuffer.wrap(raw.hearsBytes(8)).getLong();
      String json = new String(raw.hearsBytes((int) length), StandardCharsets.UTF_8);
      assertThat(json).startsWith("{\"type\":\"nonce_challenge\"").endsWith("}");
    }
  }

  @Test
  void S4_26_everyMessageIsSigned() throws Exception {
    assertThat(messageTo("h26").bytes("encrypted_package.signature")).hasSize(256);
  }

  @Test
  void S4_27_theServerSeesNoText() throws Exception {
    Fields message = messageTo("h27");
    String wire = new String(ChallengeRecords.MESSAGE.encode(message), StandardCharsets.UTF_8);
    assertThat(wire)
        .doesNotContain("For your eyes")
        .doesNotContain(
            Base64.getEncoder().encodeToString("For your eyes".getBytes(StandardCharsets.UTF_8)));
    assertThat(console.screen()).doesNotContain("For your eyes").doesNotContain("Hello Bob");
  }

  @Test
  void S4_28_theClientAuthenticatesAndRegisters() {
    assertThat(alice.screen()).contains("Connected as alice");
    assertThat(console.screen()).contains("alice registered.");
  }

  @Test
  void S4_29_theClientKnowsWhoIsActive() {
    bob.types("nobody:hi").reads("User nobody is not active. Active users: alice");
  }

  @Test
  void S4_30_theClientVerifiesTheServersSignatures() throws Exception {
    var users = new ActiveUsers(new SignedKeys(CHALLENGE), MINE.getPublic(), "me", s -> {});
    String pem = RsaKeys.pem(MINE.getPublic());
    byte[] signature = new SignedKeys(CHALLENGE).sign(pem, MINE.getPrivate(), Chance.random());
    users.replace(
        Map.of(
            "bob",
            Fields.of("username", "bob").with("public_key", pem).with("signature", signature)));
    assertThat(users.keyOf("bob")).isPresent();
  }

  @Test
  void S4_31_theServerTellsEverybodyAboutChanges() throws Exception {
    try (Person carol = joins("carol31")) {
      carol.reads("Connected");
      alice.reads("Users joined: carol31");
      bob.reads("Users joined: carol31");
    }
  }

  @Test
  void S4_32_theStepsComeInTheDocumentedOrder() throws Exception {
    try (Hand hand = inside("h32")) {
      assertThat(hand.order)
          .startsWith(
              ChallengeRecords.NONCE_CHALLENGE,
              ChallengeRecords.NONCE_VERIFICATION,
              ChallengeRecords.USER_LIST);
    }
    try (Hand hasty = new Hand(server.port())) {
      hasty.registers("hasty");
      assertThat(hasty.hears(ChallengeRecords.ERROR).text("message"))
          .contains("not the step that comes now");
    }
  }

  @Test
  void S4_33_aMessageIsEncryptedRoutedDecryptedAndVerified() throws Exception {
    Sealed sealed = CHALLENGE.placement().take(messageTo("h33"), 8);
    var key = CHALLENGE.sealing().unwrap(sealed.wrappedKey(), MINE.getPrivate());
    assertThatThrownBy(() -> CHALLENGE.sealing().open(sealed, key, Optional.of(MINE.getPublic())))
        .hasMessageContaining("signature");
    assertThat(bob.screen()).contains("[Message from alice]: Hello Bob");
  }

  @Test
  void S4_34_theServerIsNotTrustedWithContent() throws Exception {
    Fields message = messageTo("h34");
    assertThat(message.values().keySet())
        .containsExactlyInAnyOrder(
            "type",
            "sender",
            "encrypted_package.encrypted_message",
            "encrypted_package.encrypted_key",
            "encrypted_package.signature");
  }

  @Test
  void S4_35_keysAreFreshInEverySession() throws Exception {
    String first = keyShownFor("carol35");
    String second = keyShownFor("carol35");
    assertThat(first).isNotEqualTo(second);
  }

  private static String keyShownFor(String name) throws Exception {
    try (Person carol = joins(name).reads("Connected");
        Hand hand = inside("watcher" + System.nanoTime())) {
      assertThat(carol.screen()).contains(name);
      hand.registers("ignored");
      try (Hand other = new Hand(server.port())) {
        other.proves();
        other.registers("reader" + System.nanoTime());
        Fields user =
            other
                .hears(ChallengeRecords.USER_LIST)
                .table("users")
                .getOrDefault(name, Fields.none());
        return user.text("public_key");
      }
    }
  }

  @Test
  void S4_39_withoutAServerTheClientSaysSo() {
    Person alone = Person.at(folder, 1, around -> ChallengeClient.run(CHALLENGE, around));
    alone.reads("username: ").types("alone").reads("Start the server first.");
    assertThat(alone.exit()).isEqualTo(3);
  }

  @Test
  void S4_40_aFailedAuthenticationIsOneSentence() throws Exception {
    try (Hand hand = new Hand(server.port())) {
      hand.hears(ChallengeRecords.NONCE_CHALLENGE);
      hand.answers(new byte[256], new byte[32]);
      assertThat(hand.hears(ChallengeRecords.ERROR).text("message"))
          .isEqualTo("Authentication failed: the nonce came back wrong.");
    }
  }

  @Test
  void S4_41_aMessageThatDoesNotOpenIsOneSentence() throws Exception {
    passesOn(messageTo("h41").with("encrypted_package.encrypted_key", new byte[256]));
    assertThat(bob.screen()).contains("A message from mallory was rejected.");
  }

  @Test
  void S4_42_anInvalidMessageIsAnsweredAndTheServerGoesOn() throws Exception {
    try (Hand hand = inside("h42")) {
      hand.raw.sends(
          Framing.LENGTH_PREFIX.frame("{\"type\":\"message\"}".getBytes(StandardCharsets.UTF_8)));
      assertThat(hand.hears(ChallengeRecords.ERROR).text("message"))
          .isEqualTo("The field encrypted_package.encrypted_message of this message is missing.");
      hand.says(ChallengeRecords.HEARTBEAT, ChallengeRecords.HEARTBEAT.start());
      alice.reads("Users joined: h42").types("h42:still there?");
      assertThat(hand.hears(ChallengeRecords.MESSAGE).text("sender")).isEqualTo("alice");
    }
  }

  @Test
  void S4_43_anotherKeyThanTheProvenOneIsRefused() throws Exception {
    KeyPair other = RsaKeys.generate(Chance.random());
    try (Hand hand = new Hand(server.port())) {
      hand.proves();
      hand.says(
          ChallengeRecords.REGISTER,
          ChallengeRecords.REGISTER
              .start()
              .with("username", "h43")
              .with("public_key", RsaKeys.pem(other.getPublic())));
      assertThat(hand.hears(ChallengeRecords.ERROR).text("message"))
          .contains("not the key that the nonce was encrypted with");
    }
  }

  @Test
  void S4_44_aSessionTimeoutIsExplained() throws Exception {
    Person screen = new Person(folder, 0, Chance.random());
    try (var impatient = ChallengeServer.start(CHALLENGE, screen.around(), Duration.ofMillis(300));
        Hand hand = new Hand(impatient.port())) {
      hand.proves();
      assertThat(hand.hears(ChallengeRecords.ERROR).text("message"))
          .isEqualTo("Session timeout: nothing came in time.");
    }
  }

  @Test
  void S4_45_inputWithoutAColonIsExplained() {
    bob.types("hello").reads("Invalid format. Use 'recipient:message'");
  }

  @Test
  void S4_46_emptyTextAndAbsentRecipientAreExplained() {
    bob.types("alice:").reads("Message cannot be empty");
    bob.types("zoe:hi").reads("User zoe is not active. Active users: alice");
  }

  @Test
  void S4_47_aUsernameInUseOrEmptyIsRefused() {
    Person second = joins("alice").reads("Username alice is already active.");
    assertThat(second.exit()).isEqualTo(4);
    Person nameless = joins("").reads("Username cannot be empty");
    assertThat(nameless.exit()).isEqualTo(2);
  }

  @Test
  void S4_48_theDisplayIsAsThePublishedCodePrintsIt() {
    assertThat(alice.screen())
        .contains("Users joined: bob\n")
        .contains("[Message from bob]: and back\n");
    assertThat(bob.screen()).contains("[Message from alice]: Hello Bob\n");
  }

  @Test
  void S4_49_theLogNamesTimeAndComponent() {
    assertThat(console.screen())
        .containsPattern("\\[[0-9]{2}:[0-9]{2}:[0-9]{2}\\] \\[AUTH\\] alice registered\\.")
        .containsPattern("\\[ROUTER\\] alice -> bob");
  }

  @Test
  void asPublishedTheSignatureGivesTheKeyAway() throws Exception {
    var sealing = Profiles.published("challenge").sealing();
    var key = sealing.newKey(Chance.random());
    byte[] wrapped = sealing.wrap(key, MINE.getPublic(), Chance.random());
    byte[] text = "top secret".getBytes(StandardCharsets.UTF_8);
    Sealed sealed =
        sealing.seal(text, key, wrapped, Optional.of(MINE.getPrivate()), Chance.random());
    byte[] number = SignatureScheme.recover(sealed.proof(), MINE.getPublic());
    assertThat(Arrays.copyOfRange(number, number.length - 8, number.length)).isEqualTo(key.bytes());
    assertThat(sealing.open(sealed, key, Optional.of(MINE.getPublic())).text())
        .isEqualTo("top secret");
  }

  @Test
  void aLengthBeyondTheBoundIsRefusedBeforeAnythingIsAllocated() throws Exception {
    for (long length : new long[] {-1, Long.MAX_VALUE, Framing.MAX_PREFIXED + 1}) {
      try (Raw raw = Raw.to(server.port())) {
        raw.sends(ByteBuffer.allocate(8).putLong(length).array());
        console.reads("What arrived is longer than any record may be");
        assertThat(raw.isHungUp(20_000)).isTrue();
      }
    }
  }

  @Test
  void asPublishedTwoPeopleTalkToo(@TempDir Path other) throws Exception {
    Profile published = Profiles.published("challenge");
    Person screen = new Person(other, 0, Chance.random());
    try (var old = ChallengeServer.start(published, screen.around(), Duration.ofSeconds(30));
        Person one =
            Person.at(other, old.port(), around -> ChallengeClient.run(published, around))) {
      one.reads("username: ").types("one").reads("Connected");
      try (Person two =
          Person.at(other, old.port(), around -> ChallengeClient.run(published, around))) {
        two.reads("username: ").types("two").reads("Connected").types("one:in textbook RSA");
        one.reads("[Message from two]: in textbook RSA");
      }
    }
  }
}

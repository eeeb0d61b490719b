package sotto.classic.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.classic.Classic;
import sotto.classic.key.KeyFiles;
import sotto.classic.key.PasswordFile;
import sotto.classic.key.RsaKeys;
import sotto.classic.part.ContentCipher;
import sotto.classic.part.Integrity;
import sotto.classic.part.KeyLifetime;
import sotto.classic.part.QueuePolicy;
import sotto.classic.part.Refusal;
import sotto.classic.part.Registration.KeyProtection;
import sotto.classic.part.Registration.PhoneAndCode;
import sotto.classic.part.Sealed;
import sotto.classic.part.SignatureScheme;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;
import sotto.classic.record.Fields;
import sotto.classic.record.Json;
import sotto.classic.record.RelayRecords;
import sotto.classic.scene.Chance;
import sotto.classic.scene.Person;

/// The claims of S2, mostly read off one afternoon of two users, with a tap on the line of the
/// first.
class SignedTest {
  private static final Profile SIGNED = Profiles.described("signed");
  private static final String ALICE = "123456789";
  private static final String BOB = "987654321";
  private static final Pattern MESSAGE =
      Pattern.compile("\\{\"sender_id\".*?\"type\":\"message\"\\}");

  @TempDir static Path folder;
  private static Town town;
  private static Tap tap;
  private static Person alice;
  private static Person bob;
  private static Person bobAgain;
  private static byte[] stored;
  private static final List<Fields> MESSAGES = new ArrayList<>();

  @BeforeAll
  static void anAfternoon() throws Exception {
    town = new Town(SIGNED, folder);
    tap = new Tap(town.server.port());
    bob = town.registers(BOB);
    Town.leaves(town.registers(ALICE));
    alice = Person.at(town.folderOf(ALICE), tap.port(), around -> RelayClient.run(SIGNED, around));
    alice
        .reads("Enter your phone number: ")
        .types(ALICE)
        .reads("Enter your password: ")
        .types(Town.PASSWORD);
    alice.reads("Welcome back.");
    Town.says(alice, BOB, "to Bob who is here")
        .reads("Message sent.")
        .reads("Delivery receipt: " + BOB);
    bob.reads("Message from " + ALICE + ": to Bob who is here");
    Town.leaves(bob);
    Town.says(alice, BOB, "waits one").reads("The recipient is offline");
    Town.says(alice, BOB, "waits two").reads("The recipient is offline");
    stored = town.server.store().waiting(BOB).getFirst().record();
    Town.says(alice, BOB, "waits three").reads("The message was refused");
    bobAgain = town.returns(BOB);
    alice.reads("Delivery receipt: " + BOB).reads("Delivery receipt: " + BOB);
    Matcher found = MESSAGE.matcher(tap.sent());
    while (found.find())
      MESSAGES.add(
          RelayRecords.SIGNED_MESSAGE.decode(found.group().getBytes(StandardCharsets.UTF_8)));
  }

  @AfterAll
  static void close() throws Exception {
    alice.close();
    tap.close();
    town.close();
  }

  private static KeyPair keysOf(String phone) throws Refusal {
    byte[] file = KeyFiles.read(town.folderOf(phone).resolve(phone + "_private_key.enc"));
    return PasswordFile.open(file, Town.PASSWORD, KeyProtection.PASSWORD_PBKDF2_SHA256);
  }

  private static Sealed sealed(int index) throws Refusal {
    return SIGNED.placement().take(MESSAGES.get(index), 16);
  }

  private static String opened(Sealed sealed) throws Refusal {
    var sealing = SIGNED.sealing();
    var bobs = keysOf(BOB).getPrivate();
    return sealing.open(sealed, () -> sealing.unwrap(sealed.wrappedKey(), bobs), alices()).text();
  }

  private static Optional<PublicKey> alices() throws Refusal {
    return Optional.of(keysOf(ALICE).getPublic());
  }

  private static PhoneAndCode registration() {
    return (PhoneAndCode) SIGNED.registration();
  }

  @Test
  void S2_01_rsa2048CarriesTheKeyAndAesCfbHidesTheText() throws Refusal {
    assertThat(SIGNED.sealing().cipher()).isEqualTo(ContentCipher.AES_256_CFB);
    assertThat(((RSAPublicKey) alices().orElseThrow()).getModulus().bitLength()).isEqualTo(2048);
    assertThat(opened(sealed(0))).isEqualTo("to Bob who is here");
  }

  @Test
  void S2_02_messagesAreSignedWithRsaAndSha256() throws Refusal {
    assertThat(
            SignatureScheme.PSS_SHA256.verify(
                sealed(0).content(), sealed(0).proof(), alices().orElseThrow()))
        .isTrue();
  }

  @Test
  void S2_03_theServerPassesMessagesAndReceipts() {
    assertThat(bob.screen()).contains("Message from " + ALICE);
    assertThat(alice.screen()).contains("Delivery receipt: " + BOB + " received your message.");
  }

  @Test
  void S2_04_theCodeReturnsUnderTheServersRsaKey() throws Exception {
    try (Tap line = new Tap(town.server.port())) {
      Files.createDirectories(town.folderOf("1234"));
      Files.copy(
          folder.resolve("server").resolve(ServerKeys.PUBLIC),
          town.folderOf("1234").resolve(ServerKeys.PUBLIC));
      try (Person p =
          Person.at(
              town.folderOf("1234"), line.port(), around -> RelayClient.run(SIGNED, around))) {
        p.reads("phone number: ")
            .types("1234")
            .reads("verification code: ")
            .types(town.latestCode());
        p.reads("Create a password");
        assertThat(line.sent()).contains("\"encrypted_code\":").doesNotContain(town.latestCode());
      }
    }
  }

  @Test
  void S2_05_offlineMessagesAreDeliveredUponReconnection() {
    assertThat(bobAgain.screen()).contains("waits one").contains("waits two");
  }

  @Test
  void S2_06_thePasswordBecomesAKeyByPbkdf2WithSha256() throws Exception {
    byte[] file = KeyFiles.read(town.folderOf(ALICE).resolve(ALICE + "_private_key.enc"));
    assertThat(PasswordFile.open(file, Town.PASSWORD, KeyProtection.PASSWORD_PBKDF2_SHA256))
        .isNotNull();
    assertThatThrownBy(
            () -> PasswordFile.open(file, Town.PASSWORD, KeyProtection.PASSWORD_PBKDF2_SHA1))
        .hasMessage("The password is wrong.");
  }

  @Test
  void S2_07_aChangedMessageIsRefusedByItsSignature() throws Refusal {
    byte[] changed = sealed(0).ciphertext();
    changed[0] ^= 1;
    var forged = new Sealed(sealed(0).wrappedKey(), sealed(0).iv(), changed, sealed(0).proof());
    assertThatThrownBy(() -> opened(forged)).hasMessageContaining("signature");
  }

  @Test
  void S2_08_severalConnectionsAreServedAtOnce() throws Exception {
    try (Person thinking = town.starts("2222")) {
      thinking.reads("Enter the verification code: ");
      Town.says(bobAgain, ALICE, "while another thinks").reads("Message sent.");
      alice.reads("while another thinks");
    }
  }

  @Test
  void S2_09_receiptsAreSentByThemselves() {
    assertThat(bobAgain.screen()).doesNotContain("receipt?");
    assertThat(alice.screen().split("Delivery receipt: ")).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void S2_10_theServersKeysAreTwoPemFiles() throws Exception {
    assertThat(folder.resolve("server/server_private_key.pem")).content().contains("PRIVATE KEY");
    assertThat(folder.resolve("server/server_public_key.pem")).content().contains("PUBLIC KEY");
  }

  @Test
  void S2_11_keygenMakesTheServersKeys() {
    assertThat(town.console.screen()).contains("Server keys generated successfully!\n");
    assertThat(Classic.HELP).contains("./sotto classic signed keygen");
  }

  @Test
  void S2_13_theServerSaysWhereItListens() {
    assertThat(town.console.screen())
        .contains("Server listening on localhost:" + town.server.port() + "\n");
  }

  @Test
  void S2_14_thePortIs12345() {
    assertThat(SIGNED.document().port()).isEqualTo(12345);
    assertThat(town.console.around().host()).isEqualTo("127.0.0.1");
  }

  @Test
  void S2_15_theClientIsAProgramOfItsOwn(@TempDir Path own) throws Exception {
    Files.copy(folder.resolve("server").resolve(ServerKeys.PUBLIC), own.resolve(ServerKeys.PUBLIC));
    Path terminal =
        Files.writeString(
            own.resolve("Terminal.java"),
            """
            void main(String[] args) {
              System.exit(sotto.classic.Classic.run(java.util.List.of(args), System.in, System.out, System.err));
            }
            """);
    String libraries =
        System.getProperty("java.class.path", "")
            + File.pathSeparator
            + System.getProperty("jdk.module.path", "");
    Process client =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                libraries,
                terminal.toString(),
                "signed",
                "client",
                "--port",
                Integer.toString(town.server.port()),
                "--data",
                own.toString())
            .redirectErrorStream(true)
            .start();
    try (var keyboard = client.outputWriter(StandardCharsets.UTF_8)) {
      keyboard.write("1515\n");
    }
    String screen = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(screen)
        .contains("Enter your phone number: 1515", "Registration ended without a code.");
    town.console.reads("Verification code for 1515: ");
    assertThat(client.waitFor()).isEqualTo(1);
  }

  @Test
  void S2_16_registrationAsksForThePhoneNumber() {
    assertThat(bob.screen()).contains("Enter your phone number: " + BOB + "\n");
  }

  @Test
  void S2_17_theServerShowsASixDigitCode() {
    assertThat(town.console.screen())
        .containsPattern("Verification code for " + ALICE + ": [0-9]{6}\n");
  }

  @Test
  void S2_18_theCodeMustBeExact() throws Exception {
    try (Person p = town.starts("3333")) {
      p.reads("Enter the verification code: ");
      String code = town.latestCode();
      p.types(code.substring(0, 5)).reads("Invalid verification code").types("y");
      p.reads("Enter the verification code: ")
          .types(code + "0")
          .reads("Invalid verification code")
          .types("y");
      p.reads("Enter the verification code: ").types(code).reads("Create a password");
    }
  }

  @Test
  void S2_19_thePasswordHasEightCharactersAndGuardsTheKey() throws Exception {
    try (Person p = town.starts("4219")) {
      p.reads("Enter the verification code: ").types(town.latestCode());
      p.reads("Create a password").types("1234567");
      p.reads("Password must be at least 8 characters long.").types("y");
      p.reads("Create a password").types("12345678").reads("Confirm password: ").types("no match");
      p.reads("Passwords do not match.").types("n");
    }
    assertThat(
            new String(
                KeyFiles.read(town.folderOf(BOB).resolve(BOB + "_private_key.enc")),
                StandardCharsets.ISO_8859_1))
        .doesNotContain("PRIVATE KEY");
  }

  @Test
  void S2_20_theClientMakesItsPairAndIsRegistered() throws Refusal {
    assertThat(bob.screen()).contains("Registration successful.");
    assertThat(town.server.store().publicKey(BOB)).contains(RsaKeys.pem(keysOf(BOB).getPublic()));
  }

  @Test
  void S2_21_sendingAsksForNumberAndText() {
    assertThat(alice.screen())
        .contains("Enter recipient's phone number (or 'quit' to exit): " + BOB + "\n")
        .contains("Enter your message: to Bob who is here\n");
  }

  @Test
  void S2_22_everyMessageHasANewSessionKey() throws Refusal {
    assertThat(SIGNED.lifetime()).isEqualTo(KeyLifetime.MESSAGE);
    var bobs = keysOf(BOB).getPrivate();
    byte[] first = SIGNED.sealing().unwrap(sealed(0).wrappedKey(), bobs).bytes();
    byte[] second = SIGNED.sealing().unwrap(sealed(1).wrappedKey(), bobs).bytes();
    assertThat(first).hasSize(32).isNotEqualTo(second);
  }

  @Test
  void S2_23_theSessionKeyIsEncryptedForTheRecipient() throws Refusal {
    assertThat(SIGNED.sealing().unwrap(sealed(0).wrappedKey(), keysOf(BOB).getPrivate()))
        .isNotNull();
    assertThatThrownBy(
            () -> SIGNED.sealing().unwrap(sealed(0).wrappedKey(), keysOf(ALICE).getPrivate()))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void S2_24_everyMessageIsSigned() throws Refusal {
    for (Fields message : MESSAGES) assertThat(message.bytes("signature")).hasSize(256);
  }

  @Test
  void S2_25_theClientListensByItself() {
    assertThat(bob.screen()).contains("(or 'quit' to exit): \nMessage from " + ALICE);
  }

  @Test
  void S2_26_theSignatureIsLookedAtFirst() throws Refusal {
    // Neither key nor text can be read, and still the answer speaks of the signature.
    var broken = new Sealed(new byte[256], sealed(0).iv(), new byte[5], sealed(0).proof());
    assertThatThrownBy(() -> opened(broken)).hasMessageContaining("signature");
    var keyless =
        new Sealed(new byte[256], sealed(0).iv(), sealed(0).ciphertext(), sealed(0).proof());
    assertThatThrownBy(() -> opened(keyless)).hasMessageContaining("session key");
  }

  @Test
  void S2_27_theKeySizesAreAsStated() throws Refusal {
    assertThat(SIGNED.sealing().keyBytes() * 8).isEqualTo(256);
    assertThat(RsaKeys.BITS).isEqualTo(2048);
    assertThatThrownBy(() -> RsaKeys.publicKey(shortKey())).hasMessageContaining("2048");
  }

  private static String shortKey() {
    try {
      var rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(1024);
      return RsaKeys.pem(rsa.generateKeyPair().getPublic());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void S2_28_pbkdf2RunsAHundredThousandRounds() {
    assertThat(PasswordFile.ROUNDS).isEqualTo(100_000);
  }

  @Test
  void S2_29_noPrivateOrSessionKeyTravelsInClear() throws Refusal {
    byte[] session =
        SIGNED.sealing().unwrap(sealed(0).wrappedKey(), keysOf(BOB).getPrivate()).bytes();
    assertThat(tap.sent())
        .doesNotContain("PRIVATE KEY")
        .doesNotContain(HexFormat.of().formatHex(session))
        .doesNotContain(Town.PASSWORD);
  }

  @Test
  void S2_30_saltAndIvAreRandomEachTime() throws Refusal {
    KeyPair keys = keysOf(ALICE);
    var random = Chance.random();
    byte[] one = PasswordFile.seal(keys, "password", KeyProtection.PASSWORD_PBKDF2_SHA256, random);
    byte[] two = PasswordFile.seal(keys, "password", KeyProtection.PASSWORD_PBKDF2_SHA256, random);
    assertThat(Arrays.copyOf(one, 16)).isNotEqualTo(Arrays.copyOf(two, 16));
    assertThat(Arrays.copyOfRange(one, 16, 32)).isNotEqualTo(Arrays.copyOfRange(two, 16, 32));
    assertThat(sealed(0).iv()).isNotEqualTo(sealed(1).iv());
  }

  @Test
  void S2_31_whatTheServerStoresIsEncrypted() throws Exception {
    assertThat(new String(stored, StandardCharsets.UTF_8)).doesNotContain("waits one");
    assertThat(
            new String(
                Files.readAllBytes(folder.resolve("server/signed.db")),
                StandardCharsets.ISO_8859_1))
        .doesNotContain("waits one");
  }

  @Test
  void S2_32_thirdPendingMessageIsRefused() {
    assertThat(SIGNED.queue()).isEqualTo(new QueuePolicy(2, QueuePolicy.Overflow.REFUSE_NEWEST));
    assertThat(alice.screen())
        .contains("The message was refused: 2 messages already wait for " + BOB);
    assertThat(bobAgain.screen()).doesNotContain("waits three");
  }

  @Test
  void S2_33_theClientFetchesAndDecryptsWhatWaited() {
    assertThat(bobAgain.screen()).contains("Message from " + ALICE + ": waits one");
  }

  @Test
  void S2_34_theMessageHasExactlyTheDocumentedFields() throws Exception {
    var fields = new ArrayList<String>();
    Json.object(stored).propertyNames().forEach(fields::add);
    assertThat(fields)
        .containsExactly(
            "sender_id",
            "recipient_id",
            "encrypted_content",
            "encrypted_aes_key",
            "signature",
            "timestamp",
            "type");
  }

  @Test
  void S2_35_theServerForwardsTheMessageUnchanged() throws Exception {
    assertThat(tap.sent()).contains(new String(stored, StandardCharsets.UTF_8));
  }

  @Test
  void S2_36_aConversationIsNotOneSessionKey() throws Refusal {
    assertThat(MESSAGES.get(0).bytes("encrypted_aes_key"))
        .isNotEqualTo(MESSAGES.get(1).bytes("encrypted_aes_key"));
  }

  @Test
  void S2_37_everyChangedBitOfTheContentIsNoticed() throws Refusal {
    Sealed genuine = sealed(0);
    PublicKey signer = alices().orElseThrow();
    byte[] content = genuine.content();
    for (int bit = 0; bit < 8 * content.length; bit++) {
      content[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(SignatureScheme.PSS_SHA256.verify(content, genuine.proof(), signer)).isFalse();
      content[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void S2_40_tenUsersAreTheLimit() {
    assertThat(registration().maxUsers()).isEqualTo(10);
  }

  @Test
  void S2_43_theServerHoldsNoKeyToTheContent() throws Refusal {
    KeyPair server = KeyFiles.readPrivate(folder.resolve("server").resolve(ServerKeys.PRIVATE));
    assertThatThrownBy(() -> SIGNED.sealing().unwrap(sealed(0).wrappedKey(), server.getPrivate()))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void S2_44_theNetworkSeesOnlyCiphertext() {
    assertThat(tap.sent())
        .contains("encrypted_content")
        .doesNotContain("Bob who is here")
        .doesNotContain("waits");
  }

  @Test
  void S2_45_theCodeDoesNotTravelOverTheConnectionThatItProves() {
    String before = bob.screen().substring(0, bob.screen().indexOf("Enter the verification code"));
    assertThat(before.replace(BOB, "")).doesNotContainPattern("[0-9]{6}");
  }

  @Test
  void S2_59_aServerWithoutKeysSaysHowToMakeThem(@TempDir Path empty) {
    Person console = new Person(empty, 0, Chance.random());
    assertThatThrownBy(() -> RelayServer.start(SIGNED, console.around()))
        .hasMessageContaining(
            "server_private_key.pem is not there: run ./sotto classic signed keygen first");
  }

  @Test
  void S2_60_connectionRefusedMeansStartTheServerFirst() {
    Person alone = Person.at(folder, 1, around -> RelayClient.run(SIGNED, around));
    alone.reads("Connection refused").reads("Start the server first.");
    assertThat(alone.exit()).isEqualTo(3);
  }

  @Test
  void S2_61_threeWrongPasswordsEndTheProgram() throws Exception {
    try (Person eve = town.starts(ALICE)) {
      for (int i = 0; i < 3; i++)
        eve.reads("Enter your password: ").types("wrong password").reads("The password is wrong.");
      eve.reads("Authentication failed: Maximum attempts exceeded")
          .reads("delete your key files and register again");
      assertThat(eve.exit()).isEqualTo(1);
    }
  }

  @Test
  void S2_62_anUnknownRecipientIsASecurityError() {
    Town.says(bobAgain, "555000", "anybody?")
        .reads("Security Error: Public key for 555000 not found");
  }

  @Test
  void S2_63_theErrorSaysWhatToCheck() throws Exception {
    Town.says(bobAgain, "555001", "anybody?").reads("ask the recipient to register on this server");
    assertThat(town.folderOf(BOB).resolve(ALICE + "_public_key.pem")).exists();
  }

  @Test
  void S2_63_asPublishedTheErrorNamesThePublicKeyFile(@TempDir Path other) throws Exception {
    try (Town published = new Town(Profiles.published("signed"), other)) {
      published.registers("222");
      Town.says(published.registers("111"), "222", "hello?")
          .reads("Security Error: Public key for 222 not found")
          .reads("check that the file 222_public_key.pem is in your folder");
    }
  }

  @Test
  void S2_66_everyStartSaysThatItIsNotForProduction() {
    assertThat(alice.screen()).startsWith("Not protected: ");
    assertThat(Classic.HELP).contains("They are for learning");
  }

  @Test
  void S2_67_theEleventhUserIsRefused(@TempDir Path other) throws Exception {
    try (Town full = new Town(SIGNED, other)) {
      String key = town.server.store().publicKey(BOB).orElseThrow();
      for (int i = 0; i < 10; i++) full.server.store().register("700" + i, key);
      Person eleventh = full.starts("7010").reads("Server has reached maximum capacity");
      assertThat(eleventh.exit()).isEqualTo(4);
    }
  }

  @Test
  void S2_68_everyMistakeOfRegisteringHasItsSentence() throws Exception {
    try (Person p = town.starts("4444")) {
      p.reads("Enter the verification code: ").types("abcdef").reads("Invalid verification code");
      p.reads("Try again? (y/n): ").types("y");
      p.reads("Enter the verification code: ").types(town.latestCode());
      p.reads("Create a password")
          .types("short")
          .reads("Password must be at least 8 characters long.");
      p.reads("Try again? (y/n): ").types("y");
      p.reads("Create a password").types("long enough").reads("Confirm").types("another one");
      p.reads("Passwords do not match.").reads("Try again? (y/n): ").types("n");
      assertThat(p.exit()).isEqualTo(1);
    }
  }

  @Test
  void S2_69_theKeyFileIsSaltIvAndEncryptedPem() throws Exception {
    byte[] file = KeyFiles.read(town.folderOf(ALICE).resolve(ALICE + "_private_key.enc"));
    int pem = RsaKeys.pem(keysOf(ALICE).getPrivate()).length();
    assertThat(file).hasSize(16 + 16 + pem);
    assertThat(town.folderOf(ALICE).resolve(ALICE + "_public_key.pem"))
        .content()
        .contains("BEGIN PUBLIC KEY");
  }

  @Test
  void S2_70_aReceiptIsSignedAndGoesBackToTheSender() throws Exception {
    Fields receipt =
        RelayRecords.RECEIPT
            .start()
            .with("message_timestamp", 1L)
            .with("recipient_id", ALICE)
            .with("sender_id", BOB)
            .with("timestamp", 2L)
            .with("signature", new byte[256]);
    var names = new ArrayList<String>();
    RelayRecords.RECEIPT.toJson(receipt).propertyNames().forEach(names::add);
    assertThat(names)
        .containsExactlyInAnyOrder(
            "type", "message_timestamp", "recipient_id", "sender_id", "timestamp", "signature");
    byte[] genuine =
        SignatureScheme.PSS_SHA256.sign(
            Inbox.signedText(receipt), keysOf(BOB).getPrivate(), Chance.random());
    assertThat(
            SignatureScheme.PSS_SHA256.verify(
                Inbox.signedText(receipt), genuine, keysOf(BOB).getPublic()))
        .isTrue();
    Fields other = receipt.with("message_timestamp", 3L);
    assertThat(
            SignatureScheme.PSS_SHA256.verify(
                Inbox.signedText(other), genuine, keysOf(BOB).getPublic()))
        .isFalse();
  }

  @Test
  void S2_71_quitLeaves() {
    assertThat(bob.exit()).isZero();
    assertThat(bob.screen()).endsWith("quit\n");
  }

  @Test
  void aNumberWithoutItsKeyCannotDrainTheQueue() throws Exception {
    try (var thief = Raw.to(town.server.port())) {
      thief.sends("{\"type\":\"login\",\"phone_number\":\"" + BOB + "\"}");
      assertThat(thief.hears()).contains("encrypted_nonce");
      thief.sends("{\"type\":\"proof\",\"nonce\":\"" + "11".repeat(32) + "\"}");
      assertThat(thief.hears()).contains("Authentication failed");
    }
  }

  @Test
  void asPublishedAnybodyDrainsAQueueAndTheThirdMessageIsLostInSilence(@TempDir Path other)
      throws Exception {
    Profile published = Profiles.published("signed");
    try (Town old = new Town(published, other)) {
      old.server.store().register(BOB, town.server.store().publicKey(BOB).orElseThrow());
      for (int i = 0; i < 3; i++) old.server.store().keep(BOB, stored, published.queue());
      assertThat(old.server.store().waiting(BOB)).hasSize(2);
      try (var thief = Raw.to(old.server.port())) {
        thief.sends("{\"type\":\"login\",\"phone_number\":\"" + BOB + "\"}");
        assertThat(thief.hears()).contains("\"pending\":2");
        assertThat(thief.hears()).contains("encrypted_content");
      }
    }
  }

  @Test
  void theLaboratoryVariantShowsATextBeforeItLooksAtTheSignature() throws Refusal {
    var sealing = Profiles.SIGNED_SHOWS_FIRST.sealing();
    assertThat(((Integrity.Signed) sealing.integrity()).check())
        .isEqualTo(Integrity.Check.AFTER_SHOWING);
    byte[] changed = sealed(0).ciphertext();
    changed[17] ^= 1; // in the last block, so that no block after it is garbled
    var forged = new Sealed(sealed(0).wrappedKey(), sealed(0).iv(), changed, sealed(0).proof());
    var bobs = keysOf(BOB).getPrivate();
    var shown = sealing.open(forged, () -> sealing.unwrap(forged.wrappedKey(), bobs), alices());
    assertThat(shown.proven()).isFalse();
    assertThat(shown.text()).isEqualTo("to Bob who is herd");
  }

  @Test
  void withoutTheServersKeyNoCodeIsAskedFor(@TempDir Path other) throws Exception {
    Person person = Person.at(other, town.server.port(), around -> RelayClient.run(SIGNED, around));
    person.reads("Enter your phone number: ").types("5550");
    person.reads("The file server_public_key.pem is not there");
    assertThat(person.exit()).isEqualTo(1);
    assertThat(town.console.screen()).doesNotContain("code for 5550");
  }

  @Test
  void aFullDiskIsOneSentenceAndTheServerGoesOn(@TempDir Path other) throws Exception {
    try (Town small = new Town(SIGNED, other)) {
      String key = town.server.store().publicKey(BOB).orElseThrow();
      small.server.store().limitPages(5);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 500; i++) small.server.store().register("8" + (100 + i), key);
              })
          .hasMessage("The server's database cannot be written: is its disk full?");
      try (var raw = Raw.to(small.server.port())) {
        raw.sends("{\"type\":\"get_public_key\",\"phone_number\":\"8100\"}");
        assertThat(raw.hears()).contains("\"exists\":true");
      }
    }
  }
}

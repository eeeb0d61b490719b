package sotto.classic.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.classic.Classic;
import sotto.classic.key.KeyFiles;
import sotto.classic.key.RsaKeys;
import sotto.classic.part.KeyTransport;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKey;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;
import sotto.classic.record.Fields;
import sotto.classic.record.RelayRecords;
import sotto.classic.scene.Chance;
import sotto.classic.scene.Person;

/// The claims of S1, mostly read off one afternoon of Alice (111) and Bob (222), with a tap on
/// Alice's line.
class PhoneTest {
  private static final Profile PHONE = Profiles.described("phone");
  private static final Pattern MESSAGE = Pattern.compile("\\{\"type\":\"message\".*?\\}");

  @TempDir static Path folder;
  private static Town town;
  private static Tap tap;
  private static Person alice;
  private static Person bob;
  private static Person bobAgain;
  private static final List<Fields> MESSAGES = new ArrayList<>();

  @BeforeAll
  static void anAfternoon() throws Exception {
    town = new Town(PHONE, folder);
    tap = new Tap(town.server.port());
    bob = town.registers("222");
    town.registers("111").types("quit").exit();
    alice = Person.at(town.folderOf("111"), tap.port(), around -> RelayClient.run(PHONE, around));
    alice.reads("Enter your phone number: ").types("111").reads("Welcome back.");
    Town.says(alice, "222", "one, to Bob who is here").reads("Message sent.");
    bob.reads("Message from 111: one, to Bob who is here");
    Town.says(bob, "111", "back to Alice").reads("Message sent.");
    alice.reads("Message from 222: back to Alice");
    Town.leaves(bob);
    for (String text : List.of("two", "three", "four"))
      Town.says(alice, "222", text).reads("The recipient is offline");
    bobAgain = town.returns("222");
    Matcher found = MESSAGE.matcher(tap.sent());
    while (found.find())
      MESSAGES.add(
          RelayRecords.PHONE_MESSAGE.decode(found.group().getBytes(StandardCharsets.UTF_8)));
  }

  @AfterAll
  static void close() throws Exception {
    alice.close();
    tap.close();
    town.close();
  }

  private static byte[] sessionKey() throws Refusal {
    var bobsKey = KeyFiles.readPrivate(town.folderOf("222").resolve("222_private_key.pem"));
    return KeyTransport.OAEP_SHA256.unwrap(
        MESSAGES.getFirst().bytes("encrypted_session_key"), bobsKey.getPrivate(), 64);
  }

  private static String decrypted(Fields message) throws Exception {
    Cipher cbc = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cbc.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(sessionKey(), 0, 32, "AES"),
        new IvParameterSpec(message.bytes("iv")));
    return new String(cbc.doFinal(message.bytes("ciphertext")), StandardCharsets.UTF_8);
  }

  @Test
  void S1_01_messagesArriveAlsoWhenTheRecipientWasAway() {
    assertThat(bob.screen()).contains("Message from 111: one, to Bob who is here");
    assertThat(bobAgain.screen())
        .contains("Message from 111: three")
        .contains("Message from 111: four");
  }

  @Test
  void S1_02_somebodyOnTheWireReadsNothingAndChangesNothing() throws Exception {
    assertThat(tap.sent()).doesNotContain("Bob who is here");
    Fields first = MESSAGES.getFirst();
    byte[] changed = first.bytes("ciphertext").clone();
    changed[3] ^= 1;
    Sealed sealed = PHONE.placement().take(first.with("ciphertext", changed), 16);
    assertThatThrownBy(
            () -> PHONE.sealing().open(sealed, new SessionKey(sessionKey()), Optional.empty()))
        .hasMessageContaining("changed on its way");
  }

  @Test
  void S1_03_messagesAreEncryptedWithAes256Cbc() throws Exception {
    assertThat(decrypted(MESSAGES.getFirst())).isEqualTo("one, to Bob who is here");
  }

  @Test
  void S1_04_eachUserHasAPairOfItsOwn() throws Refusal {
    String alices = town.server.store().publicKey("111").orElseThrow();
    String bobs = town.server.store().publicKey("222").orElseThrow();
    assertThat(alices).isNotEqualTo(bobs);
    assertThat(RsaKeys.publicKey(alices)).isNotNull();
  }

  @Test
  void S1_05_theHmacAuthenticatesEachMessage() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(sessionKey(), 32, 32, "HmacSHA256"));
    mac.update(MESSAGES.getFirst().bytes("iv"));
    assertThat(mac.doFinal(MESSAGES.getFirst().bytes("ciphertext")))
        .isEqualTo(MESSAGES.getFirst().bytes("hmac"));
  }

  @Test
  void S1_06_theClientMakesTheKeyPair() throws Refusal {
    Path file = town.folderOf("111").resolve("111_private_key.pem");
    assertThat(RsaKeys.pem(KeyFiles.readPrivate(file).getPublic()))
        .isEqualTo(town.server.store().publicKey("111").orElseThrow());
    assertThat(folder.resolve("server/111_private_key.pem")).doesNotExist();
  }

  @Test
  void S1_07_theClientSendsNumberAndPublicKey() throws Exception {
    try (Tap line = new Tap(town.server.port())) {
      Path own = Files.createDirectories(town.folderOf("333"));
      try (Person carol = Person.at(own, line.port(), around -> RelayClient.run(PHONE, around))) {
        carol
            .reads("Enter your phone number: ")
            .types("333")
            .reads("Enter the verification code: ");
        assertThat(line.sent())
            .contains("\"type\":\"register\"")
            .contains("\"333\"")
            .contains("BEGIN PUBLIC KEY");
      }
    }
  }

  @Test
  void S1_08_theSixDigitCodeComesAnotherWay() {
    assertThat(town.console.screen()).containsPattern("Verification code for 222: [0-9]{6}\n");
    assertThat(bob.screen().substring(0, bob.screen().indexOf("Enter the verification code")))
        .doesNotContainPattern("[0-9]{6}");
  }

  @Test
  void S1_09_onlySuccessStoresTheKeyUnderTheNumber() throws Exception {
    try (Connection db =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("server/phone.db"));
        Statement sql = db.createStatement();
        ResultSet rows =
            sql.executeQuery("select public_key from users where phone_number = '222'")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).startsWith("-----BEGIN PUBLIC KEY-----");
    }
    assertThat(town.server.store().publicKey("444")).isEmpty();
  }

  @Test
  void S1_10_aChatBeginsWithAUniqueSessionKey() throws Refusal {
    byte[] one = PHONE.sealing().newKey(Chance.random()).bytes();
    assertThat(one).hasSize(64).isNotEqualTo(sessionKey());
  }

  @Test
  void S1_11_theFirstMessageAloneCarriesTheSessionKey() {
    assertThat(MESSAGES).hasSize(4);
    assertThat(MESSAGES.getFirst().bytesOrNone("encrypted_session_key")).hasSize(256);
    for (Fields later : MESSAGES.subList(1, 4))
      assertThat(later.bytesOrNone("encrypted_session_key")).isEmpty();
  }

  @Test
  void S1_12_eachMessageHasAnIvOfItsOwn() throws Refusal {
    Set<String> ivs = new HashSet<>();
    for (Fields message : MESSAGES) ivs.add(HexFormat.of().formatHex(message.bytes("iv")));
    assertThat(ivs).hasSize(4);
  }

  @Test
  void S1_13_anHmacIsAttachedToEachMessage() throws Refusal {
    for (Fields message : MESSAGES) assertThat(message.bytes("hmac")).hasSize(32);
  }

  @Test
  void S1_14_theRecipientUnwrapsTheKeyOfTheFirstMessage() throws Exception {
    assertThat(sessionKey()).hasSize(64);
    assertThat(bob.screen()).contains("one, to Bob who is here");
  }

  @Test
  void S1_15_laterMessagesUseTheSameSessionKey() throws Exception {
    assertThat(decrypted(MESSAGES.get(1))).isEqualTo("two");
    assertThat(decrypted(MESSAGES.get(3))).isEqualTo("four");
  }

  @Test
  void S1_16_theHmacIsVerifiedOnReceipt() throws Refusal {
    Sealed sealed = PHONE.placement().take(MESSAGES.getFirst(), 16).withProof(new byte[32]);
    assertThatThrownBy(
            () -> PHONE.sealing().open(sealed, new SessionKey(sessionKey()), Optional.empty()))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void S1_17_theUserTableHoldsNumbersAndPublicKeys() throws Exception {
    try (Connection db =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("server/phone.db"));
        Statement sql = db.createStatement();
        ResultSet columns =
            sql.executeQuery("select group_concat(name) from pragma_table_info('users')")) {
      assertThat(columns.getString(1)).isEqualTo("phone_number,public_key");
    }
  }

  @Test
  void S1_18_twoMessagesWait() {
    assertThat(PHONE.queue().limit()).isEqualTo(2);
    assertThat(bobAgain.screen()).contains(": three").contains(": four");
  }

  @Test
  void S1_19_theOldestIsDeletedWhenAThirdArrives() {
    assertThat(bobAgain.screen()).doesNotContain(": two");
    assertThat(alice.screen()).contains("the oldest waiting one was deleted for it");
  }

  @Test
  void S1_20_clientsAreServedAtTheSameTime() throws Exception {
    try (Person slow = town.starts("555")) {
      slow.reads("Enter the verification code: ");
      try (Person quick = town.registers("556")) {
        Town.says(quick, "556", "while the other still thinks")
            .reads("Message from 556: while the other still thinks");
      }
    }
  }

  @Test
  void S1_21_messagesWaitForWhoIsAway() {
    assertThat(alice.screen()).contains("The recipient is offline: the message waits.");
    assertThat(bobAgain.screen()).contains("Message from 111: three");
  }

  @Test
  void S1_22_theServerKeepsNoHistory() throws Refusal {
    assertThat(town.server.store().waiting("222")).isEmpty();
    assertThat(town.server.store().waiting("111")).isEmpty();
  }

  @Test
  void S1_23_thereAreNoGroups() {
    Person dave =
        Person.at(
            town.folderOf("111"), town.server.port(), around -> RelayClient.run(PHONE, around));
    dave.reads("Enter your phone number: ").types("111").reads("Enter recipient's");
    dave.types("111,222", "to both").reads("A phone number has 3 to 15 digits");
    dave.close();
  }

  @Test
  void S1_25_serverAndClientAreTwoCommands() {
    assertThat(Classic.HELP).contains("./sotto classic phone server|client");
    assertThat(town.console.screen())
        .contains("Server listening on localhost:" + town.server.port());
  }

  @Test
  void S1_26_portAndDataFolderCanBeChanged() {
    assertThat(town.server.port()).isNotEqualTo(PHONE.document().port());
    assertThat(folder.resolve("server/phone.db")).exists();
  }

  @Test
  void S1_27_withoutAServerTheClientSaysSo() {
    Person alone = Person.at(folder, 1, around -> RelayClient.run(PHONE, around));
    alone.reads("Nothing answers at 127.0.0.1:1 yet: trying for 1 seconds.");
    alone.reads("Start the server first.");
    assertThat(alone.exit()).isEqualTo(3);
  }

  @Test
  void S1_28_whoIsNotRegisteredCannotSend() throws Exception {
    try (var raw = Raw.to(town.server.port())) {
      raw.sends(RelayRecords.PHONE_MESSAGE.encode(MESSAGES.getFirst()));
      assertThat(raw.hears())
          .contains("\"success\":false")
          .contains("Register or log in before sending.");
    }
  }

  @Test
  void S1_30_aUserProvesToHaveTheRegisteredKey() throws Exception {
    try (var thief = Raw.to(town.server.port())) {
      thief.sends("{\"type\":\"login\",\"phone_number\":\"222\"}");
      assertThat(thief.hears()).contains("encrypted_nonce");
      thief.sends("{\"type\":\"proof\",\"nonce\":\"" + "00".repeat(32) + "\"}");
      assertThat(thief.hears()).contains("Authentication failed");
    }
  }

  @Test
  void S1_31_aWrongCodeRegistersNobody() throws Exception {
    try (Person eve = town.starts("666")) {
      String wrong = "x".repeat(6);
      eve.reads("Enter the verification code: ").types(wrong).reads("Invalid verification code");
      eve.types("n").reads("Registration ended");
      assertThat(town.server.store().publicKey("666")).isEmpty();
      assertThat(town.folderOf("666").resolve("666_private_key.pem")).doesNotExist();
    }
  }

  @Test
  void S1_32_aMessageWithAWrongHmacIsRejectedAndItsSenderTold() throws Exception {
    Town.leaves(town.registers("778"));
    Town.leaves(town.registers("777"));
    Fields forged =
        MESSAGES
            .getFirst()
            .with("hmac", new byte[32])
            .with("recipient_id", "777")
            .with("sender_id", "778");
    town.server.store().keep("777", RelayRecords.PHONE_MESSAGE.encode(forged), PHONE.queue());
    try (Person again = town.returns("777")) {
      assertThat(again.screen()).contains("A message from 778 was rejected.");
    }
    assertThat(town.server.store().waiting("778")).hasSize(1);
  }

  @Test
  void theTwoThatAreLeftCanBeReadAlsoWhenTheDroppedOneCarriedTheKey() throws Exception {
    Town.leaves(town.registers("701"));
    Person dora = town.registers("702");
    Person emil = town.registers("703");
    for (String text : List.of("first", "second", "third")) Town.says(dora, "701", text);
    try (Person again = town.returns("701")) {
      assertThat(again.screen())
          .contains("Message from 702: second")
          .contains("Message from 702: third")
          .doesNotContain("first");
      Town.leaves(again);
    }
    for (String text : List.of("emil one", "emil two")) Town.says(emil, "701", text);
    Town.says(dora, "701", "fourth");
    try (Person again = town.returns("701")) {
      assertThat(again.screen())
          .contains("Message from 703: emil two")
          .contains("Message from 702: fourth")
          .doesNotContain("emil one")
          .doesNotContain("rejected");
    }
  }

  @Test
  void theSixthTryOfACodeIsRefusedEvenWhenRight() throws Exception {
    try (Person eve = town.starts("888")) {
      for (int i = 0; i < 5; i++)
        eve.reads("Enter the verification code: ").types("abcdef").reads("Invalid").types("y");
      eve.reads("Enter the verification code: ")
          .types(town.latestCode())
          .reads("Too many wrong codes");
    }
  }
}

package sotto.classic.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.classic.key.KeyFiles;
import sotto.classic.net.Framing;
import sotto.classic.part.ContentCipher;
import sotto.classic.part.KeyTransport;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.part.SessionKey;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;
import sotto.classic.record.Fields;
import sotto.classic.record.FolderRecords;
import sotto.classic.record.Json;
import sotto.classic.scene.Person;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The claims of S0, mostly read off one conversation of two users.
class FolderTest {
  private static final Profile FOLDER = Profiles.described("folder");
  private static final String HELLO = "Hello, this is a secure message.";

  @TempDir static Path folder;
  private static Person user1;
  private static Person user2;
  private static byte[] messages;
  private static byte[] sessionFile;
  private static int exit1;

  @BeforeAll
  static void twoUsersTalk() throws Exception {
    user1 = join(folder);
    user1.reads("[User1]: ");
    user2 = join(folder);
    user2.reads("[User2]: ");
    user1.types(HELLO);
    user2.reads("[Message Received]: " + HELLO);
    user2.types("And back.");
    user1.reads("[Message Received]: And back.");
    sessionFile = Files.readAllBytes(folder.resolve("keys/session_aes.key"));
    user1.types("/exit");
    exit1 = user1.exit();
    user2.reads("User1 has left the chat.");
    messages = Files.readAllBytes(folder.resolve("messages/message.json"));
  }

  @AfterAll
  static void leave() {
    user2.close();
  }

  private static Person join(Path where) {
    return Person.at(where, 0, around -> FolderChat.run(FOLDER, around));
  }

  private static ObjectNode record(int index) throws Refusal {
    return (ObjectNode) ((ArrayNode) Json.read(messages)).get(index);
  }

  private static Sealed sealed(int index) throws Refusal {
    return FOLDER.placement().take(FolderRecords.MESSAGE.decode(record(index)), 12);
  }

  private static byte[] session() throws Refusal {
    var receiver = KeyFiles.readPrivate(folder.resolve("keys/receiver_private.pem"));
    return KeyTransport.OAEP_SHA256.unwrap(sessionFile, receiver.getPrivate(), 64);
  }

  @Test
  void S0_01_onlyTheReceiverReadsTheMessage() {
    assertThat(new String(messages, StandardCharsets.UTF_8)).doesNotContain("secure message");
    assertThat(user2.screen()).contains(HELLO);
  }

  @Test
  void S0_02_theCipherIsAesInCounterMode() throws Exception {
    Sealed first = sealed(0);
    Cipher ctr = Cipher.getInstance("AES/CTR/NoPadding");
    ctr.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(session(), 0, 32, "AES"),
        new IvParameterSpec(Arrays.copyOf(first.iv(), 16)));
    assertThat(new String(ctr.doFinal(first.ciphertext()), StandardCharsets.UTF_8))
        .isEqualTo(HELLO);
  }

  @Test
  void S0_03_rsaCarriesTheSessionKeyToTheReceiver() throws Exception {
    var key = new SessionKey(session());
    assertThat(FOLDER.sealing().open(sealed(0), key, Optional.empty()).text()).isEqualTo(HELLO);
  }

  @Test
  void S0_04_theRsaPaddingIsOaep() throws Exception {
    var sender = KeyFiles.readPrivate(folder.resolve("keys/sender_private.pem"));
    assertThat(sessionFile).hasSize(256);
    assertThat(session()).hasSize(64);
    assertThatThrownBy(() -> KeyTransport.OAEP_SHA256.unwrap(sessionFile, sender.getPrivate(), 64))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void S0_05_theHmacDetectsEveryChangedBit() throws Exception {
    Sealed genuine = sealed(0);
    var key = new SessionKey(session());
    for (Sealed forged : everyFlip(genuine))
      assertThatThrownBy(() -> FOLDER.sealing().open(forged, key, Optional.empty()))
          .isInstanceOf(Refusal.class);
  }

  private static List<Sealed> everyFlip(Sealed s) {
    var all = new ArrayList<Sealed>();
    for (int bit = 0; bit < 8 * s.iv().length; bit++)
      all.add(new Sealed(s.wrappedKey(), flipped(s.iv(), bit), s.ciphertext(), s.proof()));
    for (int bit = 0; bit < 8 * s.ciphertext().length; bit++)
      all.add(new Sealed(s.wrappedKey(), s.iv(), flipped(s.ciphertext(), bit), s.proof()));
    for (int bit = 0; bit < 8 * s.proof().length; bit++)
      all.add(s.withProof(flipped(s.proof(), bit)));
    return all;
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] other = bytes.clone();
    other[bit / 8] ^= (byte) (1 << bit % 8);
    return other;
  }

  @Test
  void S0_06_theHmacIsSha256OverNonceAndCiphertext() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(session(), 32, 32, "HmacSHA256"));
    assertThat(mac.doFinal(sealed(0).content())).isEqualTo(sealed(0).proof());
  }

  @Test
  void S0_07_aChangedMessageIsReportedToTheUser(@TempDir Path other) throws Exception {
    try (Person one = join(other)) {
      one.reads("[User1]: ").types("first", "second");
      Path file = other.resolve("messages/message.json");
      while (!Files.exists(file) || ((ArrayNode) Json.read(Files.readAllBytes(file))).size() < 2)
        Thread.sleep(10);
      ObjectNode stolen = (ObjectNode) ((ArrayNode) Json.read(Files.readAllBytes(file))).get(0);
      try (Person two = join(other)) {
        two.reads("[Message Received]: second").reads("[User2]: ");
        stolen.withObject("/cipher").put("ciphertext", "0102030405");
        new MessageFile(other).append(stolen);
        two.reads("Warning: message 3 is not shown. The message was changed on its way");
      }
    }
  }

  @Test
  void S0_08_twoUsersTalkThroughFilesWithoutServer() {
    assertThat(FOLDER.framing()).isEqualTo(Framing.FILE);
    assertThat(FOLDER.document().port()).isZero();
    assertThat(user2.screen()).contains(HELLO);
  }

  @Test
  void S0_09_exitEndsGracefully() {
    assertThat(exit1).isZero();
  }

  @Test
  void S0_10_theOtherUserIsToldOfTheExit() {
    assertThat(user2.screen()).contains("\nUser1 has left the chat.\n");
  }

  @Test
  void S0_11_theFirstProcessIsUser1AndTheSecondUser2() {
    assertThat(user1.screen()).contains("[User1]: ").doesNotContain("[User2]: ");
    assertThat(user2.screen()).contains("[User2]: ").doesNotContain("[User1]: ");
  }

  @Test
  void S0_12_thePromptIsAsTheDocumentPrintsIt() {
    assertThat(user1.screen()).contains("[User1]: Hello, this is a secure message.\n");
  }

  @Test
  void S0_13_theDisplayIsAsTheDocumentPrintsIt() {
    assertThat(user2.screen()).contains("\n[Message Received]: Hello, this is a secure message.\n");
  }

  @Test
  void S0_14_messagesGoBothWays() {
    assertThat(user1.screen()).contains("[Message Received]: And back.");
    assertThat(user2.screen()).contains("[Message Received]: " + HELLO);
  }

  @Test
  void S0_17_theFolderKeepsKeysAndMessages() {
    assertThat(folder.resolve("keys")).isDirectory();
    assertThat(folder.resolve("messages")).isDirectory();
  }

  @Test
  void S0_18_messagesAreStoredAsJson() throws Exception {
    assertThat(Json.read(messages).isArray()).isTrue();
    assertThat(record(0).get("sender").stringValue()).isEqualTo("User1");
    assertThat(record(0).get("is_exit").booleanValue()).isFalse();
    assertThat(record(2).get("is_exit").booleanValue()).isTrue();
  }

  @Test
  void S0_19_keysAreStoredInPem() throws Exception {
    for (String who : List.of("sender", "receiver")) {
      assertThat(folder.resolve("keys/" + who + "_private.pem"))
          .content()
          .startsWith("-----BEGIN PRIVATE KEY-----");
      assertThat(folder.resolve("keys/" + who + "_public.pem"))
          .content()
          .startsWith("-----BEGIN PUBLIC KEY-----");
    }
  }

  @Test
  void S0_20_binaryDataIsBase64() throws Exception {
    assertThat(record(0).get("hmac").stringValue()).matches("[A-Za-z0-9+/]{43}=");
  }

  @Test
  void S0_21_aMessageAppearsWhileThePromptWaits() {
    // User2 had typed nothing when the first message came, and got its prompt again.
    assertThat(user2.screen()).contains("[User2]: \n[Message Received]: " + HELLO + "\n[User2]: ");
  }

  @Test
  void S0_22_theFolderIsPolled(@TempDir Path other) throws Exception {
    try (Person one = join(other)) {
      one.reads("[User1]: ");
      try (Person two = join(other)) {
        two.reads("[User2]: ").types("seen without a key being pressed");
        one.reads("[Message Received]: seen without a key being pressed");
      }
    }
  }

  @Test
  void S0_23_theKeyIsSplitInTwo() throws Exception {
    assertThat(FOLDER.sealing().keyBytes()).isEqualTo(64);
    assertThat(FOLDER.sealing().cipher()).isEqualTo(ContentCipher.AES_256_CTR);
    byte[] otherMacHalf = session();
    otherMacHalf[63] ^= 1;
    assertThatThrownBy(
            () -> FOLDER.sealing().open(sealed(0), new SessionKey(otherMacHalf), Optional.empty()))
        .isInstanceOf(Refusal.class);
    byte[] otherCipherHalf = session();
    otherCipherHalf[0] ^= 1;
    assertThat(
            FOLDER
                .sealing()
                .open(sealed(0), new SessionKey(otherCipherHalf), Optional.empty())
                .bytes())
        .isNotEqualTo(HELLO.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void S0_24_privateKeysAreForTheirOwnerOnly() throws Exception {
    Path key = folder.resolve("keys/receiver_private.pem");
    if (Files.getFileStore(key).supportsFileAttributeView("posix"))
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
  }

  @Test
  void S0_25_noFileHoldsThePlaintext() throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList())
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("secure message")
            .doesNotContain("And back");
    }
  }

  @Test
  void S0_26_nothingIsDecryptedBeforeTheHmacIsChecked() throws Exception {
    Sealed wrong = sealed(0).withProof(new byte[32]);
    assertThatThrownBy(
            () -> FOLDER.sealing().open(wrong, new SessionKey(session()), Optional.empty()))
        .hasMessageContaining("HMAC");
  }

  @Test
  void S0_28_theKeysAreMadeAtTheFirstStart() {
    for (String name :
        List.of("sender_private", "sender_public", "receiver_private", "receiver_public"))
      assertThat(folder.resolve("keys/" + name + ".pem")).exists();
  }

  @Test
  void aThirdProcessFindsNoSeat(@TempDir Path other) {
    try (Person one = join(other)) {
      one.reads("[User1]: ");
      try (Person two = join(other)) {
        two.reads("[User2]: ");
        Person three = join(other);
        three.reads("Two users are already in this folder");
        assertThat(three.exit()).isEqualTo(4);
      }
    }
  }

  /// Each would make keys and a session of its own, if nobody held the door.
  @Test
  void twoWhoStartAtOnceShareOneSession(@TempDir Path other) {
    try (Person one = join(other);
        Person two = join(other)) {
      one.reads("]: ").types("from one");
      two.reads("]: ").types("from two");
      one.reads("[Message Received]: from two");
      two.reads("[Message Received]: from one");
    }
  }

  @Test
  void twoWritersAtOnceLoseNoMessage(@TempDir Path other) throws Exception {
    var file = new MessageFile(other);
    ObjectNode record = record(0);
    var writers = new ArrayList<Thread>();
    for (int w = 0; w < 4; w++)
      writers.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 25; i++)
                  try {
                    new MessageFile(other).append(record);
                  } catch (Refusal e) {
                    throw new IllegalStateException(e);
                  }
              }));
    for (Thread writer : writers) writer.join();
    assertThat(file.records()).hasSize(100);
  }

  @Test
  void theTextExitIsAMessageLikeAnyOther(@TempDir Path other) {
    try (Person one = join(other)) {
      one.reads("[User1]: ");
      try (Person two = join(other)) {
        two.reads("[User2]: ");
        one.types("EXIT");
        two.reads("[Message Received]: EXIT");
      }
    }
  }

  @Test
  void asPublishedTheTextExitEndsThePeersChat(@TempDir Path other) {
    Profile published = Profiles.published("folder");
    try (Person one = Person.at(other, 0, around -> FolderChat.run(published, around))) {
      one.reads("[User1]: ");
      try (Person two = Person.at(other, 0, around -> FolderChat.run(published, around))) {
        two.reads("[User2]: ");
        one.types("EXIT");
        two.reads("User1 has left the chat.");
      }
    }
  }

  @Test
  void aDamagedMessageFileIsOneSentence(@TempDir Path other) throws Exception {
    for (String content : List.of("", "{}", "[", "\u0000\u0001", "null", "[[[[[[[[[[[[[")) {
      Files.createDirectories(other.resolve("messages"));
      Files.writeString(other.resolve("messages/message.json"), content);
      Person one = join(other);
      one.reads("is not a list of messages: it was damaged");
      assertThat(one.exit()).isEqualTo(1);
    }
  }

  @Test
  void everyBrokenRecordIsSkippedWithAWarning(@TempDir Path other) throws Exception {
    try (Person one = join(other)) {
      one.reads("[User1]: ");
      var file = new MessageFile(other);
      int number = 0;
      for (JsonNode broken : brokenRecords()) {
        number++;
        file.append((ObjectNode) broken);
        one.reads("Warning: message " + number + " is not shown.");
      }
    }
  }

  private static List<JsonNode> brokenRecords() throws Refusal {
    var all = new ArrayList<JsonNode>();
    for (String field : List.of("sender", "cipher", "hmac", "is_exit")) {
      ObjectNode missing = record(0).deepCopy();
      missing.remove(field);
      all.add(missing);
      ObjectNode empty = record(0).deepCopy();
      empty.putNull(field);
      all.add(empty);
      ObjectNode wrong = record(0).deepCopy();
      wrong.put(field, 17);
      all.add(wrong);
    }
    return all;
  }

  @Test
  void anUnwritableFolderIsOneSentence(@TempDir Path other) throws Exception {
    Path file = Files.writeString(other.resolve("not-a-folder"), "x");
    Person one = join(file);
    one.reads("cannot be written");
    assertThat(one.exit()).isEqualTo(1);
  }

  @Test
  void aMessageThatIsTooLongIsNotSent(@TempDir Path other) {
    try (Person one = join(other)) {
      one.reads("[User1]: ").types("x".repeat(FolderChat.LONGEST_TEXT + 1));
      one.reads("is longer than 8192 bytes and was not sent");
    }
  }

  @Test
  void aFieldWithNoValueIsNeverRead() {
    assertThat(Fields.none().bytesOrNone("hmac")).isEmpty();
  }
}

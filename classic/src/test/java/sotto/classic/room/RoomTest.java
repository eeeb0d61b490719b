package sotto.classic.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.classic.Classic;
import sotto.classic.key.KeyFiles;
import sotto.classic.part.ContentCipher;
import sotto.classic.part.KeyTransport;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.part.Sealing;
import sotto.classic.part.SessionKey;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;
import sotto.classic.record.RoomPacket;
import sotto.classic.relay.Raw;
import sotto.classic.scene.Chance;
import sotto.classic.scene.Person;

/// The claims of S3: a room with two clients and an operator, and a raw socket that does what a
/// client does.
class RoomTest {
  private static final Profile ROOM = Profiles.described("room");
  private static final String VERIFIED = "[✅] Message integrity verified.";

  @TempDir static Path folder;
  private static Person console;
  private static RoomServer server;
  private static Person alice;
  private static Person bob;

  @BeforeAll
  static void aRoom() throws Exception {
    console = new Person(folder, 0, Chance.random());
    RoomServer.keygen(console.around());
    server = RoomServer.start(ROOM, console.around());
    Thread.ofVirtual().start(server::talk);
    alice = joins().reads("> ");
    bob = joins().reads("> ");
    console
        .reads("successfully received and decrypted")
        .reads("successfully received and decrypted");
    alice.types("Hello Server!");
    console.reads("Hello Server!");
    bob.reads("Hello Server!");
    console.types("from the operator");
    alice.reads("[Server] from the operator");
    bob.reads("[Server] from the operator").types("from Bob");
    alice.reads("from Bob");
  }

  @AfterAll
  static void close() {
    alice.close();
    bob.close();
    console.hangsUp();
    server.close();
  }

  private static Person joins() {
    return Person.at(folder, server.port(), around -> RoomClient.run(ROOM, around));
  }

  private static final SessionKey KEY = ROOM.sealing().newKey(Chance.random());

  private static byte[] packet(String text) throws Refusal {
    return Packets.seal(ROOM, KEY, text, Chance.random());
  }

  private static Raw enters() throws Exception {
    byte[] wrapped =
        ROOM.sealing()
            .wrap(KEY, KeyFiles.readPublic(folder.resolve("public.pem")), Chance.random());
    return Raw.to(server.port()).sends(wrapped);
  }

  @Test
  void S3_01_rsa2048CarriesTheAesKey() throws Exception {
    KeyPair keys = KeyFiles.readPrivate(folder.resolve("private.pem"));
    byte[] wrapped = ROOM.sealing().wrap(KEY, keys.getPublic(), Chance.random());
    assertThat(wrapped).hasSize(256);
    assertThat(ROOM.sealing().unwrap(wrapped, keys.getPrivate()).bytes()).isEqualTo(KEY.bytes());
  }

  @Test
  void S3_02_messagesAreEncryptedWithAes128Cbc() throws Exception {
    assertThat(ROOM.sealing().cipher()).isEqualTo(ContentCipher.AES_128_CBC);
    assertThat(ROOM.sealing().keyBytes() * 8).isEqualTo(128);
    Sealed sealed = RoomPacket.decode(packet("sixteen bytes ok"));
    assertThat(sealed.ciphertext()).hasSize(32);
  }

  @Test
  void S3_03_integrityIsASha256Hash() throws Exception {
    Sealed sealed = RoomPacket.decode(packet("text"));
    assertThatThrownBy(
            () -> ROOM.sealing().open(sealed.withProof(new byte[32]), KEY, Optional.empty()))
        .hasMessageContaining("hash");
  }

  @Test
  void S3_04_theServerHandlesSeveralClientsAtOnce() throws Exception {
    try (Raw silent = Raw.to(server.port());
        Raw another = enters()) {
      another.sends(packet("while one is silent"));
      console.reads("while one is silent");
      silent.ends();
    }
  }

  @Test
  void S3_05_serverAndClientsBothSend() {
    assertThat(alice.screen()).contains("[Server] from the operator");
    assertThat(console.screen()).contains("] Hello Server!");
  }

  @Test
  void S3_06_keygenMakesTwoPemFiles() {
    assertThat(folder.resolve("private.pem")).content().contains("PRIVATE KEY");
    assertThat(folder.resolve("public.pem")).content().contains("PUBLIC KEY");
  }

  @Test
  void S3_07_serverAndClientAreTwoCommands() {
    assertThat(Classic.HELP).contains("./sotto classic room keygen|server|client");
  }

  @Test
  void S3_08_severalClientsMakeARoom() {
    assertThat(bob.screen()).contains("Hello Server!");
    assertThat(alice.screen()).contains("from Bob");
  }

  @Test
  void S3_09_theClientEncryptsARandom128BitKeyUnderPublicPem() {
    assertThat(KEY.bytes())
        .hasSize(16)
        .isNotEqualTo(ROOM.sealing().newKey(new SecureRandom()).bytes());
    assertThat(alice.screen()).contains("AES key generated and securely sent");
  }

  @Test
  void S3_10_theServerDecryptsItWithPrivatePem() throws Exception {
    try (Raw wrong = Raw.to(server.port())) {
      wrong.sends(new byte[256]);
      console.reads("The session key cannot be decrypted with this private key.");
    }
    assertThat(console.screen()).contains("successfully received and decrypted");
  }

  @Test
  void S3_11_everyMessageHasANewRandomIv() throws Exception {
    var random = Chance.random();
    Sealed one = RoomPacket.decode(Packets.seal(ROOM, KEY, "same", random));
    Sealed two = RoomPacket.decode(Packets.seal(ROOM, KEY, "same", random));
    assertThat(one.iv()).isNotEqualTo(two.iv());
    assertThat(one.ciphertext()).isNotEqualTo(two.ciphertext());
  }

  @Test
  void S3_12_theHashIsOfTheTextItself() throws Exception {
    byte[] packet = packet("Hello Server!");
    String digits = new String(packet, packet.length - 64, 64, StandardCharsets.US_ASCII);
    byte[] hash = Sealing.sha256("Hello Server!".getBytes(StandardCharsets.UTF_8));
    assertThat(digits).isEqualTo(HexFormat.of().formatHex(hash));
  }

  @Test
  void S3_13_theReceiverDecryptsAndComparesTheHash() throws Exception {
    Sealed sealed = RoomPacket.decode(packet("Hello"));
    assertThat(ROOM.sealing().open(sealed, KEY, Optional.empty()).text()).isEqualTo("Hello");
    byte[] otherIv = sealed.iv();
    otherIv[0] ^= 1;
    var flipped = new Sealed(sealed.wrappedKey(), otherIv, sealed.ciphertext(), sealed.proof());
    assertThatThrownBy(() -> ROOM.sealing().open(flipped, KEY, Optional.empty()))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void S3_14_theClientPrintsThatItIsConnected() {
    assertThat(alice.screen()).contains("🔐 Connected to Secure Chat Server.\n");
  }

  @Test
  void S3_15_theClientPrintsThatItSentItsKey() {
    assertThat(alice.screen()).contains("\n[🔑] AES key generated and securely sent to server.\n");
  }

  @Test
  void S3_16_thePromptIsAsTheDocumentPrintsIt() {
    assertThat(alice.screen()).contains("\n> Hello Server!\n");
  }

  @Test
  void S3_17_theServerPrintsWhoConnected() {
    assertThat(console.screen())
        .containsPattern("\\[\\+\\] New client connected: \\('127\\.0\\.0\\.1', [0-9]+\\)\n");
  }

  @Test
  void S3_18_theServerPrintsThatItHasTheKey() {
    assertThat(console.screen()).contains("\n[🔑] AES key successfully received and decrypted\n");
  }

  @Test
  void S3_19_theServerPrintsThatTheHashIsRight() {
    assertThat(console.screen()).contains("\n" + VERIFIED + "\n");
  }

  @Test
  void S3_20_theServerPrintsSenderAndText() {
    assertThat(console.screen())
        .containsPattern(
            VERIFIED.replace("[", "\\[")
                + "\n\\[\\('127\\.0\\.0\\.1', [0-9]+\\)\\] Hello Server!\n");
  }

  @Test
  void S3_21_theClientNeedsOnlyPublicPem(@TempDir Path own) throws Exception {
    Files.copy(folder.resolve("public.pem"), own.resolve("public.pem"));
    try (Person carol = Person.at(own, server.port(), around -> RoomClient.run(ROOM, around))) {
      carol.reads("Connected to Secure Chat Server").reads("> ");
    }
    Person lost =
        Person.at(own.resolve("nowhere"), server.port(), around -> RoomClient.run(ROOM, around));
    lost.reads("The file public.pem is not there");
    assertThat(lost.exit()).isEqualTo(1);
  }

  @Test
  void S3_22_aMessageWithAWrongHashIsIgnored() throws Exception {
    byte[] packet = packet("ignored, please");
    packet[packet.length - 1] = (byte) (packet[packet.length - 1] == '0' ? '1' : '0');
    try (Raw raw = enters()) {
      raw.sends(packet).sends(packet("the next one counts"));
      console.reads("[❌] Hash mismatch! Possible tampering.").reads("the next one counts");
    }
    assertThat(console.screen()).doesNotContain("ignored, please");
  }

  @Test
  void S3_29_aKeyPacketComesFirstAndThenIvCiphertextAndDigitsWithoutFraming() throws Exception {
    assertThat(ROOM.document().port()).isEqualTo(12000);
    byte[] wrapped =
        ROOM.sealing()
            .wrap(KEY, KeyFiles.readPublic(folder.resolve("public.pem")), Chance.random());
    byte[] packet = packet("S3_29");
    assertThat(packet).hasSize(16 + 16 + 64);
    try (Raw raw = Raw.to(server.port())) {
      raw.sends(Sealed.join(wrapped, packet, packet("and the second")));
      console.reads("S3_29").reads("and the second");
    }
  }

  @Test
  void S3_30_asPublishedIvCiphertextAndHashAreShown() throws Exception {
    Person screen = new Person(folder, 0, Chance.random());
    Profile published = Profiles.published("room");
    assertThat(Packets.open(published, KEY, packet("glass"), screen.around().terminal()))
        .isEqualTo("glass");
    screen.reads("IV: ").reads("Ciphertext: ").reads("Hash: ");
    assertThat(Packets.MISMATCH).isEqualTo("[❌] Hash mismatch! Possible tampering.");
  }

  @Test
  void aPacketSplitAtEveryByteArrivesWhole() throws Exception {
    byte[] packet = packet("in pieces");
    try (Raw raw = enters()) {
      for (int i = 1; i < packet.length; i++)
        raw.sends(Arrays.copyOf(packet, i)).sends(Arrays.copyOfRange(packet, i, packet.length));
      for (int i = 1; i < packet.length; i++) console.reads("] in pieces");
    }
  }

  @Test
  void aWatcherSeesEachFieldOfAPacket() throws Exception {
    assertThat(ROOM.document().describe(packet("watched")))
        .extracting(note -> note.field())
        .containsExactly("iv", "ciphertext", "hash");
  }

  @Test
  void aKeyThatIsCutOffIsOneSentenceAndTheServerGoesOn() throws Exception {
    try (Raw raw = Raw.to(server.port())) {
      raw.sends(new byte[100]).ends();
      console.reads("The connection ended in the middle of a record.");
    }
    try (Raw raw = enters()) {
      raw.sends(packet("still here"));
      console.reads("still here");
    }
  }

  @Test
  void theTransportOfThePublishedCodeIsOaepWithSha1() {
    assertThat(Profiles.published("room").sealing().transport()).isEqualTo(KeyTransport.OAEP_SHA1);
  }
}

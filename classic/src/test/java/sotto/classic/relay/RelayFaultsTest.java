package sotto.classic.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.classic.key.KeyFiles;
import sotto.classic.key.RsaKeys;
import sotto.classic.profile.Profiles;
import sotto.classic.record.Fields;
import sotto.classic.record.RelayRecords;
import sotto.classic.scene.Chance;

/// What a relay server makes of clients that say wrong things, vanish, or all come at once.
class RelayFaultsTest {
  private static final String KNOWN = "100200300";

  @TempDir static Path folder;
  private static Town town;
  private static KeyPair keys;
  private static String pem;

  @BeforeAll
  static void aServer() throws Exception {
    town = new Town(Profiles.described("signed"), folder);
    keys = RsaKeys.generate(Chance.random());
    pem = RsaKeys.pem(keys.getPublic());
    town.server.store().register(KNOWN, pem);
  }

  @AfterAll
  static void close() {
    town.close();
  }

  private static void assertStillServing() throws Exception {
    try (Raw honest = Raw.to(town.server.port())) {
      honest.sends("{\"type\":\"get_public_key\",\"phone_number\":\"" + KNOWN + "\"}");
      assertThat(honest.hears()).contains("\"exists\":true");
    }
  }

  @Test
  void aDatabaseWithAnotherTableOfUsersIsLeftAlone(@TempDir Path other) throws Exception {
    Path file = other.resolve("signed.db");
    try (var database = DriverManager.getConnection("jdbc:sqlite:" + file);
        var sql = database.createStatement()) {
      sql.execute("create table users (name text, telephone text)");
    }
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> RelayStore.open(file)).hasMessageContaining("holds something else");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void everyWrongRecordIsAnsweredWithOneSentence() throws Exception {
    for (String wrong :
        List.of(
            "{}",
            "{\"type\":null}",
            "{\"type\":7}",
            "{\"type\":\"unknown\"}",
            "{\"type\":\"register\"}",
            "{\"type\":\"register\",\"phone_number\":\"../../etc\"}",
            "{\"type\":\"login\",\"phone_number\":\"1\"}",
            "{\"type\":\"proof\",\"nonce\":\"00\"}",
            "{\"type\":\"code\",\"code\":\"000000\"}",
            "{\"encrypted_code\":\"00\"}",
            "{\"type\":\"message\"}",
            "{\"type\":\"answer\",\"success\":true,\"message\":\"x\"}",
            "{\"type\":\"register\",\"type\":\"login\"}",
            "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}}",
            "-----BEGIN PUBLIC KEY-----\nnot base64!\n-----END PUBLIC KEY-----"))
      try (Raw raw = Raw.to(town.server.port())) {
        raw.sends(wrong);
        assertThat(raw.hears())
            .as(wrong)
            .startsWith("{\"type\":\"answer\",\"success\":false")
            .contains(".\"");
      }
    assertStillServing();
  }

  @Test
  void aStreamThatIsNoRecordIsAnsweredAndClosed() throws Exception {
    for (String wrong :
        List.of(
            "GET / HTTP/1.1\r\n\r\n", "\u0000\u0001", "[1,2,3]", "{\"a\":\"" + "x".repeat(70_000)))
      try (Raw raw = Raw.to(town.server.port())) {
        raw.sends(wrong);
        assertThat(raw.hears()).contains("\"success\":false");
        assertThat(raw.isHungUp(20_000)).isTrue();
      }
    assertStillServing();
  }

  @Test
  void whoIsWrongFiftyTimesIsDisconnected() throws Exception {
    try (Raw raw = Raw.to(town.server.port())) {
      raw.sends("{}".repeat(50));
      assertThat(raw.isHungUp(20_000)).isTrue();
    }
    assertStillServing();
  }

  @Test
  void aClientThatVanishesAtAnyPointHarmsNobody() throws Exception {
    byte[] request =
        ("{\"type\":\"login\",\"phone_number\":\"" + KNOWN + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < request.length; i++)
      try (Raw raw = Raw.to(town.server.port())) {
        raw.sends(Arrays.copyOf(request, i));
      }
    assertStillServing();
  }

  @Test
  void aRequestSplitAtEveryByteIsUnderstood() throws Exception {
    byte[] request =
        ("{\"type\":\"get_public_key\",\"phone_number\":\"" + KNOWN + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    try (Raw raw = Raw.to(town.server.port())) {
      for (byte b : request) raw.sends(new byte[] {b});
      assertThat(raw.hears()).contains("\"exists\":true");
    }
  }

  @Test
  void severalRequestsInOnePacketAreAllAnswered() throws Exception {
    String request = "{\"type\":\"get_public_key\",\"phone_number\":\"" + KNOWN + "\"}";
    try (Raw raw = Raw.to(town.server.port())) {
      raw.sends(request.repeat(20));
      for (int i = 0; i < 20; i++) assertThat(raw.hears()).contains("\"exists\":true");
    }
  }

  private static Raw loggedIn(String phone) throws Exception {
    Raw raw = Raw.to(town.server.port());
    raw.sends(RelayRecords.LOGIN.encode(RelayRecords.LOGIN.start().with("phone_number", phone)));
    Fields challenge = RelayRecords.CHALLENGE.decode(raw.hears().getBytes(StandardCharsets.UTF_8));
    byte[] nonce =
        town.profile
            .sealing()
            .transport()
            .unwrap(challenge.bytes("encrypted_nonce"), keys.getPrivate(), 32);
    raw.sends(RelayRecords.PROOF.encode(RelayRecords.PROOF.start().with("nonce", nonce)));
    assertThat(raw.hears()).contains("Welcome back.");
    return raw;
  }

  /// The sender is held up once and for two seconds, and what no longer went out waits.
  @Test
  void aRecipientWhoStopsReadingIsCutOffAndItsMessagesWait() throws Exception {
    town.server.store().register("888", pem);
    town.server.store().register("999", pem);
    byte[] message =
        RelayRecords.SIGNED_MESSAGE.encode(
            RelayRecords.SIGNED_MESSAGE
                .start()
                .with("sender_id", "888")
                .with("recipient_id", "999")
                .with("encrypted_content", new byte[8192])
                .with("encrypted_aes_key", new byte[256])
                .with("signature", new byte[256])
                .with("timestamp", 1L));
    try (Raw deaf = loggedIn("999");
        Raw sender = loggedIn("888")) {
      String answer = "";
      for (int i = 0; i < 5000 && !answer.contains("the message waits"); i++) {
        sender.sends(message);
        answer = sender.hears();
        assertThat(answer).contains("\"success\":true");
      }
      assertThat(answer).contains("The recipient is offline: the message waits.");
      assertThat(deaf.isHungUp(20_000)).isTrue();
    }
    assertStillServing();
  }

  @Test
  void elevenWhoRegisterAtOnceAreTenUsers() throws Exception {
    var threads = new ArrayList<Thread>();
    var errors = Collections.synchronizedList(new ArrayList<Exception>());
    for (int i = 0; i < 15; i++) {
      String phone = "60" + (100 + i);
      threads.add(Thread.ofVirtual().start(() -> register(phone, errors)));
    }
    for (Thread thread : threads) thread.join();
    assertThat(errors).isEmpty();
    assertThat(town.server.store().users()).isEqualTo(10);
  }

  private static void register(String phone, List<Exception> errors) {
    try (Raw raw = Raw.to(town.server.port())) {
      raw.sends(
          RelayRecords.REGISTER.encode(RelayRecords.REGISTER.start().with("phone_number", phone)));
      if (raw.hears().contains("maximum capacity")) return;
      var serverKey = KeyFiles.readPublic(folder.resolve("server").resolve(ServerKeys.PUBLIC));
      byte[] encrypted =
          town.profile
              .sealing()
              .transport()
              .wrap(codeOf(phone).getBytes(StandardCharsets.US_ASCII), serverKey, Chance.random());
      raw.sends(RelayRecords.ENCRYPTED_CODE.encode(Fields.of("encrypted_code", encrypted)));
      raw.hears();
      raw.sends(pem);
      raw.hears();
    } catch (Exception e) {
      errors.add(e);
    }
  }

  private static String codeOf(String phone) {
    String screen = town.console.screen();
    int at = screen.indexOf("Verification code for " + phone + ": ");
    return screen
        .substring(at)
        .substring(("Verification code for " + phone + ": ").length())
        .substring(0, 6);
  }
}

package sotto.tests.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.classic.challenge.ChallengeServer;
import sotto.classic.face.Surroundings;
import sotto.classic.face.Terminal;
import sotto.classic.folder.FolderChat;
import sotto.classic.key.RsaKeys;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealed;
import sotto.classic.profile.Profile;
import sotto.classic.profile.Profiles;
import sotto.classic.record.RoomPacket;
import sotto.classic.relay.RelayServer;
import sotto.classic.relay.ServerKeys;
import sotto.classic.room.RoomServer;
import sotto.server.store.Database;

/// What the classic systems send, offered to a running server of Sotto, and what Sotto sends,
/// offered to theirs: refused, and those who talk go on talking.
class ClassicIsRefusedTest {
  private static final int TLS_ALERT = 21;

  @TempDir static Path temp;
  private static House house;
  private static Person alice;
  private static Person bob;

  @BeforeAll
  static void twoPeopleTalk() throws Exception {
    house = House.open(temp.resolve("house"));
    alice = house.enters("alice");
    bob = house.enters("bob");
    alice.says("bob", "before");
    bob.reads();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static int port() throws Exception {
    return URI.create(house.invite().replaceFirst("#.*", "")).getPort();
  }

  /// Ciphertexts, wrapped keys, records and packets of all five.
  private static List<byte[]> classic() throws Refusal {
    var random = new SecureRandom();
    var keys = RsaKeys.generate(random);
    var all = new ArrayList<byte[]>();
    for (Profile profile : Profiles.DESCRIBED) {
      var sealing = profile.sealing();
      var key = sealing.newKey(random);
      byte[] wrapped = sealing.wrap(key, keys.getPublic(), random);
      Sealed sealed =
          sealing.seal(new byte[] {'h', 'i'}, key, wrapped, Optional.of(keys.getPrivate()), random);
      all.addAll(List.of(sealed.content(), wrapped, RoomPacket.encode(sealed)));
    }
    byte[] login = "{\"type\":\"login\",\"phone_number\":\"1\"}".getBytes(StandardCharsets.UTF_8);
    all.add(login);
    all.add(framed(login));
    return all;
  }

  private static byte[] framed(byte[] record) {
    return ByteBuffer.allocate(8 + record.length).putLong(record.length).put(record).array();
  }

  @Test
  void theSecurePortAnswersAClassicRecordWithAnAlertOrNothing() throws Exception {
    for (byte[] record : classic()) {
      byte[] answer = exchanged(new Socket(InetAddress.getLoopbackAddress(), port()), record);
      assertThat(answer.length == 0 || answer[0] == TLS_ALERT).isTrue();
    }
    assertStillTalking("after the plain ones");
  }

  @Test
  void insideTlsAClassicRecordIsRefusedToo() throws Exception {
    SSLContext tls = SSLContext.getInstance("TLSv1.3");
    tls.init(null, new TrustManager[] {new Trusting()}, null);
    for (byte[] record : classic()) {
      byte[] answer = exchanged(tls.getSocketFactory().createSocket("127.0.0.1", port()), record);
      assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/1.1 1");
    }
    assertStillTalking("after those inside");
  }

  private static void assertStillTalking(String text) throws Exception {
    alice.says("bob", text);
    assertThat(bob.reads().text()).isEqualTo(text);
  }

  @Test
  void noClassicServerTakesAMessageOfSotto() throws Exception {
    Person carol = house.enters("carol");
    alice.says("carol", "one");
    carol.reads();
    carol.goesAway();
    alice.says("carol", "waits");
    byte[] body = waiting();
    var screen = new ByteArrayOutputStream();
    ServerKeys.create(around("signed", screen));
    RoomServer.keygen(around("room", screen));
    try (var phone = RelayServer.start(Profiles.described("phone"), around("phone", screen));
        var signed = RelayServer.start(Profiles.described("signed"), around("signed", screen));
        var room = RoomServer.start(Profiles.described("room"), around("room", screen));
        var challenge =
            ChallengeServer.start(
                Profiles.described("challenge"),
                around("challenge", screen),
                Duration.ofSeconds(30))) {
      assertThat(offered(phone.port(), body)).contains("\"success\":false");
      assertThat(offered(signed.port(), body)).contains("\"success\":false");
      assertThat(offered(room.port(), body)).isEmpty();
      assertThat(offered(challenge.port(), framed(body)))
          .contains("nonce_challenge")
          .contains("\"type\":\"error\"");
    }
    assertThat(screen.toString(StandardCharsets.UTF_8))
        .contains("The session key cannot be decrypted")
        .doesNotContain("registered");
    Path messages = Files.createDirectories(temp.resolve("folder").resolve("messages"));
    Files.write(messages.resolve("message.json"), body);
    assertThatThrownBy(() -> FolderChat.run(Profiles.described("folder"), around("folder", screen)))
        .hasMessageContaining("is not a list of messages");
  }

  @Test
  void theDatabaseOfSottosServerIsNotOpenedByAClassicOne() throws Exception {
    var screen = new ByteArrayOutputStream();
    Path stolen = Files.createDirectories(temp.resolve("stolen"));
    for (String part : List.of("", "-wal"))
      Files.copy(house.serverData().resolve("server.db" + part), stolen.resolve("phone.db" + part));
    assertThatThrownBy(
            () -> RelayServer.start(Profiles.described("phone"), around("stolen", screen)))
        .hasMessageContaining("holds something else");
  }

  @Test
  void theDatabaseOfAClassicServerIsNotOpenedBySottosAndNotChanged() throws Exception {
    var screen = new ByteArrayOutputStream();
    Path classic = temp.resolve("classic-database");
    RelayServer.start(Profiles.described("phone"), around("classic-database", screen)).close();
    Path database = Files.move(classic.resolve("phone.db"), classic.resolve("server.db"));
    byte[] before = Files.readAllBytes(database);
    assertThatThrownBy(() -> Database.writer(classic))
        .hasMessageContaining("is a database of another program");
    assertThat(database).hasBinaryContent(before);
  }

  private static byte[] waiting() throws Exception {
    try (var database =
            DriverManager.getConnection(
                "jdbc:sqlite:" + house.serverData().resolve("server.db") + "?busy_timeout=5000");
        var sql = database.createStatement();
        var rows = sql.executeQuery("SELECT bytes FROM body ORDER BY id DESC LIMIT 1")) {
      assertThat(rows.next()).isTrue();
      return rows.getBytes(1);
    }
  }

  private static String offered(int port, byte[] bytes) throws IOException {
    return new String(
        exchanged(new Socket(InetAddress.getLoopbackAddress(), port), bytes),
        StandardCharsets.UTF_8);
  }

  /// Sends, says that nothing more comes, and takes what is answered until the other side hangs up.
  private static byte[] exchanged(Socket socket, byte[] bytes) throws IOException {
    try (socket) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      return socket.getInputStream().readAllBytes();
    } catch (SocketException | SSLException e) {
      // Hung up before we had finished.
      return new byte[0];
    }
  }

  private static Surroundings around(String folder, ByteArrayOutputStream screen)
      throws IOException {
    return new Surroundings(
        "127.0.0.1",
        0,
        Files.createDirectories(temp.resolve(folder)),
        new Terminal(
            InputStream.nullInputStream(), new PrintStream(screen, true, StandardCharsets.UTF_8)),
        new SecureRandom(),
        InstantSource.system(),
        Duration.ofSeconds(1));
  }

  private static final class Trusting extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

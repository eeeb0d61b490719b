package sotto.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever answers in the place of a server: exit code 3 and one sentence, within the patience.
class StrangeServersTest {
  private static final String ZEROS = "\0".repeat(1_000_000);

  @TempDir static Path folder;
  private static Town town;
  private static SSLContext tls;
  private static ServerSocket place;
  private static volatile Strange now = Strange.CLOSES;

  private static final String HTTP = "HTTP/1.1 200 Evil\r\nContent-Length: 5\r\n\r\nevil!";
  private static final String ELSEWHERE =
      "HTTP/1.1 302 Evil\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n";

  /// Of a `Failed` to the client's first question: "the account is over", and where to go.
  private static final String RELEASED =
      "\u0082\u001d\u00ff\0\0\0\1\0\u0016\u0015Go to evil.example/x!";

  /// How far it goes along before it does something else.
  private enum Until {
    TCP,
    TLS,
    WEB_SOCKET
  }

  enum Strange {
    CLOSES(Until.TCP),
    IS_SILENT(Until.TCP),
    SPEAKS_HTTP(Until.TCP, HTTP),
    SPEAKS_MAIL(Until.TCP, "220 mail.example.org ESMTP\r\n"),
    SENDS_ZEROS(Until.TCP, ZEROS),
    CLOSES_AFTER_TLS(Until.TLS),
    IS_SILENT_AFTER_TLS(Until.TLS),
    SPEAKS_HTTPS(Until.TLS, HTTP),
    SENDS_ELSEWHERE(Until.TLS, ELSEWHERE),
    SENDS_ZEROS_IN_TLS(Until.TLS, ZEROS),
    CLOSES_THE_WEB_SOCKET(Until.WEB_SOCKET),
    IS_SILENT_ON_THE_WEB_SOCKET(Until.WEB_SOCKET),
    SENDS_RANDOM_FRAMES(Until.WEB_SOCKET, random()),
    SENDS_TEXT_FRAMES(Until.WEB_SOCKET, "\u0081\u0002hi"),
    SENDS_HALF_A_FRAME(Until.WEB_SOCKET, "\u0082\u007e\u0004\0\1\2\3"),
    SENDS_A_CLOSE(Until.WEB_SOCKET, "\u0088\0"),
    SENDS_A_CLOSE_WITH_WORDS(Until.WEB_SOCKET, "\u0088\u0006\u0003\u00e8evil"),
    REFUSES_BEFORE_ITS_PROOF(Until.WEB_SOCKET, RELEASED),
    SAYS_THAT_ANOTHER_TOOK_OVER(Until.WEB_SOCKET, "\u0082\u0006\u008e\0\0\0\0\1"),
    SENDS_A_FRAME_OF_A_GIGABYTE(Until.WEB_SOCKET, "\u0082\u007f\0\0\0\0\u0040\0\0\0"),
    SENDS_ZEROS_ON_THE_WEB_SOCKET(Until.WEB_SOCKET, ZEROS);

    private final Until until;

    /// What it says then, a byte a character.
    private final String then;

    Strange(Until until) {
      this(until, "");
    }

    Strange(Until until, String then) {
      this.until = until;
      this.then = then;
    }

    private boolean closes() {
      return name().startsWith("CLOSES");
    }

    private static String random() {
      byte[] frame = new byte[102];
      new Random(7).nextBytes(frame);
      frame[0] = (byte) 0x82;
      frame[1] = 100;
      return new String(frame, StandardCharsets.ISO_8859_1);
    }
  }

  @BeforeAll
  static void settle() throws Exception {
    town = Town.open(folder);
    town.settle("alice", "bob");
    assertThat(town.as("alice", "send", "bob", "hello").exitCode()).isZero();
    town.stop();
    Path pem = folder.resolve("server").resolve("tls.pem");
    try (InputStream chain = Files.newInputStream(pem);
        InputStream key = Files.newInputStream(pem)) {
      var context = SslContextBuilder.forServer(chain, key).sslProvider(SslProvider.JDK).build();
      tls = ((JdkSslContext) context).context();
    }
    town.hurry(Duration.ofMillis(150));
    place = new ServerSocket(town.port(), 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(StrangeServersTest::answerAll);
  }

  @AfterAll
  static void close() throws IOException {
    place.close();
    town.close();
  }

  @ParameterizedTest
  @EnumSource
  void whateverAnswersIsThreeAndOneSentence(Strange strange) throws Exception {
    now = strange;
    var received = town.as("alice", "receive");
    assertThat(received.exitCode()).as(received.err()).isEqualTo(3);
    assertThat(received.out()).isEmpty();
    assertThat(received.err())
        .matches("sotto: [^\n]*(Sotto|not open yet|connection)[^\n]*\\.\n")
        .doesNotContain("Exception", "\tat ")
        .doesNotContainIgnoringCase("evil");
  }

  private static void answerAll() {
    try {
      while (true) {
        Socket one = place.accept();
        Strange strange = now;
        Thread.ofVirtual().start(() -> answer(one, strange));
      }
    } catch (IOException e) {
      // The test is over.
      return;
    }
  }

  private static void answer(Socket raw, Strange strange) {
    try (Socket one = strange.until == Until.TCP ? raw : shaken(raw)) {
      if (strange.until == Until.WEB_SOCKET) {
        upgrade(one);
      }
      OutputStream out = one.getOutputStream();
      out.write(strange.then.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      if (!strange.closes()) {
        one.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException | GeneralSecurityException e) {
      // The client has left, as it should.
      return;
    }
  }

  private static Socket shaken(Socket raw) throws IOException {
    var socket =
        (SSLSocket) tls.getSocketFactory().createSocket(raw, "localhost", raw.getPort(), true);
    socket.setUseClientMode(false);
    socket.startHandshake();
    return socket;
  }

  private static void upgrade(Socket socket) throws IOException, GeneralSecurityException {
    var lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String key = "";
    for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
        key = line.substring(line.indexOf(':') + 1).strip();
      }
    }
    // RFC 6455 §4.2.2: the key with this GUID, hashed, proves that the handshake was understood.
    String proof = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    byte[] hash =
        MessageDigest.getInstance("SHA-1").digest(proof.getBytes(StandardCharsets.US_ASCII));
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(hash)
            + "\r\n\r\n";
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }
}

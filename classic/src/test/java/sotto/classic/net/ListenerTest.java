package sotto.classic.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sotto.classic.part.Refusal;

/// As many connections as a server takes, and what becomes of the next.
class ListenerTest {
  private final List<Socket> sockets = new ArrayList<>();
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());
  private Listener listener;

  @BeforeEach
  void listens() throws Refusal {
    listener = Listener.open("127.0.0.1", 0, Framing.OBJECTS, ListenerTest::answers, said::add);
  }

  @AfterEach
  void close() throws Exception {
    for (Socket socket : sockets) socket.close();
    listener.close();
  }

  private static void answers(Connection connection) throws Refusal {
    var record = connection.receive();
    while (record.isPresent()) {
      connection.introduce();
      connection.send(record.get());
      record = connection.receive();
    }
  }

  private Socket comes() throws Exception {
    var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    socket.setSoTimeout(60_000);
    sockets.add(socket);
    return socket;
  }

  private static String answered(Socket socket) throws Exception {
    socket.getOutputStream().write("{}".getBytes(StandardCharsets.UTF_8));
    return new String(socket.getInputStream().readNBytes(2), StandardCharsets.UTF_8);
  }

  @Test
  void silentConnectionsDoNotKeepOthersOut() throws Exception {
    Socket friend = comes();
    assertThat(answered(friend)).isEqualTo("{}");
    for (int i = 0; i < 2 * Listener.MOST_CONNECTIONS; i++) comes();
    assertThat(answered(comes())).isEqualTo("{}");
    assertThat(answered(friend)).isEqualTo("{}");
    assertThat(sockets.get(1).getInputStream().read()).isEqualTo(-1);
    assertThat(said).anyMatch(s -> s.endsWith("others wait, and it said nothing."));
  }

  @Test
  void whoHasSaidWhoHeIsIsNotPutOutForAnother() throws Exception {
    for (int i = 0; i < Listener.MOST_CONNECTIONS; i++)
      assertThat(answered(comes())).isEqualTo("{}");
    assertThat(comes().getInputStream().read()).isEqualTo(-1);
    for (Socket socket : sockets.subList(0, Listener.MOST_CONNECTIONS))
      assertThat(answered(socket)).isEqualTo("{}");
  }
}

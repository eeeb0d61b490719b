package sotto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.Admission;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;
import sotto.protocol.wire.Bytes;

/// Clients that are slow, silent or too many: none costs the server more than it allows.
@Tag("invariant-9")
class PatienceTest {
  private static final int MIB = 1 << 20;

  @TempDir Path data;
  private final Running running = new Running();

  @Test
  @Timeout(180)
  void aReaderThatNeverReadsWhile64MebibytesWaitCostsNoMemoryToSpeakOf() throws Exception {
    Person alice = new Person("alice", "localhost");
    Person bob = new Person("bob", "localhost");
    Policy generous = Policy.NORMAL.with(Limit.QUEUE_BYTES, 256L * MIB);
    try (Server server = start(generous)) {
      register(server, alice, bob);
      Bytes group = Posts.groupId();
      try (Peer a = alice.online(server);
          Peer deaf = Peer.open(server, 8 * 1024)) {
        LoopbackTest.judged(a, Posts.create(1, group));
        LoopbackTest.judged(a, Posts.commit(2, group, 0, List.of(alice.who, bob.who)));
        deaf.greet();
        deaf.ask(bob.login(deaf), ServerFrame.LoggedIn.class);
        deaf.next(ServerFrame.CaughtUp.class);
        long before = held();
        int size = 200 * 1024;
        for (int i = 0; i < 64 * MIB / size; i++) {
          LoopbackTest.judged(a, Posts.application(3 + i, group, 1, Posts.random(size)));
        }
        assertThat(held() - before).isLessThan(16L * MIB);
      }
      try (Peer b = bob.online(server)) {
        for (int i = 0; i < 20; i++) {
          b.next(ServerFrame.Deliver.class);
        }
      }
    }
  }

  /// Bytes on the heap and beside it that cannot be collected.
  private static long held() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    var buffers = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory() + buffers.usedDirectMemory();
  }

  @Test
  @Timeout(120)
  void whoIsSilentIsClosedAndWhoAnswersProbesStays() throws Exception {
    Person alice = new Person("alice", "localhost");
    Person bob = new Person("bob", "localhost");
    try (Server server = start(Policy.NORMAL.with(Limit.IDLE_SECONDS, 12))) {
      register(server, alice, bob);
      try (Peer silent = alice.online(server);
          Peer awake = bob.online(server)) {
        Thread answering =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    awake.next(ServerFrame.Stock.class);
                  } catch (IOException ended) {
                    Thread.currentThread().interrupt();
                  }
                });
        silent.awaitEnd();
        assertThat(answering.isAlive()).isTrue();
      }
    }
  }

  @Test
  @Timeout(120)
  void whoSaysOneByteAtATimeIsClosedWhenTheTimeToLogInIsOver() throws Exception {
    try (Server server = start(Policy.NORMAL.with(Limit.LOGIN_SECONDS, 1));
        Peer slow = Peer.open(server);
        Peer honest = Peer.open(server)) {
      honest.greet();
      byte[] hello = new byte[2_000];
      hello[0] = (byte) 0x82;
      hello[1] = (byte) 0xfe;
      hello[2] = 7;
      assertThat(bytesTaken(slow, hello)).isLessThan(hello.length);
      honest.awaitEnd();
    }
  }

  /// How many bytes, one at a time, go before the server has enough.
  private static int bytesTaken(Peer peer, byte[] bytes) throws InterruptedException {
    for (int i = 0; i < bytes.length; i++) {
      try {
        peer.writeRaw(new byte[] {bytes[i]});
      } catch (IOException closed) {
        return i;
      }
      Thread.sleep(100);
    }
    return bytes.length;
  }

  @Test
  @Timeout(120)
  void aConnectionThatNeverBeginsTlsIsClosed() throws Exception {
    try (Server server = start(Policy.NORMAL);
        Socket silent = new Socket("127.0.0.1", server.port())) {
      silent.getOutputStream().write(0x16);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  @Timeout(120)
  void aThousandConnectionsFromOneAddressAreTurnedAwayAndOthersAreServed() throws Exception {
    List<Socket> crowd = new ArrayList<>();
    try (Server server = start(Policy.NORMAL.with(Limit.LOGINS_PER_MINUTE, 100))) {
      for (int i = 0; i < 1_000; i++) {
        crowd.add(from("127.0.0.7", server));
      }
      try (Peer honest = Peer.open(server)) {
        honest.greet();
        assertThat(honest.ask(new ClientFrame.GetPolicy()))
            .isInstanceOf(ServerFrame.CurrentPolicy.class);
      }
      // The server is given the time it needs; so long that a minute may end in between, and then
      // twice as many are let in.
      while (turnedAway(server) < 400) {
        Thread.sleep(20);
      }
      assertThat(turnedAway(server)).isLessThanOrEqualTo(700);
      Set<Socket> left = new HashSet<>(crowd);
      while (left.size() > 600) {
        left.removeIf(PatienceTest::isOver);
      }
    } finally {
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  private static Socket from(String address, Server server) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    socket.connect(new InetSocketAddress("127.0.0.1", server.port()), 5_000);
    return socket;
  }

  /// How many, as the server counts them.
  private static int turnedAway(Server server) throws IOException {
    URI page = URI.create("http://" + server.metricsAddress() + "/metrics");
    try (var text = page.toURL().openStream()) {
      String metrics = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(
          metrics.replaceFirst("(?s).*\\nsotto_connections_turned_away_total (\\d+)\\n.*", "$1"));
    }
  }

  private static boolean isOver(Socket socket) {
    try {
      socket.setSoTimeout(5);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException waiting) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private Server start(Policy policy) throws ServerException {
    return running.start(
        Running.settings(data).registering(Registration.OPEN, 100).limitedBy(policy));
  }

  private static void register(Server server, Person... people) throws IOException {
    for (Person person : people) {
      try (Peer peer = Peer.greeted(server)) {
        peer.ask(person.registration(peer, new Admission.Open()), ServerFrame.Registered.class);
      }
    }
  }
}

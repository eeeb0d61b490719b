package sotto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Policy;

/// Which TLS a connection has, and how many connections one source may open.
class KeyExchangeTest {
  @TempDir Path data;
  private final Running running = new Running();

  @Test
  @Tag("rule-2")
  void whereBoringSslDoesNotLoadTheTlsOfJavaCarriesTheSameLoginAndTheServerSaysSo()
      throws Exception {
    System.setProperty("sotto.server.tls", "jdk");
    try (Server server = running.start(Running.settings(data))) {
      Person alice = new Person("alice", "localhost");
      alice.register(server, running.invites.getFirst()).close();
      try (Peer peer = Peer.greeted(server)) {
        assertThat(peer.protocol()).isEqualTo("TLSv1.3");
        assertThat(peer.proof.tlsKey()).isEqualTo(peer.tlsKey());
        peer.ask(alice.login(peer), ServerFrame.LoggedIn.class);
        assertThat(metrics(server))
            .contains("sotto_key_exchange_connections{name=\"X25519\"}")
            .contains("sotto_hybrid_key_exchanges_total 0");
      }
    } finally {
      System.clearProperty("sotto.server.tls");
    }
  }

  @Test
  void oneSourceOpensOnlySoManyConnectionsInAMinute() throws Exception {
    Policy strict = Policy.NORMAL.with(Limit.LOGINS_PER_MINUTE, 2);
    List<Peer> peers = new ArrayList<>();
    try (Server server = running.start(Running.settings(data).limitedBy(strict))) {
      for (int i = 0; i < 6; i++) {
        peers.add(Peer.greeted(server));
      }
      assertThatThrownBy(() -> Peer.open(server)).isInstanceOf(IOException.class);
      assertThat(metrics(server)).contains("sotto_connections_turned_away_total 1");
    } finally {
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  private static String metrics(Server server) throws Exception {
    URI page = URI.create("http://" + server.metricsAddress() + "/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}

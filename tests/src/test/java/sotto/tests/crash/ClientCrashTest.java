package sotto.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Unlock;
import sotto.server.Listener;
import sotto.server.Registration;
import sotto.server.Server;
import sotto.server.ServerSettings;

/// Invariant 4: "The ratchet is durable before the ciphertext leaves … A crash at any point loses
/// nothing". The client is killed while it sends and receives.
@Tag("invariant-4")
@Tag("rule-10")
@Tag("rule-11")
class ClientCrashTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// A life ends before its first message was accepted, or after one or two.
  private static final int FEW = 3;

  @TempDir Path temp;

  @Test
  void nothingIsLostDoubledOrReorderedHoweverOftenTheClientIsKilled() throws Exception {
    Crashes crashes = Crashes.configured();
    Plain plain = new Plain();
    ServerSettings settings =
        ServerSettings.of(temp.resolve("server"))
            .listening("127.0.0.1", 0)
            .registering(Registration.OPEN, 100);
    try (Server server = Server.start(settings, plain);
        Client peer = register("peer", plain.link)) {
      Client victim = register("victim", plain.link);
      String address = victim.address();
      victim.createGroup("team", List.of("peer"));
      victim.close();
      List<Talker> talkers = List.of(new Talker(peer, "victim"), new Talker(peer, "#team"));
      int next = 0;
      for (int crash = 0; crash < crashes.count(); crash++) {
        next = killedAfter(crashes, next);
      }
      assertThat(next).as("messages that were accepted").isPositive();
      try (Client back = Client.open(temp.resolve("victim"), new Unlock.KeyFile())) {
        settle(back, peer, talkers, address, next, crashes);
      }
      assertThat(server.port()).isPositive();
    }
  }

  /// One life of the client. The next begins at the first number that was not printed as accepted,
  /// so that a number may be sent again, under the same id.
  private int killedAfter(Crashes crashes, int next) throws Exception {
    Victim life =
        Victim.start(
            temp.resolve("victim.log"),
            KilledClient.class.getName(),
            List.of(temp.resolve("victim").toString(), Integer.toString(next)));
    life.awaitLine("online"::equals);
    for (int few = crashes.random().nextInt(FEW); few > 0; few--) {
      life.awaitLine(line -> line.startsWith("accepted "));
    }
    crashes.awaitTheMoment();
    assertThat(life.isAlive()).as("the client lives until it is killed; " + life.lines()).isTrue();
    life.kill();
    return (int)
        (next + life.lines().stream().filter(line -> line.startsWith("accepted ")).count());
  }

  private static void settle(
      Client back, Client peer, List<Talker> talkers, String address, int next, Crashes crashes)
      throws ClientException, InterruptedException, ExecutionException {
    back.connect();
    back.awaitOnline(PATIENCE);
    List<String> privately = talkers.get(0).finish();
    List<String> inTeam = talkers.get(1).finish();
    back.flush(PATIENCE);
    // What was in the outbox at the last kill goes out now: at most the one number more.
    int sent =
        Ledger.texts(back, "peer", address).size() + Ledger.texts(back, "#team", address).size();
    assertThat(sent).as(crashes.replay()).isBetween(next, next + 1);
    for (String conversation : List.of("peer", "#team")) {
      List<String> expected =
          IntStream.range(0, sent)
              .filter(number -> KilledClient.conversation(number).equals(conversation))
              .mapToObj(KilledClient::text)
              .toList();
      String there = conversation.equals("peer") ? "victim" : conversation;
      Ledger.holds(peer, there, address, expected, crashes.replay());
    }
    Ledger.holds(back, "peer", peer.address(), privately, crashes.replay());
    Ledger.holds(back, "#team", peer.address(), inTeam, crashes.replay());
  }

  private Client register(String name, String link) throws ClientException {
    Client client = Client.register(temp.resolve(name), new Unlock.KeyFile(), link, name);
    client.connect();
    client.awaitOnline(PATIENCE);
    return client;
  }

  private static final class Plain implements Listener {
    private volatile String link = "";

    @Override
    public void invite(String invite) {}

    @Override
    public void link(String plain) {
      link = plain;
    }

    @Override
    public void code(String address, String code) {}

    @Override
    public void ready(String host, int port, String fingerprint, String metrics) {}

    @Override
    public void failed(String sentence) {
      throw new AssertionError(sentence);
    }
  }
}

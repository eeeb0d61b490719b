package sotto.tests.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.client.Client;
import sotto.client.Unlock;

/// Invariant 5: "An acknowledgement means durable." The server is killed, its clients live on.
@Tag("invariant-5")
@Tag("rule-9")
@Tag("rule-10")
class ServerCrashTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path temp;

  @Test
  void nothingAcceptedIsLostDoubledOrReorderedHoweverOftenTheServerIsKilled() throws Exception {
    Crashes crashes = Crashes.configured();
    Path data = temp.resolve("server");
    Victim server = serve(data);
    String ready = server.awaitLine(line -> line.startsWith("ready "));
    String link = "sotto://" + ready.split(" ")[1] + "/#" + ready.split(" ")[2];
    try (Client alice = register("alice", link);
        Client bob = register("bob", link);
        Client carol = register("carol", link)) {
      alice.createGroup("team", List.of("bob", "carol"));
      List<Talker> talkers =
          List.of(new Talker(alice, "bob"), new Talker(alice, "#team"), new Talker(bob, "#team"));
      for (int crash = 0; crash < crashes.count(); crash++) {
        if (crash % 2 == 0) {
          talkers.get(crash / 2 % talkers.size()).awaitProgress();
        }
        crashes.awaitTheMoment();
        server.kill();
        server = serve(data);
        server.awaitLine(line -> line.startsWith("ready "));
        // As a person who opens the chat again would: not waiting for the next try by itself.
        List.of(alice, bob, carol).forEach(Client::connect);
      }
      List<List<String>> said = new ArrayList<>();
      for (Talker talker : talkers) {
        said.add(talker.finish());
      }
      Ledger.holds(bob, "alice", alice.address(), said.get(0), crashes.replay());
      Ledger.holds(bob, "#team", alice.address(), said.get(1), crashes.replay());
      Ledger.holds(carol, "#team", alice.address(), said.get(1), crashes.replay());
      Ledger.holds(alice, "#team", bob.address(), said.get(2), crashes.replay());
      Ledger.holds(carol, "#team", bob.address(), said.get(2), crashes.replay());
    } finally {
      server.kill();
    }
  }

  private Victim serve(Path data) throws Exception {
    return Victim.start(
        Files.createDirectories(temp).resolve("server.log"),
        "sotto.app.Main",
        List.of(
            "serve", "--data", data.toString(), "--listen", "127.0.0.1:0", "--register", "open"));
  }

  private Client register(String name, String link) throws Exception {
    Client client = Client.register(temp.resolve(name), new Unlock.KeyFile(), link, name);
    client.connect();
    client.awaitOnline(PATIENCE);
    return client;
  }
}

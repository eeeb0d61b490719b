package sotto.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Unlock;

/// The commands as a script uses them, on a real server.
class CommandsTest extends InTown {
  private static final String ID = "[0-9a-f]{64}";
  private static final String TIME = "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z\"";

  @Test
  void aMessageGoesFromSendToReceiveAndTheReceiptsComeBack() throws Exception {
    town.settle("alice", "bob");
    var sent = town.as("alice", "send", "bob", "hello", "--json");
    assertThat(sent.out())
        .matches(
            "\\{\"event\":\"sent\",\"id\":\""
                + ID
                + "\",\"conversation\":\"bob@localhost\",\"accepted\":true}\n");
    var received = town.as("bob", "receive", "--json");
    assertThat(received.out())
        .containsPattern(
            "\\{\"event\":\"message\",\"id\":\"%s\",\"conversation\":\"alice@localhost\",\"from\":\"alice@localhost\",\"text\":\"hello\",\"sentAt\":%s,\"receivedAt\":%s}"
                .formatted(ID, TIME, TIME));
    assertThat(town.as("bob", "receive", "--json").out()).doesNotContain("\"event\":\"message\"");
    assertThat(ok("bob", "send", "alice", "hello back")).matches(ID + "\n");
    assertThat(ok("bob", "send", "alice@localhost", "and again")).matches(ID + "\n");
    assertThat(ok("alice", "receive", "--wait", "5", "--count", "2"))
        .contains("hello back", "and again");
    assertThat(ok("bob", "receive", "--json", "--wait", "3"))
        .contains("\"event\":\"receipt\"", "\"kind\":\"delivered\"");
  }

  @Test
  void receiptsThatAreSwitchedOffDoNotGoOutUntilTheyAreOnAgain() throws Exception {
    town.settle("alice", "bob");
    ok("bob", "send", "alice", "hello");
    ok("alice", "receive");
    assertThat(
            ok("bob", "settings", "--delivery-receipts", "off", "--read-receipts", "off", "--json"))
        .isEqualTo(
            "{\"event\":\"settings\",\"deliveryReceipts\":\"off\",\"readReceipts\":\"off\",\"presence\":\"on\"}\n");
    ok("alice", "send", "bob", "tell nobody");
    assertThat(ok("bob", "receive")).contains("tell nobody");
    assertThat(ok("bob", "settings", "--delivery-receipts", "on")).containsPattern("read.* off");
    ok("alice", "send", "bob", "that it came");
    assertThat(ok("bob", "receive")).contains("that it came");
    ok("alice", "receive");
    assertThat(ok("alice", "history", "bob").lines().skip(1))
        .anyMatch(line -> line.contains("tell nobody") && !line.contains("✓✓"))
        .anyMatch(line -> line.contains("that it came") && line.endsWith("✓✓"));
    assertThat(town.as("bob", "settings", "--presence", "maybe").exitCode()).isEqualTo(2);
  }

  @Test
  void whatACommandSaidReceiveDoesNotSayAgainAndAConversationBeginsBeforeItsFirstText()
      throws Exception {
    town.settle("alice", "bob");
    ok("alice", "group", "create", "team", "bob");
    ok("alice", "group", "rename", "team", "friends");
    assertThat(ok("alice", "receive")).isEmpty();
    ok("alice", "send", "bob", "first");
    assertThat(ok("alice", "history", "bob").lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("begins"),
            line -> assertThat(line).contains("first"));
    assertThat(CommandRun.of("server-view", "--data", folder.resolve("server").toString()).out())
        .containsPattern("alice@localhost .* [1-9]\\d? +\\d+\n");
  }

  @Test
  void theServersViewSaysWhichKeyExchangeItsConnectionsHave() throws Exception {
    town.settle("alice");
    String data = folder.resolve("server").toString();
    try (var alice = Client.open(folder.resolve("alice"), new Unlock.KeyFile())) {
      alice.connect();
      alice.awaitOnline(Duration.ofSeconds(30));
      // The server may notice a moment later that the connection of the registration has ended; and
      // a busy one is asked again.
      String one = "\"event\":\"connections\",\"keyExchange\":\"[^\"]+\",\"open\":1}";
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      String seen = connections(data);
      while (!seen.matches("(?s).*" + one + ".*") && System.nanoTime() < end) {
        Thread.sleep(50);
        seen = connections(data);
      }
      assertThat(seen).containsPattern(one);
    }
    town.stop();
    assertThat(connections(data)).doesNotContain("\"event\":\"connections\"");
    town.start();
  }

  private static String connections(String data) {
    return CommandRun.of("server-view", "--json", "--data", data).out();
  }

  @Test
  void withJsonNothingElseIsOnStandardOutput() throws Exception {
    town.settle("alice", "bob", "carol");
    String data = folder.resolve("server").toString();
    String id = ok("alice", "send", "bob", "text").strip();
    String[][] lines = {
      {"send", "bob", "another"},
      {"receive"},
      {"group", "create", "team", "bob", "carol"},
      {"group", "add", "team", "bob"},
      {"group", "rename", "team", "friends"},
      {"group", "show", "friends"},
      {"group", "remove", "friends", "carol"},
      {"conversations"},
      {"history", "bob"},
      {"contacts"},
      {"clients"},
      {"safety-number", "bob", "--qr"},
      {"trust", "bob"},
      {"inspect", id},
      {"group", "leave", "friends"},
      {"send", "nobody", "text"},
      {"invite", "--data", data},
      {"server-view", "--data", data},
      {"release", "carol", "--data", data}
    };
    for (String[] line : lines) {
      var args = Stream.concat(Stream.of(line), Stream.of("--json")).toArray(String[]::new);
      assertThat(town.as("alice", args).out().lines())
          .as(String.join(" ", line))
          .allMatch(printed -> printed.matches("\\{\"event\":\"[a-z-]+\".*}"));
    }
  }

  @Test
  void theTextMayComeFromStandardInput() throws Exception {
    town.settle("alice", "bob");
    assertThat(town.typing("two\nlines ü\n", "alice", "send", "bob").exitCode()).isZero();
    assertThat(ok("bob", "receive", "--json")).contains("\"text\":\"two\\nlines \\u00FC\"");
  }

  @Test
  void theSameIdIsSentOnce() throws Exception {
    town.settle("alice", "bob");
    String id = "5a".repeat(32);
    assertThat(ok("alice", "send", "bob", "once", "--id", id)).isEqualTo(id + "\n");
    assertThat(ok("alice", "send", "bob", "once", "--id", id)).isEqualTo(id + "\n");
    assertThat(
            ok("bob", "receive", "--json")
                .lines()
                .filter(line -> line.contains("\"message\"") && line.contains(id)))
        .hasSize(1);
    assertThat(ok("alice", "send", "bob", "ticket", "--id", "ticket-17"))
        .isEqualTo(ok("alice", "send", "bob", "ticket", "--id", "ticket-17"));
    assertThat(ok("bob", "receive").lines().filter(line -> line.contains("ticket"))).hasSize(1);
    assertThat(ok("bob", "history", "alice").lines().filter(line -> line.contains("once")))
        .hasSize(1);
  }

  @Test
  void anotherMessageUnderAUsedIdIsRefusedAndNotLostWithoutAWord() throws Exception {
    town.settle("alice", "bob", "carol");
    ok("alice", "send", "bob", "once", "--id", "ticket");
    for (String[] other : new String[][] {{"bob", "changed"}, {"carol", "once"}}) {
      var run = town.as("alice", "send", other[0], other[1], "--id", "ticket");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("--id");
      assertThat(run.out()).isEmpty();
    }
    assertThat(ok("alice", "send", "bob", "once", "--id", "ticket")).matches(ID + "\n");
  }

  @Test
  void chatTakesRecipientColonMessageForSomebodyNeverWrittenTo() throws Exception {
    town.settle("alice", "bob", "carol");
    ok("alice", "send", "bob", "hello");
    var chat = town.typing("carol:for carol alone\n/exit\n", "alice", "chat", "bob");
    assertThat(chat.exitCode()).as(chat.err()).isZero();
    assertThat(ok("carol", "receive")).contains("for carol alone");
    assertThat(ok("bob", "receive")).doesNotContain("for carol alone");
    town.typing("bob: without a conversation\n/exit\n", "carol", "chat");
    assertThat(ok("bob", "receive")).contains("without a conversation");
  }

  @Test
  void aConversationOfManyIsMadeRenamedShrunkAndLeft() throws Exception {
    town.settle("alice", "bob", "carol");
    assertThat(ok("alice", "group", "create", "team", "bob", "carol", "--json"))
        .isEqualTo(
            "{\"event\":\"membership\",\"conversation\":\"team\",\"added\":[\"bob@localhost\",\"carol@localhost\"],\"removed\":[],\"by\":\"alice@localhost\"}\n");
    ok("alice", "send", "team", "to all");
    assertThat(ok("bob", "receive")).contains("to all");
    assertThat(ok("carol", "receive")).contains("to all");
    ok("alice", "group", "remove", "team", "carol");
    ok("alice", "group", "rename", "team", "pair");
    ok("alice", "send", "#pair", "to bob alone");
    assertThat(ok("bob", "receive")).contains("to bob alone");
    assertThat(ok("carol", "receive")).doesNotContain("to bob alone");
    assertThat(ok("bob", "group", "show", "pair", "--json"))
        .contains("alice@localhost", "bob@localhost")
        .doesNotContain("carol");
    assertThat(ok("bob", "conversations")).contains("#pair");
  }

  @Test
  void aProfileFollowsItsServerToAnotherPort() throws Exception {
    town.settle("alice", "bob");
    town.stop();
    String link = town.startElsewhere();
    ok("alice", "send", "bob", "kept meanwhile", "--no-wait");
    assertThat(ok("alice", "move", link, "--json"))
        .isEqualTo("{\"event\":\"moved\",\"server\":\"127.0.0.1:" + town.port() + "\"}\n");
    ok("alice", "send", "bob", "after the move");
    ok("bob", "move", link.substring(0, link.lastIndexOf('.')));
    assertThat(ok("bob", "receive")).contains("kept meanwhile", "after the move");
    String fingerprint = link.replaceFirst(".*#([0-9a-f]{64}).*", "$1");
    var other = town.as("alice", "move", link.replace(fingerprint, "ab".repeat(32)));
    assertThat(other.exitCode()).isEqualTo(5);
    assertThat(town.as("alice", "move", "nowhere").exitCode()).isEqualTo(2);
  }

  @Test
  void anOldCopyOfAProfileIsToldWhyNothingGoesOut() throws Exception {
    town.settle("alice", "bob");
    ok("alice", "send", "bob", "one");
    Files.createDirectory(folder.resolve("copy"));
    for (String file : new String[] {"profile.db", "unlock"}) {
      Files.copy(folder.resolve("alice").resolve(file), folder.resolve("copy").resolve(file));
    }
    ok("alice", "send", "bob", "two");
    try (var copy = Client.open(folder.resolve("copy"), new Unlock.KeyFile())) {
      copy.connect();
      copy.awaitOnline(Duration.ofSeconds(30));
      var sent = copy.send("bob", "three", Optional.empty());
      assertThatThrownBy(() -> copy.awaitAccepted(sent.id(), Duration.ofSeconds(1)))
          .isInstanceOf(ClientException.Unreachable.class)
          .hasMessageContaining("joined anew");
    }
  }

  @Test
  void aRefusalThatIsKnownIsToldHoweverShortThePatience() throws Exception {
    town.settle("alice");
    try (var alice = Client.open(folder.resolve("alice"), new Unlock.KeyFile())) {
      alice.connect();
      alice.awaitOnline(Duration.ofSeconds(30));
      var sent = alice.send("nobody", "hello", Optional.empty());
      alice.flush(Duration.ofSeconds(30));
      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(() -> alice.awaitAccepted(sent.id(), Duration.ZERO))
            .isInstanceOf(ClientException.Refused.class);
      }
    }
  }

  @Test
  void safetyNumbersAreTheSameOnBothSidesAndTrustVerifies() throws Exception {
    town.settle("alice", "bob");
    ok("alice", "send", "bob", "hello");
    ok("bob", "receive");
    String hers = digits(ok("alice", "safety-number", "bob", "--json"));
    assertThat(hers)
        .matches("[0-9]{60}")
        .isEqualTo(digits(ok("bob", "safety-number", "alice", "--json")));
    assertThat(ok("alice", "safety-number", "bob", "--qr")).contains("█", "▀");
    for (String command : new String[] {"safety-number", "trust"}) {
      assertThat(town.as("alice", command, "alice").err()).contains("your own address");
    }
    ok("alice", "trust", "bob");
    assertThat(ok("alice", "contacts", "--json")).contains("\"trust\":\"verified\"");
  }

  @Test
  void healthAndMetricsStayWhereTheyWereAndServerViewSaysWhere() throws Exception {
    String data = folder.resolve("server").toString();
    String before = page(CommandRun.of("server-view", "--data", data).out());
    assertThat(new String(URI.create(before).toURL().openStream().readAllBytes(), UTF_8))
        .contains("sotto_disk_full");
    town.stop();
    try (var taken =
        new ServerSocket(URI.create(before).getPort(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      town.start();
      assertThat(page(CommandRun.of("server-view", "--data", data).out())).isNotEqualTo(before);
      town.stop();
    }
    town.start();
    assertThat(page(CommandRun.of("server-view", "--data", data).out())).isEqualTo(before);
    assertThat(CommandRun.of("server-view", "--data", data, "--json").out())
        .contains("\"prometheus\":\"" + before + "\"");
  }

  private static String page(String view) {
    return view.lines()
        .filter(line -> line.startsWith("health http://127.0.0.1:"))
        .findFirst()
        .map(line -> line.substring(line.lastIndexOf(" ") + 1))
        .orElseThrow();
  }

  @Test
  void inspectAndServerViewShowTheInsideAndNoPlaintext() throws Exception {
    town.settle("alice", "bob");
    String id = ok("alice", "send", "bob", "a text nobody else may see").strip();
    assertThat(ok("alice", "inspect", id)).contains("message " + id).doesNotContain("nobody else");
    ok("bob", "receive");
    for (String person : new String[] {"alice", "bob"}) {
      assertThat(ok(person, "inspect", id, "--json"))
          .contains("\"epoch\":\"1\"", "\"generation\":\"0\"", "\"suite\":\"MLS_");
    }
    var view = CommandRun.of("server-view", "--data", folder.resolve("server").toString());
    assertThat(view.exitCode()).as(view.err()).isZero();
    assertThat(view.out())
        .contains("alice@localhost", "bob@localhost")
        .doesNotContain("nobody else");
    var json =
        CommandRun.of("server-view", "--json", "--data", folder.resolve("server").toString());
    assertThat(json.out().lines()).allMatch(line -> line.startsWith("{\"event\":\""));
  }

  @Test
  void chatInPlainModeShowsHistoryTakesCommandsAndSends() throws Exception {
    town.settle("alice", "bob");
    ok("alice", "send", "bob", "from before");
    ok("bob", "receive");
    var chat =
        town.typing(
            "/help\n/members\nfrom the chat\nalice: addressed\n/dance\n/exit\n",
            "bob",
            "chat",
            "alice");
    assertThat(chat.exitCode()).as(chat.err()).isZero();
    assertThat(chat.out())
        .contains(
            "from before",
            "/members",
            "alice@localhost",
            "you: from the chat",
            "you: addressed",
            "There is no /dance");
    ok("bob", "receive");
    assertThat(ok("alice", "receive", "--wait", "2")).contains("from the chat", "addressed");
  }

  private String ok(String person, String... args) {
    var run = town.as(person, args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  private static String digits(String json) {
    return json.replaceFirst("(?s).*\"digits\":\"([0-9]*)\".*", "$1");
  }
}

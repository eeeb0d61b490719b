package sotto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sotto.mls.codec.Writer;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.BlobId;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.Code;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.Nonce;
import sotto.protocol.wire.Bytes;

/// A row of the database that does not say what its table says: who needs it is refused, everybody
/// else is served, and the operator reads a line.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedRowsTest {
  private static final String BOB = "address = 'bob@localhost'";

  @TempDir static Path whole;
  @TempDir Path temp;
  private final Person alice = new Person("alice", "localhost");
  private final Person bob = new Person("bob", "localhost");
  private final Person carol = new Person("carol", "localhost");
  private final Person dave = new Person("dave", "localhost");
  private final Person erin = new Person("erin", "localhost");
  private final Bytes damaged = Posts.groupId();
  private final Bytes sound = Posts.groupId();
  private final BlobId blob = BlobId.of(Posts.random(32));
  private String link = "";
  private String code = "";

  /// Alice writes to bob, carol to dave; both pairs are away when the server stops.
  @BeforeAll
  void aServerWithSomethingInEachTable() throws Exception {
    Running running = new Running();
    try (Server server = running.start(settings(whole))) {
      for (Person person : List.of(alice, bob, carol, dave)) {
        person.register(server, running.invite(whole)).close();
      }
      link = running.invite(whole);
      try (Peer peer = Peer.greeted(server)) {
        peer.ask(
            new ClientFrame.RequestCode(erin.who.address(), erin.account()),
            ServerFrame.CodeSent.class);
      }
      code = running.codes.getFirst().split(" ")[1];
      try (Peer b = bob.online(server)) {
        b.ask(
            new ClientFrame.PublishKeyPackages(List.of(keyPackage()), Optional.of(keyPackage())),
            ServerFrame.Stock.class);
        b.ask(
            new ClientFrame.PutBlob(blob, 100, 0, Bytes.wrap(Posts.random(100))),
            ServerFrame.BlobProgress.class);
      }
      try (Peer a = alice.online(server)) {
        talk(a, damaged, alice, bob);
      }
      try (Peer c = carol.online(server)) {
        talk(c, sound, carol, dave);
      }
    }
    // Tables that only fill later.
    try (Connection database = database(whole);
        Statement sql = database.createStatement()) {
      sql.execute("INSERT INTO released (bodies) VALUES (x'0000000000000063')");
      sql.execute(
          """
          INSERT INTO tombstone SELECT q.id, g.id, 5, 1, 1, 2, 0
          FROM queue q, conversation_group g WHERE q.address = 'bob@localhost' LIMIT 1\
          """);
      sql.execute(
          """
          INSERT INTO verdict_block SELECT id, 9, 1, zeroblob(116) FROM queue
          WHERE address = 'alice@localhost'\
          """);
    }
  }

  private static void talk(Peer from, Bytes group, Person one, Person other) throws Exception {
    LoopbackTest.judged(from, Posts.create(1, group));
    LoopbackTest.judged(from, Posts.commit(2, group, 0, List.of(one.who, other.who)));
    LoopbackTest.judged(from, Posts.application(3, group, 1, Posts.random(300)));
  }

  /// One start of the server for tables that do not hide each other's damage.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          account                               | cut off | -1   | address LIKE 'bob%'
          queue                                 | garbage | -1   | address LIKE 'bob%'
          conversation_group                    | cut off | 9e18 | id = 1
          body                                  | garbage | -1   | id = 1
          entry                                 | garbage | 9e18 | body = 1
          verdict_log verdict_block tombstone   | cut off | -1   | true
          invite code key_package blob released | garbage | -1   | true
          """)
  void aDamagedRowOfAnyTableIsTheTroubleOfWhoNeedsItAndOfNobodyElse(
      String tables, String kind, String numbers, String row) throws Exception {
    String blobs =
        kind.equals("garbage") ? "x'ff07ee5a51ff0c'" : "substr(%1$s, 1, length(%1$s) / 2)";
    Path data = copied();
    for (String table : tables.split(" ")) {
      damage(data, table, row, blobs, numbers);
    }
    everybodyElseIsServed(data);
  }

  private void everybodyElseIsServed(Path data) throws Exception {
    Running running = new Running();
    try (Server server = running.start(settings(data))) {
      whoMayBeHurt(server);
      try (Peer d = dave.online(server);
          Peer c = carol.online(server)) {
        Delivery message = d.next(ServerFrame.Deliver.class).delivery();
        d.next(ServerFrame.CaughtUp.class);
        acknowledge(d, message);
        Submission more = Posts.application(50, sound, 1, Posts.random(100));
        c.send(Posts.submit(more));
        Delivery live = d.next(ServerFrame.Deliver.class).delivery();
        acknowledge(d, live);
        assertThat(c.next(ServerFrame.Judged.class).verdict()).isInstanceOf(Verdict.Accepted.class);
        assertThat(lookup(d, carol)).isInstanceOf(ServerFrame.Answer.class);
        new Person("newcomer", "localhost").register(server, running.invite(data)).close();
      }
      ServerView.read(data);
    }
    assertThat(running.failures).isEmpty();
  }

  /// Everything that could meet the row, whatever comes of it.
  private void whoMayBeHurt(Server server) throws Exception {
    try (Peer a = Peer.greeted(server);
        Peer b = Peer.greeted(server);
        Peer e = Peer.greeted(server);
        Peer f = Peer.greeted(server)) {
      b.ask(bob.login(b));
      a.ask(alice.login(a));
      a.ask(Posts.submit(Posts.application(3, damaged, 1, Posts.random(50))));
      a.ask(Posts.submit(Posts.application(8, damaged, 1, Posts.random(50))));
      a.ask(Posts.submit(Posts.commit(9, damaged, 1, List.of(alice.who, bob.who))));
      lookup(a, bob);
      a.ask(new ClientFrame.GetBlob(blob, 0));
      e.ask(erin.registration(e, new Admission.ByCode(Code.parse(code))));
      f.ask(new Person("frank", "localhost").registration(f, Person.byInvite(link)));
    } catch (IOException ended) {
      assertThat(ended).isNotNull(); // for one of them
    }
  }

  @Test
  void aDamagedClientListRefusesLookupsAndLoginsOfThatAccountAndTheOperatorReadsWhichAndWhatToDo()
      throws Exception {
    Path data = copied();
    execute(data, "UPDATE account SET list = x'00' WHERE " + BOB);
    Running running = new Running();
    try (Server server = running.start(settings(data));
        Peer a = alice.online(server);
        Peer b = Peer.greeted(server)) {
      assertThat(code(b.ask(bob.login(b)))).isEqualTo(ErrorCode.INTERNAL);
      assertThat(code(lookup(a, bob))).isEqualTo(ErrorCode.INTERNAL);
      assertThat(code(lookup(a, bob))).isEqualTo(ErrorCode.INTERNAL);
      assertThat(running.damages)
          .singleElement()
          .asString()
          .contains("account", "bob@localhost", "is refused, everybody else is served", "release");
      assertThat(metrics(server)).contains("\nsotto_damaged_rows_total 3\n", "rollbacks_total 0\n");
      assertThat(ServerView.read(data).accounts())
          .extracting(ServerView.Account::address)
          .contains("bob@localhost");

      Accounts.release(data, "bob");
      Person again = new Person("bob", "localhost");
      again.register(server, running.invite(data)).close();
      ServerFrame.Answer answer = (ServerFrame.Answer) lookup(a, again);
      assertThat(answer.answer().answer().entry()).isInstanceOf(DirectoryEntry.Account.class);
      again.online(server).close();
    }
  }

  @Test
  void aDamagedBodyIsAGapForItsRecipientAndWhatComesAfterItIsDelivered() throws Exception {
    Path data = copied();
    execute(
        data,
        """
        UPDATE body SET bytes = x'99' WHERE id =
          (SELECT MAX(e.body) FROM entry e JOIN queue q ON q.id = e.queue WHERE q.%s)\
        """
            .formatted(BOB));
    Running running = new Running();
    try (Server server = running.start(settings(data));
        Peer a = alice.online(server)) {
      Submission next = Posts.application(4, damaged, 1, Posts.random(100));
      LoopbackTest.judged(a, next);
      try (Peer b = bob.online(server)) {
        List<DeliveryBody> came = new ArrayList<>();
        while (came.isEmpty() || !isMessage(came.getLast(), next)) {
          came.add(b.next(ServerFrame.Deliver.class).delivery().body());
        }
        assertThat(came).anyMatch(DeliveryBody.Tombstone.class::isInstance);
      }
      assertThat(running.damages).singleElement().asString().contains("body");
    }
  }

  @Test
  void aServerWhoseOwnSettingsAreDamagedSaysWhichOneAndDoesNotStart() throws Exception {
    Path data = copied();
    execute(data, "UPDATE setting SET value = x'ff' WHERE name = 'boots'");
    assertThatThrownBy(() -> new Running().start(settings(data)))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("setting")
        .hasMessageContaining("boots")
        .hasMessageContaining("put back a copy");
  }

  private static boolean isMessage(DeliveryBody body, Submission wanted) {
    return body instanceof DeliveryBody.Message message && message.submission().equals(wanted.id());
  }

  private static ErrorCode code(ServerFrame answer) {
    return ((ServerFrame.Failed) answer).refusal().code();
  }

  private static ServerFrame lookup(Peer peer, Person whom) throws IOException {
    return peer.ask(
        new ClientFrame.Lookup(
            Nonce.of(Posts.random(32)),
            whom.who.address(),
            ClientFrame.Lookup.Wanted.LIST_AND_KEY_PACKAGES));
  }

  private static void acknowledge(Peer peer, Delivery entry) throws IOException {
    peer.send(new ClientFrame.Acknowledge(List.of(new Acknowledgement.Stored(entry.entry()))));
  }

  private static String metrics(Server server) throws IOException {
    try (var page =
        URI.create("http://" + server.metricsAddress() + "/metrics").toURL().openStream()) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ServerSettings settings(Path data) {
    return Running.settings(data).registering(Registration.CODE, 20);
  }

  private Path copied() throws IOException {
    Path copy = Files.createTempDirectory(temp, "data");
    try (var files = Files.walk(whole)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(whole.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return copy;
  }

  /// Overwrites all that is not a key of the row, by type.
  private static void damage(Path data, String table, String row, String blobs, String numbers)
      throws SQLException {
    try (Connection database = database(data);
        Statement sql = database.createStatement()) {
      List<String> changes = new ArrayList<>();
      try (ResultSet columns = sql.executeQuery("PRAGMA table_info(" + table + ")")) {
        while (columns.next()) {
          String name = columns.getString("name");
          boolean key = columns.getInt("pk") > 0 || name.equals("address");
          if (!key && columns.getString("type").startsWith("B")) {
            boolean number = columns.getString("type").equals("BIGINT");
            changes.add(name + " = " + (number ? numbers : blobs.formatted(name)));
          }
        }
      }
      if (!changes.isEmpty()) {
        sql.execute("UPDATE " + table + " SET " + String.join(", ", changes) + " WHERE " + row);
      }
    }
  }

  private static void execute(Path data, String change) throws SQLException {
    try (Connection database = database(data);
        Statement sql = database.createStatement()) {
      assertThat(sql.executeUpdate(change)).isPositive();
    }
  }

  private static Connection database(Path data) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("server.db"));
  }

  private static Bytes keyPackage() {
    return Bytes.wrap(
        new Writer().uint16(1).uint16(5).uint16(1).uint16(1).fixed(Posts.random(200)).toBytes());
  }
}

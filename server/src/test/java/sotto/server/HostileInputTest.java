package sotto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.Acknowledgement;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.Submission;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.Code;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.wire.Bytes;

/// What no client should say, over real sockets: attacks R2, R11, A1, A3, N4, N10 and bad input.
class HostileInputTest {
  @TempDir Path data;
  private final Running running = new Running();

  @Tag("rule-2")
  @Test
  void theServerProvesItselfAndTheTlsKeyItIsSeenWith() throws Exception {
    try (Server server = running.start(Running.settings(data));
        Peer peer = Peer.greeted(server)) {
      assertThat(peer.protocol()).isEqualTo("TLSv1.3");
      assertThat(peer.proof.tlsKey()).isEqualTo(peer.tlsKey());
      assertThat(server.fingerprint()).isEqualTo(Fingerprint.of(peer.proof.server()).text());
      peer.proof
          .statement(peer.nonce)
          .verify(Person::verifies, peer.proof.server().bytes(), peer.proof.signature());
    }
  }

  /// What somebody recorded, or changed on its way, registers nobody.
  @Tag("rule-2")
  @Test
  void aRegistrationThatTheAccountDidNotSignForThisConnectionIsRefused() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      Person alice = new Person("alice", "localhost");
      Admission invite = Person.byInvite(running.invites.getFirst());
      try (Peer first = Peer.greeted(server);
          Peer replayed = Peer.greetedAs(first, server)) {
        ClientFrame.Register recorded = alice.registration(first, invite);
        assertThat(code(replayed.ask(recorded))).isEqualTo(ErrorCode.SIGNATURE);
        first.ask(recorded, ServerFrame.Registered.class);
      }
    }
  }

  @Tag("rule-2")
  @Test
  void aLoginRecordedOnOneConnectionIsWorthNothingOnAnother() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      Person alice = new Person("alice", "localhost");
      alice.register(server, running.invites.getFirst()).close();
      Peer first = Peer.greeted(server);
      ClientFrame.Login recorded = alice.login(first);
      first.ask(recorded, ServerFrame.LoggedIn.class);
      // The whole recording, the client's nonce included; and a nonce of the client's own.
      try (Peer replayed = Peer.greetedAs(first, server)) {
        assertThat(replayed.proof.nonce()).isNotEqualTo(first.proof.nonce());
        assertThat(code(replayed.ask(recorded))).isEqualTo(ErrorCode.LOGIN_REFUSED);
      }
      try (Peer second = Peer.greeted(server)) {
        assertThat(code(second.ask(recorded))).isEqualTo(ErrorCode.LOGIN_REFUSED);
      }
      first.close();
    }
  }

  /// A server in the middle shows its own TLS key and identity, hands on the other's nonce, and
  /// passes the client's answer to the other.
  @Tag("rule-2")
  @Test
  void aLoginThatAServerInTheMiddlePassesOnIsRefused() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      Person alice = new Person("alice", "localhost");
      alice.register(server, running.invites.getFirst()).close();
      Hash otherTls = Hash.sha256("another TLS key".getBytes(StandardCharsets.UTF_8));
      ServerKey other = ServerKey.of(new byte[32]);
      try (Peer peer = Peer.greeted(server)) {
        ServerKey own = peer.proof.server();
        assertThat(code(peer.ask(alice.login(peer, own, otherTls))))
            .isEqualTo(ErrorCode.LOGIN_REFUSED);
      }
      try (Peer peer = Peer.greeted(server)) {
        Hash own = peer.proof.tlsKey();
        assertThat(code(peer.ask(alice.login(peer, other, own))))
            .isEqualTo(ErrorCode.LOGIN_REFUSED);
      }
      alice.online(server).close();
    }
  }

  @Tag("rule-2")
  @Test
  void aLoginWithAnotherKeyIsRefused() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      Person alice = new Person("alice", "localhost");
      alice.register(server, running.invites.getFirst()).close();
      Person mallory = new Person("alice", "localhost");
      try (Peer peer = Peer.greeted(server)) {
        ClientFrame.Login forged =
            new ClientFrame.Login(alice.who, mallory.login(peer).signature());
        assertThat(code(peer.ask(forged))).isEqualTo(ErrorCode.LOGIN_REFUSED);
      }
    }
  }

  @Test
  void nothingIsAnsweredBeforeLoginButWhatLeadsToIt() throws Exception {
    try (Server server = running.start(Running.settings(data));
        Peer peer = Peer.greeted(server)) {
      Submission anything = Posts.create(1, Posts.groupId());
      assertThat(code(peer.ask(Posts.submit(anything)))).isEqualTo(ErrorCode.OUT_OF_ORDER);
      var lookup =
          new ClientFrame.Lookup(
              Nonce.of(new byte[32]),
              new Person("bob", "localhost").who.address(),
              ClientFrame.Lookup.Wanted.LIST);
      assertThat(code(peer.ask(lookup))).isEqualTo(ErrorCode.OUT_OF_ORDER);
    }
  }

  @Tag("invariant-9")
  @Test
  void garbageEndsOnlyTheConnectionThatSentIt() throws Exception {
    Random random = new Random(11);
    try (Server server = running.start(Running.settings(data));
        Peer honest = Peer.greeted(server)) {
      for (int i = 0; i < 30; i++) {
        byte[] garbage = new byte[random.nextInt(200)];
        random.nextBytes(garbage);
        try (Peer peer = i % 2 == 0 ? Peer.open(server) : Peer.greeted(server)) {
          if (i % 3 == 0) {
            peer.writeRaw(garbage);
          } else {
            peer.write(2, garbage);
          }
          assertThatThrownBy(() -> readAll(peer)).isInstanceOf(IOException.class);
        }
      }
      assertThat(honest.ask(new ClientFrame.GetPolicy()))
          .isInstanceOf(ServerFrame.CurrentPolicy.class);
    }
  }

  @Tag("rule-16")
  @Tag("invariant-9")
  @Test
  void aFrameTooLargeBeforeLoginIsRefusedByItsLengthAlone() throws Exception {
    try (Server server = running.start(Running.settings(data));
        Peer peer = Peer.greeted(server)) {
      byte[] header = {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 0x7f, 0, 0, 0, 1, 2, 3, 4};
      peer.writeRaw(header);
      assertThatThrownBy(() -> readAll(peer)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aSecondConnectionOfAClientEndsTheFirstAndBothAreTold() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      Person alice = new Person("alice", "localhost");
      alice.register(server, running.invites.getFirst()).close();
      try (Peer first = alice.online(server);
          Peer second = alice.online(server)) {
        assertThat(first.next(ServerFrame.Ending.class).reason())
            .isEqualTo(ServerFrame.Ending.Reason.DISPLACED);
        second.next(ServerFrame.TookOver.class);
      }
    }
  }

  @Test
  void anInviteRedeemedByManyAtOnceRegistersOne() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      String invite = running.invites.getFirst();
      List<Callable<ServerFrame>> tries = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Person person = new Person("p" + i, "localhost");
        tries.add(() -> {
          try (Peer peer = Peer.greeted(server)) {
            return peer.ask(person.registration(peer, Person.byInvite(invite)));
          }
        });
      }
      List<ServerFrame> answers = atOnce(tries);
      assertThat(answers).filteredOn(ServerFrame.Registered.class::isInstance).hasSize(1);
      assertThat(answers)
          .filteredOn(ServerFrame.Failed.class::isInstance)
          .allMatch(answer -> code(answer) == ErrorCode.INVITE_USED);
    }
  }

  @Tag("rule-6")
  @Test
  void ofManyGuessesAtOnceExactlyFiveAreEvaluated() throws Exception {
    ServerSettings settings = Running.settings(data).registering(Registration.CODE, 100);
    try (Server server = running.start(settings)) {
      Person bob = new Person("bob", "localhost");
      try (Peer peer = Peer.greeted(server)) {
        peer.ask(
            new ClientFrame.RequestCode(bob.who.address(), bob.account()),
            ServerFrame.CodeSent.class);
      }
      String right = running.codes.getFirst().split(" ")[1];
      List<Callable<ServerFrame>> tries = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        String guess = right.equals("111111") ? "222222" : "111111";
        tries.add(() -> {
          try (Peer peer = Peer.greeted(server)) {
            return peer.ask(bob.registration(peer, new Admission.ByCode(parse(guess))));
          }
        });
      }
      List<ServerFrame> answers = atOnce(tries);
      assertThat(answers).filteredOn(a -> code(a) == ErrorCode.CODE_WRONG).hasSize(5);
      assertThat(answers).filteredOn(a -> code(a) == ErrorCode.CODE_TRIES).hasSize(19);
      try (Stream<Path> files = Files.list(data)) {
        for (Path file : files.toList()) {
          assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .doesNotContain(right);
        }
      }
    }
  }

  @Test
  void aSlowReaderIsNotBufferedAndGetsEverythingInOrderInTheEnd() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      Person alice = new Person("alice", "localhost");
      Person bob = new Person("bob", "localhost");
      alice.register(server, running.invites.getFirst()).close();
      bob.register(server, running.invite(data)).close();
      Bytes group = Posts.groupId();
      try (Peer a = alice.online(server);
          Peer b = Peer.open(server, 8 * 1024)) {
        LoopbackTest.judged(a, Posts.create(1, group));
        LoopbackTest.judged(a, Posts.commit(2, group, 0, List.of(alice.who, bob.who)));
        b.greet();
        b.ask(bob.login(b), ServerFrame.LoggedIn.class);
        int count = 3_000;
        for (int i = 0; i < count; i++) {
          a.send(Posts.submit(Posts.application(3 + i, group, 1, content(i))));
          if (i % 100 == 99) {
            for (int j = 0; j < 100; j++) {
              a.next(ServerFrame.Judged.class);
            }
          }
        }
        for (int i = 0; i < count; i++) {
          Delivery delivery = b.next(ServerFrame.Deliver.class).delivery();
          byte[] encoded = delivery.encoded();
          int end = encoded.length;
          int number = (encoded[end - 2] & 0xff) << 8 | encoded[end - 1] & 0xff;
          assertThat(number).isEqualTo(i);
          b.send(
              new ClientFrame.Acknowledge(List.of(new Acknowledgement.Stored(delivery.entry()))));
        }
      }
    }
  }

  private static byte[] content(int number) {
    byte[] content = Posts.random(1_000);
    content[998] = (byte) (number >>> 8);
    content[999] = (byte) number;
    return content;
  }

  @Test
  void aSecondServerOnTheSameFolderSaysSo() throws Exception {
    try (Server server = running.start(Running.settings(data))) {
      assertThat(server.port()).isPositive();
      assertThatThrownBy(() -> running.start(Running.settings(data)))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("Another server runs");
    }
  }

  @Test
  void thePortAndTheNameAreKept() throws Exception {
    int port;
    String fingerprint;
    try (Server server = running.start(Running.settings(data).named("home.example"))) {
      port = server.port();
      fingerprint = server.fingerprint();
      assertThat(port).as("none that the system may lend to others meanwhile").isLessThan(30_000);
    }
    try (Server server = running.start(Running.settings(data));
        Peer peer = Peer.greeted(server)) {
      assertThat(server.port()).isEqualTo(port);
      assertThat(server.fingerprint()).isEqualTo(fingerprint);
      assertThat(peer.proof.name()).isEqualTo("home.example");
    }
    assertThatThrownBy(() -> running.start(Running.settings(data).named("other.example")))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("cannot be renamed");
    assertThat(running.invites).hasSize(1);
  }

  @Test
  void everyFileIsItsOwnersAlone() throws Exception {
    try (Server server = running.start(Running.settings(data.resolve("server")));
        Stream<Path> files = Files.walk(data.resolve("server"))) {
      assertThat(server.port()).isPositive();
      for (Path path : files.toList()) {
        String expected = Files.isDirectory(path) ? "rwx------" : "rw-------";
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void healthAndMetricsAreOnLoopback() throws Exception {
    try (Server server = running.start(Running.settings(data));
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(get(http, server, "/healthz")).isEqualTo("ok\n");
      assertThat(get(http, server, "/metrics")).contains("sotto_connections ");
    }
  }

  private static String get(HttpClient http, Server server, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + server.metricsAddress() + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static void readAll(Peer peer) throws IOException {
    while (true) {
      peer.next();
    }
  }

  private static ErrorCode code(ServerFrame answer) {
    return answer instanceof ServerFrame.Failed failed
        ? failed.refusal().code()
        : ErrorCode.INTERNAL;
  }

  private static Code parse(String digits) throws MlsException {
    return Code.parse(digits);
  }

  private static List<ServerFrame> atOnce(List<Callable<ServerFrame>> tries) throws Exception {
    List<ServerFrame> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(tries.size())) {
      for (Future<ServerFrame> answer : threads.invokeAll(tries)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }

  @Test
  void aCertificateOfTheOperatorsOwnIsShown() throws Exception {
    Path other = data.resolve("other");
    try (Server server = running.start(Running.settings(other))) {
      assertThat(server.port()).isPositive();
    }
    Path pem = other.resolve("tls.pem");
    Path folder = data.resolve("server");
    try (Server server = running.start(Running.settings(folder).certifiedBy(pem, pem));
        Peer peer = Peer.greeted(server)) {
      assertThat(peer.proof.tlsKey()).isEqualTo(peer.tlsKey()).isNotEqualTo(Hash.NONE);
      assertThat(folder.resolve("tls.pem")).doesNotExist();
    }
  }
}

package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sotto.client.Event;
import sotto.client.engine.Trouble.Kind;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.Refusal;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Admission;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.InviteLink;
import sotto.protocol.identity.LoginServer;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.limits.Limits;
import sotto.protocol.limits.Policy;

/// Rules 2 and 21, attacks A1, A3, L3.
class LoginTest {
  private final ScriptedServer server = new ScriptedServer();

  @Test
  void aLinkWithoutATokenToAServerThatAdmitsOnlyByInviteIsAnInviteThatWasCutOff() {
    server.proof =
        said ->
            new LoginServer(
                said.version(),
                said.clientNonce(),
                said.serverNonce(),
                said.name(),
                said.server(),
                said.tlsKey(),
                Admission.INVITE);
    Puppet carol = server.register("carol");
    assertThat(carol.outcomes.values())
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.trouble().kind()).isEqualTo(Trouble.Kind.USAGE);
              assertThat(failed.trouble().sentence()).contains("cut off", "the whole of it");
            });
    assertThat(server.lists).doesNotContainKey(carol.address());
  }

  @Tag("rule-2")
  @Test
  void nothingButHelloLeavesBeforeTheServerHasProvedItself() {
    Puppet alice = new Puppet("alice", server.link(), 1, Limits.MAX_TREE_IN_WELCOME);
    alice.register();
    alice.connect(server.tlsKey);
    assertThat(alice.sent)
        .singleElement()
        .satisfies(request -> assertThat(request.frame()).isInstanceOf(ClientFrame.Hello.class));
  }

  @Tag("rule-2")
  @ParameterizedTest
  @EnumSource
  void aRefusalBeforeTheProofIsNobodysWord(ErrorCode code) {
    for (long request : List.of(0L, 1L)) {
      Puppet alice = greeting();
      alice.hear(
          new ServerReply(request, new ServerFrame.Failed(new Refusal(code, "register at evil"))));
      nothingCounted(alice);
      assertThat(alice.parting).contains("What answers at localhost:7667");
    }
  }

  @Tag("rule-2")
  @ParameterizedTest
  @MethodSource
  void nothingElseCountsBeforeTheProofEither(ServerFrame frame) {
    for (long request : List.of(0L, 1L)) {
      Puppet alice = greeting();
      alice.hear(new ServerReply(request, frame));
      nothingCounted(alice);
    }
  }

  static List<ServerFrame> nothingElseCountsBeforeTheProofEither() throws MlsException {
    Instant now = Instant.parse("2026-11-20T08:00:00Z");
    return List.of(
        new ServerFrame.Ending(ServerFrame.Ending.Reason.DISPLACED),
        new ServerFrame.Ending(ServerFrame.Ending.Reason.DRAINING),
        new ServerFrame.TookOver(),
        new ServerFrame.CaughtUp(),
        new ServerFrame.Presence(Address.parse("bob@localhost"), true),
        new ServerFrame.CurrentPolicy(Policy.NORMAL),
        new ServerFrame.CodeSent(now),
        new ServerFrame.Registered(now),
        new ServerFrame.LoggedIn(0, now, 1, 0, 0, Policy.NORMAL),
        new ServerFrame.Stock(3));
  }

  private Puppet greeting() {
    Puppet alice = new Puppet("alice", server.link(), 1, Limits.MAX_TREE_IN_WELCOME);
    alice.register();
    alice.connect(server.tlsKey);
    return alice;
  }

  /// The connection ends, whoever waits is told that nobody answered, and it is tried again.
  private static void nothingCounted(Puppet alice) {
    assertThat(alice.hungUp).isTrue();
    alice.take(new Input.Closed(alice.parting));
    assertThat(alice.parting).doesNotContain("evil");
    assertThat(alice.halts).isEmpty();
    assertThat(alice.sent).hasSize(1);
    assertThat(alice.outcomes.values())
        .singleElement()
        .isEqualTo(new Outcome.Failed(Trouble.unreachable(alice.parting)));
    assertThat(alice.told).allMatch(Event.Connection.class::isInstance);
    assertThat(Delays.now(alice.state).kind()).isEqualTo(Trouble.Kind.UNREACHABLE);
  }

  @Tag("rule-2")
  @Test
  void aTlsKeyThatTheServerDoesNotVouchForIsASecurityStop() {
    Puppet alice = new Puppet("alice", server.link(), 1, Limits.MAX_TREE_IN_WELCOME);
    alice.register();
    alice.connect(Hash.sha256("somebody in between".getBytes(StandardCharsets.US_ASCII)));
    server.run(alice);
    stopped(alice);
  }

  @Tag("rule-2")
  @Test
  void aProofOverAnotherNonceIsASecurityStop() {
    byte[] other = new byte[32];
    new Random(3).nextBytes(other);
    server.proof =
        s ->
            new LoginServer(
                s.version(),
                Nonce.of(other),
                s.serverNonce(),
                s.name(),
                s.server(),
                s.tlsKey(),
                s.registration());
    Puppet alice = new Puppet("alice", server.link(), 1, Limits.MAX_TREE_IN_WELCOME);
    alice.register();
    alice.connect(server.tlsKey);
    server.run(alice);
    stopped(alice);
  }

  /// It proves its key, and the TLS key, and is still not the server of the invite.
  @Tag("rule-2")
  @Test
  void anotherServersKeyIsASecurityStop() {
    Fingerprint invited = Fingerprint.of(ServerKey.of(new byte[32]));
    InviteLink link = new InviteLink("localhost", 7667, invited, Optional.empty());
    Puppet alice = new Puppet("alice", link, 1, Limits.MAX_TREE_IN_WELCOME);
    alice.register();
    alice.connect(server.tlsKey);
    server.run(alice);
    stopped(alice);
    assertThat(alice.halts.getFirst().sentence()).contains("another identity key");
  }

  @Tag("rule-2")
  @Test
  void aServerOfAnotherVersionIsRefusedBeforeAnythingIsSaid() {
    server.proof =
        s ->
            new LoginServer(
                Limits.VERSION + 1,
                s.clientNonce(),
                s.serverNonce(),
                s.name(),
                s.server(),
                s.tlsKey(),
                s.registration());
    Puppet alice = greeting();
    server.run(alice);
    assertThat(alice.halts).singleElement().extracting(Trouble::kind).isEqualTo(Kind.REFUSED);
    assertThat(alice.sent).allMatch(request -> request.frame() instanceof ClientFrame.Hello);
  }

  @Tag("rule-2")
  @Test
  void noTwoConnectionsHaveOneNonce() {
    Puppet alice = server.register("alice");
    ClientFrame first = alice.sent.getFirst().frame();
    alice.disconnect();
    server.comes(alice);
    assertThat(first).isInstanceOf(ClientFrame.Hello.class);
    assertThat(alice.sent.getFirst().frame()).isNotEqualTo(first);
  }

  @Tag("rule-2")
  @Test
  void aServerUnderAnotherNameIsASecurityStop() {
    Puppet alice = server.register("alice");
    alice.disconnect();
    server.proof =
        s ->
            new LoginServer(
                s.version(),
                s.clientNonce(),
                s.serverNonce(),
                "elsewhere",
                s.server(),
                s.tlsKey(),
                s.registration());
    server.comes(alice);
    assertThat(alice.halts).isNotEmpty();
    assertThat(alice.sent).noneMatch(r -> r.frame() instanceof ClientFrame.Login);
  }

  @Tag("rule-21")
  @Tag("invariant-4")
  @Test
  void anOldCopyRejoinsBeforeItSendsAnything() throws Exception {
    Puppet alice = server.register("alice");
    Puppet bob = server.register("bob");
    alice.says("bob", "one");
    server.run(alice, bob);
    bob.says("alice", "two");
    server.run(alice, bob);
    Map<Table, Map<String, byte[]>> old = bob.snapshot();
    bob.says("alice", "three");
    server.run(alice, bob);
    bob.disconnect();
    bob.restore(old);
    bob.says("alice", "from the old copy");
    int before = server.submitted.size();
    server.comes(bob);
    server.run(alice, bob);
    assertThat(bob.told(Event.Notice.class)).anyMatch(n -> n.sentence().contains("older copy"));
    assertThat(server.submitted.get(before).body()).isInstanceOf(SubmissionBody.Rejoin.class);
    server.run(alice, bob);
    assertThat(alice.told(Event.Rejoined.class)).hasSize(1);
    assertThat(alice.texts()).containsExactly("one", "two", "three", "from the old copy");
  }

  private static void stopped(Puppet alice) {
    assertThat(alice.halts)
        .singleElement()
        .extracting(Trouble::kind)
        .isEqualTo(Trouble.Kind.SECURITY);
    assertThat(alice.sent)
        .as("nothing that names anybody left")
        .allMatch(request -> request.frame() instanceof ClientFrame.Hello);
    assertThat(alice.outcomes.values()).allMatch(Outcome.Failed.class::isInstance);
  }
}

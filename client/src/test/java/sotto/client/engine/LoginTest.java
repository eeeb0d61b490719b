package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Event;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.identity.Hash;
import sotto.protocol.identity.LoginServer;
import sotto.protocol.identity.Nonce;
import sotto.protocol.identity.ServerKey;
import sotto.protocol.limits.Limits;

/// Rules 2 and 21, attacks A1, A3, L3.
class LoginTest {
  private final ScriptedServer server = new ScriptedServer();

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

  @Test
  void aTlsKeyThatTheServerDoesNotVouchForIsASecurityStop() {
    Puppet alice = new Puppet("alice", server.link(), 1, Limits.MAX_TREE_IN_WELCOME);
    alice.register();
    alice.connect(Hash.sha256("somebody in between".getBytes(StandardCharsets.US_ASCII)));
    server.run(alice);
    stopped(alice);
  }

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

  @Test
  void anotherServersKeyIsASecurityStop() {
    server.proof =
        s ->
            new LoginServer(
                s.version(),
                s.clientNonce(),
                s.serverNonce(),
                s.name(),
                ServerKey.of(new byte[32]),
                s.tlsKey(),
                s.registration());
    Puppet alice = new Puppet("alice", server.link(), 1, Limits.MAX_TREE_IN_WELCOME);
    alice.register();
    alice.connect(server.tlsKey);
    server.run(alice);
    stopped(alice);
  }

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

package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.mls.crypto.PortableCrypto;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.RejoinRequest;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.identity.SignedRejoinRequest;
import sotto.protocol.wire.Bytes;

/// Rules 20: who lost a group's state is let in again, once a day by itself.
class RejoinsTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");
  private long entry = 50_000;

  @Tag("rule-20")
  @Test
  void theSecondRejoinOfADayWaitsForAHuman() throws Exception {
    talking();
    Map<Table, Map<String, byte[]>> old = bob.snapshot();
    losesHisState(old);
    server.run(alice, bob);
    assertThat(alice.told(Event.Rejoined.class)).hasSize(1);
    bob.says("alice", "here again");
    server.run(alice, bob);
    losesHisState(old);
    server.run(alice, bob);
    assertThat(alice.told(Event.Rejoined.class)).hasSize(1);
    assertThat(alice.told(Event.Notice.class))
        .anyMatch(n -> n.sentence().contains("run trust bob@localhost"));
    long word = alice.ask(new Command.Trust(bob.address()));
    pass();
    assertThat(alice.told(Event.Rejoined.class)).hasSize(2);
    // Nobody compared safety numbers.
    assertThat(alice.outcomes.get(word)).isEqualTo(new Outcome.Done("ADDED_AGAIN"));
    assertThat(trustInBob()).isEqualTo(Conversation.Trust.UNVERIFIED);
    word = alice.ask(new Command.Trust(bob.address()));
    assertThat(alice.outcomes.get(word)).isEqualTo(new Outcome.Done("VERIFIED"));
    assertThat(trustInBob()).isEqualTo(Conversation.Trust.VERIFIED);
  }

  private Conversation.Trust trustInBob() {
    return Views.contacts(alice.state).getFirst().trust();
  }

  @Tag("rule-20")
  @Test
  void aRequestThatWaitsSurvivesARestart() throws Exception {
    talking();
    Map<Table, Map<String, byte[]>> old = bob.snapshot();
    alice.disconnect();
    losesHisState(old);
    server.run(bob);
    // Alice takes the request in, and is killed before its Commit leaves.
    server.mute = true;
    server.comes(alice);
    server.mute = false;
    alice.disconnect();
    server.comes(alice);
    alice.restart();
    server.comes(alice);
    pass();
    assertThat(alice.told(Event.Rejoined.class)).hasSize(1);
    bob.says("alice", "after the rejoin");
    server.run(alice, bob);
    assertThat(alice.texts()).contains("after the rejoin");
  }

  // --- whose request is honoured ---

  @Tag("rule-20")
  @Test
  void aRequestAsItShouldBeIsHonoured() throws Exception {
    talking();
    asks(request(bob, bob.now, Forgery.keyPackage(bob)));
    assertThat(rejoined()).isTrue();
  }

  @Tag("rule-20")
  @Test
  void whoIsNotOnTheCurrentListIsNotLetIn() throws Exception {
    talking();
    ClientList before = server.lists.get(bob.address()).list();
    ListedClient old = before.clients().getFirst();
    server.lists.put(
        bob.address(),
        SignedClientList.sign(
            before.next(
                bob.now,
                List.of(new ListedClient(ClientId.of(new byte[16]), old.leaf(), old.role()))),
            Cryptography.of(PortableCrypto.create()).signer(bob.state.self().accountKeys())));
    asks(request(bob, bob.now, Forgery.keyPackage(bob)));
    assertThat(rejoined()).isFalse();
    assertThat(alice.told(Event.Notice.class))
        .anyMatch(n -> n.sentence().contains("not on the list of bob@localhost"));
  }

  @Tag("rule-20")
  @Test
  void aServerThatKeepsTheListBackDelaysARejoinAndForgesNone() throws Exception {
    talking();
    server.directory = _ -> new DirectoryEntry.None();
    asks(request(bob, bob.now, Forgery.keyPackage(bob)));
    assertThat(rejoined()).isFalse();
  }

  @Tag("rule-20")
  @ParameterizedTest
  @ValueSource(longs = {25, -25})
  void aRequestOfAnotherDayIsNotHonoured(long hours) throws Exception {
    talking();
    asks(request(bob, bob.now.minus(Duration.ofHours(hours)), Forgery.keyPackage(bob)));
    assertThat(rejoined()).isFalse();
  }

  @Tag("rule-20")
  @Test
  void aKeyPackageThatWasSeenIsNotHonouredAgain() throws Exception {
    talking();
    byte[] keyPackage = Forgery.keyPackage(bob);
    asks(request(bob, bob.now, keyPackage));
    assertThat(rejoined()).isTrue();
    Stream.of(alice, bob).forEach(p -> p.until(p.now.plus(Duration.ofDays(2))));
    server.run(alice, bob);
    alice.told.clear();
    asks(request(bob, bob.now, keyPackage));
    assertThat(rejoined()).isFalse();
    assertThat(alice.told(Event.Notice.class)).isEmpty();
  }

  @Tag("rule-20")
  @Tag("rule-3")
  @Test
  void anothersKeyPackageSignatureOrGroupIsNotHonoured() throws Exception {
    Puppet mallory = server.register("mallory");
    talking();
    RejoinRequest genuine = request(bob, bob.now, Forgery.keyPackage(bob));
    delivered(Forgery.signed(mallory, genuine), genuine.group());
    asks(request(bob, bob.now, Forgery.keyPackage(mallory)));
    RejoinRequest elsewhere =
        new RejoinRequest(
            genuine.who(), Bytes.wrap(new byte[32]), genuine.keyPackage(), bob.now, random());
    delivered(Forgery.signed(bob, elsewhere), genuine.group());
    RejoinRequest hers =
        new RejoinRequest(
            Views.who(mallory.state),
            genuine.group(),
            Bytes.wrap(Forgery.keyPackage(mallory)),
            bob.now,
            random());
    delivered(Forgery.signed(mallory, hers), genuine.group());
    assertThat(rejoined()).isFalse();
    assertThat(alice.state.groups().values().getFirst().group().members()).hasSize(2);
  }

  private boolean rejoined() {
    pass();
    return !alice.told(Event.Rejoined.class).isEmpty();
  }

  private void asks(RejoinRequest request) {
    delivered(Forgery.signed(bob, request), request.group());
  }

  private void delivered(SignedRejoinRequest signed, Bytes group) {
    server
        .queue(Views.who(alice.state))
        .add(
            new Delivery(
                entry++, 1, group, alice.now, new DeliveryBody.Rejoin(Forgery.id(), signed)));
    pass();
  }

  private static RejoinRequest request(Puppet puppet, Instant at, byte[] keyPackage) {
    return new RejoinRequest(
        Views.who(puppet.state),
        Bytes.of(puppet.state.groups().values().getFirst().group().groupId().value()),
        Bytes.wrap(keyPackage),
        at,
        random());
  }

  private static Bytes random() {
    return Forgery.id().bytes();
  }

  private void losesHisState(Map<Table, Map<String, byte[]>> old) throws Exception {
    bob.says("alice", "raises the number");
    server.run(bob);
    bob.disconnect();
    bob.restore(old);
    server.comes(bob);
  }

  private void pass() {
    server.run(alice, bob);
    alice.until(alice.now.plusSeconds(40));
    bob.until(bob.now.plusSeconds(40));
    server.run(alice, bob);
  }

  private void talking() throws Exception {
    alice.says("bob", "one");
    server.run(alice, bob);
    bob.says("alice", "two");
    server.run(alice, bob);
  }
}

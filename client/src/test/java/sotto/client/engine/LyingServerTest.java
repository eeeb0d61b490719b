package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Event;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.ServerReply;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.identity.AccountKey;
import sotto.protocol.identity.ClientKeyPackage;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.DirectoryEntry.Account;
import sotto.protocol.identity.Ed25519;
import sotto.protocol.identity.SignedClientList;
import sotto.protocol.identity.Signer;
import sotto.protocol.wire.Bytes;

/// Rules 3, 4, 11, 13, 19, 23, attacks S1, S5, S7, S12, S14, S15, M1: what a lying server achieves.
class LyingServerTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");

  @Tag("rule-3")
  @Tag("invariant-7")
  @Test
  void aSubstitutedAccountKeyOfAContactStopsSending() throws Exception {
    talking();
    Account mallory = accountOf(server.register("mallory"));
    server.directory =
        entry ->
            entry instanceof Account account
                ? new Account(impostor(account.list()), List.of(), mallory.keyPackages())
                : entry;
    alice.ask(new Command.CreateGroup("trap", List.of(bob.address())));
    server.run(alice, bob);
    assertThat(alice.told(Event.IdentityChanged.class)).hasSize(1);
    assertThat(alice.outcomes.values())
        .anyMatch(
            o -> o instanceof Outcome.Failed f && f.trouble().kind() == Trouble.Kind.SECURITY);
    assertThat(alice.isRefused("bob", "secret").kind()).isEqualTo(Trouble.Kind.SECURITY);
    server.directory = entry -> entry;
    alice.ask(new Command.Trust(bob.address()));
    alice.says("bob", "after trusting");
  }

  @Tag("invariant-7")
  @Test
  void aGhostClientIsNotAdded() {
    Puppet mallory = server.register("mallory");
    Account ghost = accountOf(mallory);
    server.directory =
        entry ->
            entry instanceof Account account
                ? new Account(account.list(), List.of(), relabelled(account, ghost))
                : entry;
    long ticket = alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice, bob);
    failedAsSecurity(ticket);
    nothingCommitted();
  }

  @Tag("rule-4")
  @Test
  void aListThatTheAccountKeyDidNotSignIsNotBelieved() {
    server.directory =
        entry ->
            entry instanceof Account account
                ? new Account(
                    new SignedClientList(
                        account.list().list().next(alice.now, account.list().list().clients()),
                        account.list().signature()),
                    List.of(),
                    account.keyPackages())
                : entry;
    long ticket = alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice, bob);
    failedAsSecurity(ticket);
    nothingCommitted();
  }

  @Tag("rule-23")
  @Test
  void aKeyPackageHandedOutTwiceIsNoticed() {
    ClientKeyPackage[] first = new ClientKeyPackage[1];
    server.directory =
        entry -> {
          if (!(entry instanceof Account account)) {
            return entry;
          }
          if (first[0] == null) {
            first[0] = account.keyPackages().getFirst();
          }
          return new Account(account.list(), List.of(), List.of(first[0]));
        };
    alice.ask(new Command.CreateGroup("one", List.of(bob.address())));
    server.run(alice, bob);
    long second = alice.ask(new Command.CreateGroup("two", List.of(bob.address())));
    server.run(alice, bob);
    failedAsSecurity(second);
  }

  @Tag("rule-13")
  @Tag("invariant-3")
  @Test
  void everyFlippedByteOfAMessageIsRefusedAndTheGenuineOneRead() throws Exception {
    talking();
    alice.says("bob", "genuine");
    server.run(alice);
    Delivery genuine = server.queue(Views.who(bob.state)).poll();
    int size = bodySize(genuine);
    Random random = new Random(5);
    for (int at = 0; at < size; at += 1 + random.nextInt(7)) {
      int where = at;
      server.message = body -> flipped(body, where);
      var before = bob.state.groups().values().getFirst().group();
      // Not the first offer: at that one Bob also asks for the message to be sent again.
      server.queue(Views.who(bob.state)).add(again(genuine, 10_000 + at, 3));
      server.run(bob);
      assertThat(bob.texts()).as("byte " + at).doesNotContain("genuine");
      assertThat(bob.state.groups().values().getFirst().group().epochAuthenticator())
          .isEqualTo(before.epochAuthenticator());
    }
    server.message = body -> body;
    server.queue(Views.who(bob.state)).add(again(genuine, 99_999, 2));
    server.run(alice, bob);
    assertThat(bob.texts()).containsOnlyOnce("genuine");
  }

  @Tag("rule-13")
  @Test
  void whatIsSaidAgainHasTheTimeAtWhichItWasSaidAndIsOneGapWithAName() throws Exception {
    talking();
    Instant said = alice.now;
    alice.says("bob", "damaged on its way");
    server.run(alice);
    Delivery damaged = server.queue(Views.who(bob.state)).getLast();
    server.message = body -> flipped(body, body.size() - 5);
    server.run(bob);
    server.message = body -> body;
    assertThat(bob.texts()).doesNotContain("damaged on its way");
    alice.now = said.plusSeconds(60);
    bob.now = said.plusSeconds(60);
    DeliveryBody dropped = new DeliveryBody.Tombstone(1, said, said, false);
    server
        .queue(Views.who(bob.state))
        .add(new Delivery(70_000, 1, damaged.group(), bob.now, dropped));
    alice.says("bob", "the next");
    server.run(alice, bob);
    assertThat(bob.told(Event.Message.class))
        .filteredOn(m -> m.text().equals("damaged on its way"))
        .singleElement()
        .extracting(Event.Message::sentAt)
        .isEqualTo(said);
    assertThat(bob.told(Event.Message.class))
        .filteredOn(m -> m.text().equals("the next"))
        .extracting(Event.Message::sentAt)
        .containsExactly(said.plusSeconds(60));
    assertThat(bob.told(Event.Gap.class))
        .singleElement()
        .extracting(Event.Gap::from)
        .isEqualTo("alice@localhost");
  }

  @Tag("rule-14")
  @Test
  void whatAQueueSaidThatItDroppedIsNoSecondGapWhenItsSenderWritesAgainButALaterLossIs()
      throws Exception {
    talking();
    for (String lost : List.of("one", "two", "three")) {
      alice.says("bob", lost);
    }
    server.run(alice);
    Delivery last = server.queue(Views.who(bob.state)).getLast();
    server.queue(Views.who(bob.state)).clear();
    DeliveryBody dropped = new DeliveryBody.Tombstone(3, alice.now, alice.now, false);
    server.queue(Views.who(bob.state)).add(new Delivery(70_000, 1, last.group(), bob.now, dropped));
    alice.says("bob", "the next");
    server.run(alice, bob);
    assertThat(bob.texts()).contains("the next");
    assertThat(bob.told(Event.Gap.class))
        .singleElement()
        .extracting(Event.Gap::missing)
        .isEqualTo(3L);
    alice.says("bob", "withheld");
    server.run(alice);
    server.queue(Views.who(bob.state)).clear();
    alice.says("bob", "and on");
    server.run(alice, bob);
    assertThat(bob.told(Event.Gap.class)).extracting(Event.Gap::missing).containsExactly(3L, 1L);
  }

  @Tag("rule-14")
  @Test
  void damagedMessagesThatWereDroppedTogetherAreNoSecondGap() throws Exception {
    talking();
    Instant said = alice.now;
    alice.says("bob", "first");
    server.run(alice);
    alice.now = said.plusSeconds(1);
    alice.says("bob", "second");
    server.run(alice);
    Delivery damaged = server.queue(Views.who(bob.state)).getLast();
    server.message = body -> flipped(body, body.size() - 5);
    server.run(bob);
    server.message = body -> body;
    server.queue(Views.who(bob.state)).clear();
    alice.says("bob", "the next");
    DeliveryBody dropped = new DeliveryBody.Tombstone(2, said, said.plusSeconds(1), false);
    server
        .queue(Views.who(bob.state))
        .add(new Delivery(70_000, 1, damaged.group(), bob.now, dropped));
    server.run(alice, bob);
    assertThat(bob.texts()).contains("first", "second", "the next");
    assertThat(bob.told(Event.Gap.class))
        .extracting(Event.Gap::from)
        .containsExactly("alice@localhost");
  }

  @Tag("rule-13")
  @Test
  void aReplayedMessageIsShownOnce() throws Exception {
    talking();
    alice.says("bob", "once");
    server.run(alice);
    Delivery delivery = server.queues.get(Views.who(bob.state)).peek();
    for (int i = 1; i <= 3; i++) {
      server
          .queue(Views.who(bob.state))
          .add(
              new Delivery(
                  delivery.entry() + 1000 * i,
                  1,
                  delivery.group(),
                  delivery.at(),
                  delivery.body()));
    }
    server.run(alice, bob);
    assertThat(bob.texts()).containsOnlyOnce("once");
    // "`stored` (also for a duplicate)": nothing is offered again, and nobody is asked for
    // anything.
    assertThat(server.queue(Views.who(bob.state))).isEmpty();
    assertThat(bob.told(Event.Unreadable.class)).isEmpty();
  }

  /// In a group that has split, those who cannot read the requests would ask in turn.
  @Tag("rule-13")
  @Test
  void aSenderIsAskedForSoManyInAnHourAndNoMore() throws Exception {
    talking();
    server.message = body -> flipped(body, body.size() - 1);
    for (int i = 0; i < 70; i++) {
      alice.says("bob", "damaged " + i);
    }
    server.run(alice);
    server.run(bob);
    assertThat(bob.told(Event.Unreadable.class))
        .filteredOn(u -> u.remedy().contains("asked to send it again"))
        .hasSize(64);
  }

  @Tag("invariant-8")
  @Tag("rule-19")
  @Test
  void aWithheldMessageLeavesAGap() throws Exception {
    talking();
    alice.says("bob", "withheld");
    server.run(alice);
    server.queues.get(Views.who(bob.state)).clear();
    alice.says("bob", "seen");
    server.run(alice, bob);
    assertThat(bob.told(Event.Gap.class))
        .singleElement()
        .satisfies(gap -> {
          assertThat(gap.missing()).isEqualTo(1);
          assertThat(gap.from()).isEqualTo(alice.address().toString());
        });
  }

  @Test
  void aMessageOfAnotherConversationIsNotTakenForOneOfThis() throws Exception {
    talking();
    alice.ask(new Command.CreateGroup("other", List.of(bob.address())));
    server.run(alice, bob);
    alice.says("other", "for the others");
    server.run(alice);
    Delivery delivery = server.queues.get(Views.who(bob.state)).poll();
    Bytes direct =
        server.groups.keySet().stream()
            .filter(id -> !id.equals(delivery.group()))
            .findFirst()
            .orElseThrow();
    server
        .queue(Views.who(bob.state))
        .add(new Delivery(900, 4, direct, delivery.at(), delivery.body()));
    server.run(bob);
    assertThat(bob.texts()).doesNotContain("for the others");
  }

  @Test
  void aServerThatAnswersNonsenseIsHungUpOn() {
    alice.take(new Input.Garbage("trailing bytes"));
    assertThat(alice.hungUp).isTrue();
    alice.hear(new ServerReply(12345, new ServerFrame.Registered(alice.now)));
    assertThat(alice.hungUp).isTrue();
  }

  // --- ---

  private void talking() throws Exception {
    alice.says("bob", "hello");
    server.run(alice, bob);
    bob.says("alice", "hello");
    server.run(alice, bob);
    assertThat(alice.texts()).hasSize(2);
  }

  private Account accountOf(Puppet puppet) {
    DirectoryEntry[] seen = new DirectoryEntry[1];
    server.directory =
        entry -> {
          seen[0] = entry;
          return entry;
        };
    Puppet asker = server.register("asker" + puppet.name);
    asker.ask(new Command.CreateGroup("x", List.of(puppet.address())));
    server.run(asker, puppet);
    server.directory = entry -> entry;
    return (Account) seen[0];
  }

  /// The same list, by another key.
  private SignedClientList impostor(SignedClientList list) {
    PortableCrypto crypto = PortableCrypto.create();
    SignatureKeyPair keys = crypto.generateSignatureKeyPair(SignatureScheme.ED25519, new Random(1));
    try {
      Signer signer = Ed25519.signer(crypto.signingKey(keys));
      ClientList forged =
          ClientList.first(
              list.list().address(),
              AccountKey.of(keys.publicKey()),
              alice.now,
              list.list().clients().getFirst());
      return SignedClientList.sign(forged, signer);
    } catch (MlsException e) {
      throw new AssertionError(e);
    }
  }

  /// Mallory's KeyPackage under the id of the victim's client.
  private static List<ClientKeyPackage> relabelled(Account victim, Account ghost) {
    return List.of(
        new ClientKeyPackage(
            victim.list().list().clients().getFirst().client(),
            false,
            ghost.keyPackages().getFirst().keyPackage()));
  }

  private void failedAsSecurity(long ticket) {
    assertThat(alice.outcomes.get(ticket))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.trouble().kind()).isEqualTo(Trouble.Kind.SECURITY));
  }

  private void nothingCommitted() {
    assertThat(server.submitted)
        .noneMatch(s ->
            s.body() instanceof SubmissionBody.Commit commit
                && commit.roster().stream().anyMatch(w -> w.address().equals(bob.address())));
  }

  private static Delivery again(Delivery one, long entry, int offer) {
    return new Delivery(entry, offer, one.group(), one.at(), one.body());
  }

  private static Bytes flipped(Bytes body, int at) {
    byte[] bytes = body.toArray();
    bytes[at] ^= 1;
    return Bytes.wrap(bytes);
  }

  private static int bodySize(Delivery delivery) {
    return ((DeliveryBody.Message) delivery.body()).message().size();
  }
}

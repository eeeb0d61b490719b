package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Contradiction;
import sotto.mls.crypto.PortableCrypto;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.DirectoryEntry;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.SignedClientList;

/// What is kept for whoever has to be convinced, and what the size of a Proposal tells: nothing.
class EvidenceTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");

  @Test
  @Tag("rule-4")
  void twoListsThatContradictEachOtherCanBeShown() throws Exception {
    alice.says("bob", "hello");
    server.run(alice, bob);
    SignedClientList genuine = bob.state.self().list().orElseThrow();
    ClientList first = genuine.list();
    ClientList other =
        new ClientList(
            first.address(),
            first.account(),
            first.version(),
            first.previous(),
            first.issuedAt().plusSeconds(1),
            List.of(
                new ListedClient(
                    ClientId.of(new byte[16]),
                    first.clients().getFirst().leaf(),
                    ListedClient.Role.LINKED)));
    SignedClientList shown =
        SignedClientList.sign(
            other, Cryptography.of(PortableCrypto.create()).signer(bob.state.self().accountKeys()));
    server.directory =
        entry ->
            entry instanceof DirectoryEntry.Account
                ? new DirectoryEntry.Account(shown, List.of(), List.of())
                : entry;
    alice.cheats(turn -> Directory.list(turn, bob.address()));
    server.run(alice);
    List<Contradiction> kept = Evidence.toShow(List.copyOf(alice.rows(Table.EVIDENCE).values()));
    assertThat(kept)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.address()).isEqualTo(bob.address().toString());
          assertThat(one.knownHash()).isEqualTo(first.hash().hex());
          assertThat(one.shownHash()).isEqualTo(other.hash().hex());
          Evidence evidence = Evidence.decode(one.signed());
          evidence.known().verified(Cryptography.of(PortableCrypto.create()).check());
          evidence.shown().verified(Cryptography.of(PortableCrypto.create()).check());
        });
  }

  @Test
  @Tag("invariant-10")
  void aProposalHasOneSizeWhateverTheConversation() throws Exception {
    Puppet carol = server.register("carol");
    alice.ask(new Command.CreateGroup("a", List.of(bob.address())));
    alice.ask(new Command.CreateGroup("b".repeat(200), List.of(bob.address(), carol.address())));
    server.run(alice, bob, carol);
    bob.state.talks().values().forEach(talk -> bob.ask(new Command.Accept(talk.key())));
    for (Talk talk : bob.state.talks().values()) {
      bob.ask(new Command.Leave(talk.key()));
    }
    List<Integer> sizes =
        bob.sent.stream()
            .filter(r -> r.frame() instanceof ClientFrame.Submit)
            .map(r -> ((ClientFrame.Submit) r.frame()).submission().body())
            .filter(SubmissionBody.Proposal.class::isInstance)
            .map(body -> ((SubmissionBody.Proposal) body).message().size())
            .toList();
    assertThat(sizes).hasSize(2);
    assertThat(sizes.getFirst()).isEqualTo(sizes.getLast());
  }
}

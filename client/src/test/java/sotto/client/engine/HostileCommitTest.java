package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.client.Event;
import sotto.mls.codec.MlsException;
import sotto.mls.group.CommitRequest;
import sotto.mls.group.Group;
import sotto.mls.group.Identity;
import sotto.mls.group.Proposed;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.Proposal;
import sotto.mls.message.RequiredCapabilities;
import sotto.mls.tree.Extension;
import sotto.mls.tree.ExtensionType;
import sotto.mls.tree.LeafIndex;
import sotto.protocol.content.ApplicationFraming;
import sotto.protocol.content.MimiContent;
import sotto.protocol.frame.Delivery;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.group.ConversationData;
import sotto.protocol.group.ExtensionTypes;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.ConversationId;
import sotto.protocol.wire.Bytes;

/// Attacks S8, S18, S22, M21: Commits, Proposals and Welcomes that the rules forbid. Alice is the
/// administrator, mallory a member like bob.
class HostileCommitTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");
  private final Puppet mallory = server.register("mallory");

  @ParameterizedTest
  @ValueSource(strings = {"name", "administrators", "id", "kind", "requirements"})
  @Tag("rule-24")
  void aMemberChangesNothingOfTheConversation(String what) throws Exception {
    group();
    changes(mallory, what);
    assertThat(data(bob)).isEqualTo(data(alice));
    assertThat(data(bob).name()).isEqualTo("g");
    assertThat(data(bob).isAdministrator(mallory.address())).isFalse();
    assertThat(epoch(bob)).isEqualTo(epoch(alice));
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "kind", "requirements"})
  @Tag("rule-24")
  @Tag("rule-18")
  void evenAnAdministratorDoesNotChangeWhichConversationItIs(String what) throws Exception {
    group();
    ConversationData before = data(bob);
    changes(alice, what);
    assertThat(data(bob)).isEqualTo(before);
  }

  @Test
  @Tag("rule-24")
  void aMemberAddsNobody() throws Exception {
    group();
    KeyPackage stranger = Forgery.strangers(1, mallory).getFirst();
    commits(mallory, CommitRequest.update().add(stranger));
    assertThat(bob.state.groups().values().getFirst().group().members()).hasSize(3);
    assertThat(bob.told(Event.Membership.class)).noneMatch(m -> m.added().contains("s0@localhost"));
  }

  /// Of an account that bob knows: alice, who may add members, adds it with another account key.
  @Test
  @Tag("rule-3")
  void whoIsAddedUnderAKnownNameWithAnotherKeyStopsWhoKnowsTheName() throws Exception {
    group();
    Puppet carol = server.register("carol");
    bob.says("carol", "hello");
    server.run(bob, carol);
    commits(alice, CommitRequest.update().add(Forgery.impostor(Views.who(carol.state), alice)));
    assertThat(bob.told(Event.IdentityChanged.class))
        .extracting(Event.IdentityChanged::address)
        .containsExactly("carol@localhost");
    int before = server.submitted.size();
    assertThat(bob.isRefused("g", "secret").kind()).isEqualTo(Trouble.Kind.SECURITY);
    // Nor does what waited in the outbox leave.
    String talk = HostileMemberTest.group(bob);
    MimiContent text = Words.text(Words.senderUri(bob), Words.roomUri(bob, talk), "waits");
    Words.says(bob, talk, ApplicationFraming.of(text).encoded());
    server.run(bob);
    assertThat(server.submitted).hasSize(before);
  }

  /// Nobody knows better than bob which clients are his.
  @Test
  @Tag("rule-4")
  @Tag("invariant-7")
  void aGhostUnderOnesOwnNameIsRemovedBeforeAnythingIsSaid() throws Exception {
    group();
    ClientAddress ghost = new ClientAddress(bob.address(), ClientId.of(new byte[16]));
    commits(alice, CommitRequest.update().add(Forgery.impostor(ghost, alice)));
    bob.says("g", "among ourselves");
    server.run(bob, mallory);
    assertThat(server.submitted.getLast().body()).isInstanceOf(SubmissionBody.Application.class);
    assertThat(server.submitted.getLast().epoch()).isEqualTo(epoch(bob));
    assertThat(members(bob)).isEqualTo(3);
    assertThat(bob.told(Event.Notice.class)).anyMatch(n -> n.sentence().contains("is not yours"));
    assertThat(mallory.texts()).contains("among ourselves");
  }

  @Test
  @Tag("rule-3")
  void aMemberKeepsItsCredentialForLife() throws Exception {
    group();
    Identity other = Forgery.named(Views.who(mallory.state), mallory.state.self().leafKeys());
    mallory.cheats(turn -> {
      GroupRow row = turn.state().groupOf(HostileMemberTest.group(mallory)).orElseThrow();
      turn.group(row.with(Forgery.careless(row.group())));
    });
    commits(mallory, CommitRequest.update().withIdentity(other));
    assertThat(epoch(bob)).isEqualTo(epoch(alice)).isLessThan(epoch(mallory));
    assertThat(bob.told(Event.Unreadable.class)).hasSize(1);
  }

  /// Whoever loses its state keeps its keys: a member that lets another in under that name is not
  /// followed.
  @Test
  @Tag("rule-3")
  @Tag("rule-20")
  void nobodyComesBackWithOtherKeys() throws Exception {
    group();
    GroupRow row = mallory.state.groups().values().getFirst();
    KeyPackage impostor = Forgery.impostor(Views.who(bob.state), mallory);
    commits(mallory, CommitRequest.update().remove(leaf(row, bob)).add(impostor));
    alice.disconnect();
    server.comes(alice); // the Commit waited for bob's newest list
    assertThat(epoch(alice)).isLessThan(epoch(mallory));
    assertThat(alice.told(Event.Unreadable.class))
        .anyMatch(u -> u.reason().contains("back in with another key"));
  }

  /// The library takes such a Commit, for cryptography forbids it to no member.
  @Test
  @Tag("rule-24")
  void aMemberRemovesNobodyAndWhoWasToGoGoesOn() throws Exception {
    group();
    GroupRow row = mallory.state.groupOf(HostileMemberTest.group(mallory)).orElseThrow();
    commits(mallory, CommitRequest.update().remove(leaf(row, bob)));
    assertThat(bob.told(Event.Unreadable.class)).hasSize(1);
    assertThat(members(alice)).isEqualTo(3);
    assertThat(members(bob)).isEqualTo(3);
    server.submitted.clear();
    bob.says("g", "still here");
    server.run(bob);
    assertThat(server.submitted).anyMatch(s -> s.body() instanceof SubmissionBody.Application);
  }

  @Test
  @Tag("rule-16")
  void aCommitOf65AddsIsRefused() throws Exception {
    group();
    CommitRequest request = CommitRequest.update().add(array(Forgery.strangers(65, alice)));
    alice.cheats(turn -> {
      GroupRow row = turn.state().groupOf(HostileMemberTest.group(alice)).orElseThrow();
      try {
        byte[] message = Commits.make(turn, row.group(), request).committed().message();
        var roster = row.group().members().stream().map(Identities::who).toList();
        Submission submission =
            new Submission(
                Commits.submissionId(turn),
                0,
                Bytes.of(row.group().groupId().value()),
                row.group().epoch(),
                new SubmissionBody.Commit(Bytes.wrap(message), List.of(), roster));
        turn.outgoing(n ->
            new Outgoing(
                n, row.talk(), new Outgoing.Body.Handshake(row.id()), Optional.of(submission), -1));
      } catch (MlsException e) {
        throw new AssertionError(e);
      }
    });
    server.run(alice);
    server.run(bob);
    assertThat(members(bob)).isEqualTo(3);
    assertThat(bob.told(Event.Unreadable.class))
        .anyMatch(u -> u.reason().contains("adds more clients"));
  }

  @Test
  @Tag("rule-16")
  void aCommitOf64AddsIsTaken() throws Exception {
    group();
    commits(alice, CommitRequest.update().add(array(Forgery.strangers(64, alice))));
    assertThat(members(bob)).isEqualTo(67);
  }

  @Test
  @Tag("rule-17")
  void aCommitOfAnUpdateByReferenceIsRefused() throws Exception {
    group();
    proposes(
        mallory,
        (group, turn) ->
            group.proposeUpdate(
                Optional.empty(), Commits.forkTag(group), turn.now(), turn.random()));
    server.run(mallory, alice, bob);
    commits(alice, CommitRequest.update());
    assertThat(epoch(bob)).isLessThan(epoch(alice));
    assertThat(bob.told(Event.Unreadable.class))
        .anyMatch(u -> u.reason().contains("a proposal that conversations do not use"));
  }

  /// Alice may remove members, and may not make a member's wish hers.
  @Test
  @Tag("rule-17")
  void aCommitOfAnothersProposalThatIsNoLeavingIsRefused() throws Exception {
    group();
    proposes(mallory, new Proposal.Add(Forgery.strangers(1, mallory).getFirst()));
    server.run(mallory, alice, bob);
    commits(alice, CommitRequest.update());
    assertThat(epoch(bob)).isLessThan(epoch(alice));
    assertThat(bob.told(Event.Unreadable.class))
        .anyMatch(u -> u.reason().contains("another member's proposal"));
  }

  private void proposes(Puppet puppet, Proposal proposal) {
    proposes(
        puppet,
        (group, turn) ->
            group.propose(proposal, Commits.forkTag(group), turn.now(), turn.random()));
  }

  private interface Wish {
    Proposed of(Group group, Turn turn) throws MlsException;
  }

  private void proposes(Puppet puppet, Wish wish) {
    puppet.cheats(turn -> {
      GroupRow row = turn.state().groupOf(HostileMemberTest.group(puppet)).orElseThrow();
      try {
        Proposed proposed = wish.of(row.group(), turn);
        turn.group(row.with(proposed.group()));
        Submission submission =
            new Submission(
                Commits.submissionId(turn),
                0,
                Bytes.of(row.group().groupId().value()),
                row.group().epoch(),
                new SubmissionBody.Proposal(Bytes.wrap(proposed.message())));
        turn.outgoing(n ->
            new Outgoing(
                n, row.talk(), new Outgoing.Body.Handshake(row.id()), Optional.of(submission), -1));
      } catch (MlsException e) {
        throw new AssertionError(e);
      }
    });
  }

  @Test
  @Tag("rule-17")
  void ofAProposalThatIsNoLeavingNothingComes() throws Exception {
    group();
    proposes(mallory, new Proposal.Remove(leaf(mallory.state.groups().values().getFirst(), bob)));
    server.run(alice, bob, mallory);
    alice.until(alice.now.plusSeconds(60));
    assertThat(server.submitted).noneMatch(s -> s.body() instanceof SubmissionBody.Commit);
    alice.says("g", "undisturbed");
    server.run(alice, bob, mallory);
    assertThat(alice.state.groups().values().getFirst().group().proposals()).isEmpty();
    assertThat(bob.texts()).contains("undisturbed");
    assertThat(members(bob)).isEqualTo(3);
  }

  /// Everybody may honour a rejoin, so a member can put a fresh KeyPackage of somebody's in the
  /// place of the old leaf. It changes nothing of who is a member; the one who did not ask is told.
  @Test
  @Tag("rule-20")
  void whoIsAddedAnewWithoutHavingAskedIsToldAndGoesOn() throws Exception {
    group();
    KeyPackage fresh = server.takes(Views.who(alice.state));
    GroupRow row = mallory.state.groupOf(HostileMemberTest.group(mallory)).orElseThrow();
    commits(mallory, CommitRequest.update().remove(leaf(row, alice)).add(fresh));
    server.run(alice, bob, mallory);
    assertThat(alice.told(Event.Notice.class))
        .anyMatch(n -> n.sentence().contains("had not asked"));
    assertThat(bob.told(Event.Rejoined.class)).hasSize(1);
    alice.says("g", "still the same people");
    for (int i = 0; i < 4; i++) {
      server.run(alice, bob, mallory);
      Stream.of(alice, bob, mallory).forEach(p -> p.until(p.now.plusSeconds(70)));
    }
    server.run(alice, bob, mallory);
    assertThat(bob.texts()).contains("still the same people");
    assertThat(members(alice)).isEqualTo(3);
  }

  // --- Welcomes ---

  @Test
  @Tag("rule-18")
  void aWelcomeForAGroupThatThisClientIsInIsRefused() throws Exception {
    group();
    byte[] group = alice.state.groups().values().getFirst().group().groupId().value();
    byte[] before = alice.state.groups().values().getFirst().group().epochAuthenticator();
    delivered(Forgery.welcome(server, mallory, group, data(mallory), List.of(alice), 7000), alice);
    assertThat(alice.state.groups().values().getFirst().group().epochAuthenticator())
        .isEqualTo(before);
    assertThat(server.submitted).noneMatch(s -> s.body() instanceof SubmissionBody.Rejoin);
    alice.says("g", "in the right group");
    server.run(alice, bob, mallory);
    assertThat(bob.texts()).contains("in the right group");
  }

  @Test
  @Tag("rule-18")
  void whoKnowsAConversationsIdDoesNotPutAnotherGroupInItsPlace() throws Exception {
    group();
    ConversationData trap =
        ConversationData.many(data(alice).id(), "g", List.of(mallory.address()));
    // A group id below all others: of two, that one would be written to.
    delivered(Forgery.welcome(server, mallory, new byte[32], trap, List.of(alice), 7000), alice);
    assertThat(alice.state.groups().size()).isEqualTo(1);
    alice.says("g", "to the right people");
    server.run(alice, bob, mallory);
    assertThat(bob.texts()).contains("to the right people");
  }

  @Test
  @Tag("rule-18")
  @Tag("rule-25")
  void aConversationOfManyNeverPassesForOneOfTwo() throws Exception {
    ConversationData trap =
        ConversationData.many(
            ConversationId.of(
                HexFormat.of().parseHex(Talk.directId(alice.address(), bob.address()))),
            "bob",
            List.of(mallory.address()));
    delivered(Forgery.welcome(server, mallory, new byte[32], trap, List.of(alice), 7000), alice);
    assertThat(alice.state.groups().size()).isEqualTo(1);
    alice.says("bob@localhost", "for bob alone");
    server.run(alice, bob, mallory);
    assertThat(bob.texts()).contains("for bob alone");
    assertThat(alice.shelfOf("for bob alone"))
        .isEqualTo(Talk.directKey(alice.address(), bob.address()));
    assertThat(
            alice
                .state
                .groupOf(Talk.directKey(alice.address(), bob.address()))
                .map(row -> Identities.accounts(row.group())))
        .contains(List.of(alice.address(), bob.address()));
  }

  @Test
  @Tag("rule-23")
  void twoWelcomesForOneKeyPackageMakeOneGroup() throws Exception {
    ConversationData one =
        ConversationData.many(conversation(1), "one", List.of(mallory.address()));
    ConversationData two =
        ConversationData.many(conversation(2), "two", List.of(mallory.address()));
    server.keeps = true;
    Delivery first = Forgery.welcome(server, mallory, group(1), one, List.of(alice), 7000);
    Delivery second = Forgery.welcome(server, mallory, group(2), two, List.of(alice), 7001);
    delivered(first, alice);
    delivered(second, alice);
    assertThat(alice.state.groups().size()).isEqualTo(1);
    assertThat(alice.told(Event.Unreadable.class)).hasSize(1);
    assertThat(alice.hungUp).isFalse();
  }

  @Test
  @Tag("rule-25")
  void oneWelcomeTwiceIsOneConversation() throws Exception {
    ConversationData one =
        ConversationData.many(conversation(1), "one", List.of(mallory.address()));
    Delivery first = Forgery.welcome(server, mallory, group(1), one, List.of(alice), 7000);
    delivered(first, alice);
    delivered(new Delivery(7001, 1, first.group(), first.at(), first.body()), alice);
    assertThat(alice.state.talks().size()).isEqualTo(1);
    assertThat(alice.told(Event.Request.class)).hasSize(1);
    assertThat(alice.told(Event.Unreadable.class)).isEmpty();
  }

  // --- ---

  private void group() {
    alice.ask(new Command.CreateGroup("g", List.of(bob.address(), mallory.address())));
    server.run(alice, bob, mallory);
    bob.ask(new Command.Accept(HostileMemberTest.group(bob)));
    mallory.ask(new Command.Accept(HostileMemberTest.group(mallory)));
    Stream.of(alice, bob, mallory).forEach(p -> p.until(p.now.plusSeconds(60)));
    server.run(alice, bob, mallory);
    server.submitted.clear();
  }

  private void changes(Puppet puppet, String what) {
    ConversationData was = data(puppet);
    Extension extension =
        switch (what) {
          case "name" -> extension(was.named("taken over"));
          case "administrators" ->
              extension(ConversationData.many(was.id(), was.name(), List.of(puppet.address())));
          case "id" ->
              extension(ConversationData.many(conversation(9), was.name(), was.administrators()));
          case "kind" -> extension(ConversationData.direct(was.id()));
          default ->
              new Extension(
                  ExtensionType.REQUIRED_CAPABILITIES,
                  new RequiredCapabilities(List.of(), List.of(), List.of()).encoded());
        };
    commits(
        puppet,
        CommitRequest.update()
            .setExtensions(
                puppet
                    .state
                    .groups()
                    .values()
                    .getFirst()
                    .group()
                    .context()
                    .extensions()
                    .with(extension)));
  }

  private static Extension extension(ConversationData data) {
    return new Extension(ExtensionTypes.CONVERSATION, data.encoded());
  }

  /// Puts a Commit on its way that no honest client would make.
  private void commits(Puppet puppet, CommitRequest request) {
    puppet.cheats(turn -> {
      GroupRow row = turn.state().groupOf(HostileMemberTest.group(puppet)).orElseThrow();
      try {
        Commits.stage(turn, row, Commits.make(turn, row.group(), request), 0);
      } catch (MlsException e) {
        throw new AssertionError(e);
      }
    });
    // The others, as they read it; what its maker believes afterwards is its own affair.
    List<Puppet> others = Stream.of(alice, bob, mallory).filter(one -> one != puppet).toList();
    server.run(puppet);
    server.run(others.toArray(Puppet[]::new));
  }

  private void delivered(Delivery delivery, Puppet to) {
    server.queue(Views.who(to.state)).add(delivery);
    server.run(to);
  }

  private static LeafIndex leaf(GroupRow row, Puppet of) {
    return row.group().members().stream()
        .filter(m -> Identities.who(m).equals(Views.who(of.state)))
        .findFirst()
        .orElseThrow()
        .index();
  }

  private static KeyPackage[] array(List<KeyPackage> packages) {
    return packages.toArray(KeyPackage[]::new);
  }

  private static byte[] group(int number) {
    byte[] group = new byte[32];
    group[0] = (byte) number;
    return group;
  }

  private static ConversationId conversation(int number) {
    byte[] id = new byte[16];
    id[0] = (byte) number;
    return ConversationId.of(id);
  }

  private static ConversationData data(Puppet puppet) {
    return GroupRules.data(puppet.state.groups().values().getFirst().group());
  }

  private static int members(Puppet puppet) {
    return puppet.state.groups().values().getFirst().group().members().size();
  }

  private static long epoch(Puppet puppet) {
    return puppet.state.groups().values().getFirst().group().epoch();
  }
}

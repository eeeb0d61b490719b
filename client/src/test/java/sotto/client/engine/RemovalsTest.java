package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Event;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.group.CommitRequest;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.ClientId;
import sotto.protocol.identity.ClientList;
import sotto.protocol.identity.ListedClient;
import sotto.protocol.identity.SignedClientList;

/// Rules 4, 15, 22: leaves that nobody speaks for any more leave the tree.
class RemovalsTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");
  private final Puppet carol = server.register("carol");

  @Tag("rule-4")
  @Test
  void whoSeesAListWithoutAMembersClientCommitsItsRemoveBeforeSending() throws Exception {
    group();
    carolsListNamesAnotherClient();
    server.submitted.clear();
    // Bob, who is no administrator, sees the new list first: he looks Carol up.
    bob.ask(new Command.CreateGroup("other", List.of(alice.address(), carol.address())));
    server.run(bob);
    bob.says("g", "after the list");
    server.run(bob);
    assertThat(members(bob)).doesNotContain("carol").contains("alice", "bob");
    List<Submission> inGroup =
        server.submitted.stream().filter(s -> s.group().hex().equals(row(bob).id())).toList();
    int commit = first(inGroup, SubmissionBody.Commit.class);
    int text = last(inGroup, SubmissionBody.Application.class);
    assertThat(commit).isNotNegative().isLessThan(text);
    // Alice asks for the list before she judges that Commit, and finds it right.
    server.run(alice, bob);
    alice.disconnect();
    server.comes(alice);
    server.run(alice, bob);
    assertThat(members(alice)).isEqualTo(members(bob));
    assertThat(alice.texts()).contains("after the list");
  }

  @Tag("rule-24")
  @Test
  void aRemoveOfAClientThatIsListedIsNoMembersToCommit() throws Exception {
    group();
    GroupRow row = row(bob);
    var leaf =
        row.group().members().stream()
            .filter(m -> Identities.who(m).equals(Views.who(carol.state)))
            .findFirst()
            .orElseThrow()
            .index();
    bob.cheats(turn -> Healing.commit(turn, row, CommitRequest.update().remove(leaf)));
    server.run(bob, alice);
    for (int offer = 0; offer < 5; offer++) {
      alice.disconnect();
      server.comes(alice);
      server.run(alice);
    }
    assertThat(members(alice)).contains("carol");
  }

  @Tag("rule-15")
  @Test
  void whoIsGoneIsRemovedByTheNextCommit() throws Exception {
    group();
    server.missed = List.of(new Verdict.Missed(Views.who(carol.state), Verdict.Missed.Reason.GONE));
    alice.says("g", "is anybody there?");
    server.run(alice, bob);
    server.missed = List.of();
    assertThat(members(alice)).contains("carol");
    alice.ask(new Command.Rename(row(alice).talk(), "h"));
    server.run(alice, bob);
    assertThat(members(alice)).doesNotContain("carol");
    assertThat(members(bob)).isEqualTo(members(alice));
  }

  @Tag("rule-22")
  @Test
  void aLeafWithoutACommitForNinetyDaysIsRemovedByWhoCommitsNext() throws Exception {
    group();
    for (int week = 0; week < 15; week++) {
      assertThat(members(alice)).as("week " + week).contains("carol");
      Stream.of(alice, bob).forEach(p -> p.until(p.now.plus(Duration.ofDays(7).plusHours(1))));
      server.run(alice, bob);
    }
    assertThat(members(alice)).doesNotContain("carol").contains("alice", "bob");
    assertThat(members(bob)).isEqualTo(members(alice));
  }

  @Tag("rule-22")
  @Test
  void anAdministratorWhoseClockRunsMonthsAheadRemovesNobodyForItsAge() {
    group();
    alice.disconnect();
    alice.now = alice.now.plus(Duration.ofDays(100));
    server.clockOffset = Duration.ofDays(-100);
    server.comes(alice);
    alice.ask(new Command.Rename(row(alice).talk(), "h"));
    server.run(alice, bob);
    assertThat(alice.told(Event.Renamed.class)).hasSize(1);
    assertThat(members(alice)).contains("bob", "carol");
  }

  @Tag("rule-22")
  @Test
  void aServerWhoseClockRunsMonthsAheadMakesNobodyOldEither() {
    group();
    alice.disconnect();
    server.clockOffset = Duration.ofDays(100);
    server.comes(alice);
    alice.ask(new Command.Rename(row(alice).talk(), "h"));
    server.run(alice, bob);
    assertThat(alice.told(Event.Renamed.class)).hasSize(1);
    assertThat(members(alice)).contains("bob", "carol");
  }

  @Test
  void whatAPersonAskedForIsNotKeptToBeShownAgain() {
    group();
    alice.ask(new Command.Rename(row(alice).talk(), "h"));
    alice.ask(new Command.RemoveMembers(row(alice).talk(), List.of(carol.address())));
    server.run(alice, bob);
    assertThat(members(bob)).doesNotContain("carol");
    assertThat(changes(alice)).isEmpty();
    assertThat(changes(bob)).hasSize(3);
    assertThat(alice.told(Event.Membership.class)).hasSize(2);
    assertThat(alice.told(Event.Renamed.class)).hasSize(1);
  }

  private static List<Event> changes(Puppet puppet) {
    return Views.events(puppet.state).stream()
        .filter(e -> e instanceof Event.Membership || e instanceof Event.Renamed)
        .toList();
  }

  @Tag("rule-22")
  @Test
  void whoWasRemovedForItsAgeRejoinsWhenItsOwnerReturns() throws Exception {
    group();
    fifteenWeeks();
    assertThat(members(alice)).doesNotContain("carol");
    returns();
    assertThat(members(alice)).contains("carol");
    assertThat(members(bob)).isEqualTo(members(alice));
    carol.says("g", "back from the ice");
    server.run(alice, bob, carol);
    assertThat(alice.texts()).contains("back from the ice");
    assertThat(bob.texts()).contains("back from the ice");
  }

  @Tag("rule-22")
  @Tag("rule-20")
  @Test
  void whomAnAdministratorRemovedDoesNotComeBackByAsking() throws Exception {
    group();
    alice.ask(new Command.RemoveMembers(row(alice).talk(), List.of(carol.address())));
    server.run(alice, bob);
    comes100DaysLater();
    assertThat(members(alice)).doesNotContain("carol");
    assertThat(members(bob)).isEqualTo(members(alice));
  }

  @Tag("rule-22")
  @Test
  void anAdministratorMayRefuseWhoWasRemovedForItsAge() throws Exception {
    group();
    fifteenWeeks();
    long ticket = alice.ask(new Command.RemoveMembers(row(alice).talk(), List.of(carol.address())));
    server.run(alice, bob);
    assertThat(alice.outcomes.get(ticket)).isInstanceOf(Outcome.Done.class);
    returns();
    assertThat(members(alice)).doesNotContain("carol");
  }

  @Tag("rule-22")
  @Test
  void whoIsLetInByNobodyStopsAskingAfterAMonth() throws Exception {
    group();
    alice.ask(new Command.RemoveMembers(row(alice).talk(), List.of(carol.address())));
    server.run(alice, bob);
    comes100DaysLater();
    for (int day = 0; day < 40; day++) {
      carol.until(carol.now.plus(Duration.ofHours(25)));
      server.run(carol);
    }
    assertThat(carol.state.groups().isEmpty()).isTrue();
    assertThat(carol.state.talks().values().getFirst().status()).isEqualTo(Talk.Status.LEFT);
    assertThat(carol.told(Event.Notice.class))
        .anyMatch(n -> n.sentence().contains("ask an administrator"));
    server.submitted.clear();
    carol.until(carol.now.plus(Duration.ofDays(3)));
    server.run(carol);
    assertThat(server.submitted).noneMatch(s -> s.body() instanceof SubmissionBody.Rejoin);
  }

  // --- ---

  private void fifteenWeeks() {
    for (int week = 0; week < 15; week++) {
      Stream.of(alice, bob).forEach(p -> p.until(p.now.plus(Duration.ofDays(7).plusHours(1))));
      server.run(alice, bob);
    }
  }

  private void comes100DaysLater() {
    Stream.of(alice, bob).forEach(p -> p.until(p.now.plus(Duration.ofDays(100))));
    server.run(alice, bob);
    returns();
  }

  private void returns() {
    carol.now = alice.now;
    server.comes(carol);
    for (int i = 0; i < 3; i++) {
      server.run(alice, bob, carol);
      Stream.of(alice, bob, carol).forEach(p -> p.until(p.now.plusSeconds(70)));
    }
    server.run(alice, bob, carol);
  }

  private void group() {
    alice.ask(new Command.CreateGroup("g", List.of(bob.address(), carol.address())));
    server.run(alice, bob, carol);
    Stream.of(alice, bob, carol).forEach(p -> p.until(p.now.plusSeconds(60)));
    server.run(alice, bob, carol);
    carol.disconnect();
    assertThat(members(alice)).contains("alice", "bob", "carol");
  }

  private void carolsListNamesAnotherClient() throws Exception {
    ClientList before = server.lists.get(carol.address()).list();
    ListedClient old = before.clients().getFirst();
    ListedClient other = new ListedClient(ClientId.of(new byte[16]), old.leaf(), old.role());
    server.lists.put(
        carol.address(),
        SignedClientList.sign(
            before.next(bob.now, List.of(other)),
            Cryptography.of(PortableCrypto.create()).signer(carol.state.self().accountKeys())));
  }

  private static int first(List<Submission> all, Class<? extends SubmissionBody> kind) {
    for (int i = 0; i < all.size(); i++) {
      if (kind.isInstance(all.get(i).body())) {
        return i;
      }
    }
    return -1;
  }

  private static int last(List<Submission> all, Class<? extends SubmissionBody> kind) {
    return all.size() - 1 - first(all.reversed(), kind);
  }

  private static GroupRow row(Puppet puppet) {
    return puppet.state.groups().values().stream()
        .filter(r -> GroupRules.data(r.group()).name().matches("g|h"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> members(Puppet puppet) {
    return Identities.accounts(row(puppet).group()).stream()
        .map(address -> address.toString().split("@")[0])
        .toList();
  }
}

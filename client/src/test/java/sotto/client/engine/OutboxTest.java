package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.MessageId;
import sotto.client.Trusted;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.identity.AccountKey;

/// Rules 10, 11 and 19, invariant 4: late encryption, unchanged resubmission.
class OutboxTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");

  @Tag("rule-10")
  @Tag("invariant-4")
  @Test
  void whatWasNotAnsweredIsSubmittedUnchangedAfterARestart() throws Exception {
    talking();
    server.mute = true;
    alice.says("bob", "in flight");
    server.run(alice);
    Submission first = server.submitted.getLast();
    server.mute = false;
    for (int i = 0; i < 3; i++) {
      alice.disconnect();
      alice.restart();
      server.comes(alice);
    }
    server.run(alice, bob);
    List<Submission> all =
        server.submitted.stream().filter(s -> s.id().equals(first.id())).toList();
    assertThat(all).hasSizeGreaterThanOrEqualTo(2);
    assertThat(all).allMatch(s -> s.hash().equals(first.hash()));
    // By the number the server finds the verdict.
    assertThat(all).allMatch(s -> s.number() == first.number());
    assertThat(bob.texts()).containsOnlyOnce("in flight");
    assertThat(Views.waits(alice.state, lastId(alice))).isFalse();
  }

  @Tag("rule-11")
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCommitWhoseAnswerWasLostIsStillTheSenders(boolean serverForgot) throws Exception {
    alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice, bob);
    server.muteVerdicts = true;
    alice.ask(new Command.Rename(key(alice), "h"));
    server.run(alice, bob);
    server.muteVerdicts = false;
    server.forgetful = serverForgot;
    alice.disconnect();
    alice.restart();
    server.comes(alice);
    server.run(alice, bob);
    alice.says("h", "in the new epoch");
    server.run(alice, bob);
    assertThat(bob.texts()).containsExactly("in the new epoch");
    assertThat(alice.told(Event.Unreadable.class)).isEmpty();
  }

  @Test
  void whoeverStopsAMessageThatWaitsSaysThatItWaits() throws Exception {
    talking();
    alice.disconnect();
    MessageId id = alice.says("bob", "kept");
    assertThat(Delays.stopped(alice.state, id)).isEmpty();
    alice.cheats(turn ->
        turn.contact(turn.known(bob.address()).showing(new AccountKey(server.key().bytes()))));
    assertThat(Delays.stopped(alice.state, id).orElseThrow())
        .satisfies(trouble -> {
          assertThat(trouble.kind()).isEqualTo(Trouble.Kind.SECURITY);
          assertThat(trouble.sentence()).contains("trust bob@localhost", "waits in the outbox");
        });
    alice.cheats(turn -> Login.halt(turn, Trouble.refused("This client is gone.")));
    assertThat(Delays.stopped(alice.state, id).orElseThrow())
        .isEqualTo(
            Trouble.refused(
                "This client is gone. The message waits in the outbox and is sent when that"
                    + " ends."));
  }

  @Tag("rule-6")
  @Test
  void whoTrustsAReleasedAddressBeforeItsSuccessorIsSeenIsNotAskedAgain() throws Exception {
    talking();
    bob.disconnect();
    alice.cheats(turn -> turn.contact(turn.known(bob.address()).stopped(Known.RELEASED)));
    assertThat(alice.isRefused("bob", "for whom?").kind()).isEqualTo(Trouble.Kind.SECURITY);
    long trusted = alice.ask(new Command.Trust(bob.address()));
    assertThat(alice.outcomes.get(trusted)).isEqualTo(new Outcome.Done(Trusted.FORGOTTEN.name()));
    Puppet second = server.register("bob", 4711);
    alice.disconnect();
    alice.restart();
    server.comes(alice);
    alice.says("bob", "for the second bob");
    server.run(alice, second);
    assertThat(second.texts()).containsExactly("for the second bob");
    assertThat(alice.told(Event.IdentityChanged.class)).isEmpty();
    assertThat(alice.state.contact(bob.address()).orElseThrow().trust())
        .isEqualTo(Conversation.Trust.UNVERIFIED);
  }

  @Test
  void contentWrittenOfflineIsEncryptedOnlyWhenOnline() throws Exception {
    talking();
    alice.disconnect();
    MessageId id = alice.says("bob", "offline");
    assertThat(alice.state.outbox().values())
        .singleElement()
        .satisfies(row -> assertThat(row.submission()).isEmpty());
    alice.restart();
    assertThat(Views.waits(alice.state, id)).isTrue();
    server.comes(alice);
    server.run(alice, bob);
    assertThat(bob.texts()).containsOnlyOnce("offline");
  }

  @Tag("rule-11")
  @Test
  void contentRefusedForItsEpochIsEncryptedAgainUnderTheSameId() throws Exception {
    alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice, bob);
    Puppet carol = server.register("carol");
    alice.ask(new Command.AddMembers(key(alice), List.of(carol.address())));
    // Only Alice hears that her Commit won; Bob still writes in the old epoch.
    server.run(alice);
    MessageId id = bob.says("g", "late");
    server.run(alice, bob, carol);
    assertThat(
            server.submitted.stream()
                .filter(s -> s.body() instanceof SubmissionBody.Application)
                .map(Submission::epoch)
                .distinct()
                .count())
        .isGreaterThanOrEqualTo(1);
    assertThat(alice.told(Event.Message.class)).extracting(Event.Message::id).containsExactly(id);
    assertThat(carol.texts()).containsExactly("late");
  }

  @Test
  void noSubmissionNumberOrIdIsUsedTwiceForOtherBytes() throws Exception {
    talking();
    for (int i = 0; i < 10; i++) {
      alice.says("bob", "m" + i);
      if (i % 3 == 0) {
        alice.disconnect();
        alice.restart();
        server.comes(alice);
      }
    }
    server.run(alice, bob);
    assertThat(bob.texts().subList(2, 12))
        .containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
    assertThat(bob.texts()).hasSize(12);
    List<Long> numbers =
        server.submitted.stream()
            .filter(s -> s.body() instanceof SubmissionBody.Application)
            .map(Submission::number)
            .toList();
    assertThat(numbers).isNotEmpty();
  }

  @Test
  void aCommitWhoseAnswerWasLostTakesEffectAfterARestart() throws Exception {
    alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice, bob);
    Puppet carol = server.register("carol");
    server.mute = true;
    alice.ask(new Command.AddMembers(key(alice), List.of(carol.address())));
    server.run(alice);
    server.mute = false;
    // The lookup was not answered, so nothing was committed yet; now the Commit's answer is lost.
    alice.disconnect();
    alice.restart();
    server.comes(alice);
    alice.ask(new Command.AddMembers(key(alice), List.of(carol.address())));
    server.muteVerdicts = true;
    server.run(alice);
    server.muteVerdicts = false;
    alice.disconnect();
    alice.restart();
    server.run(bob, carol);
    bob.says("g", "in the new epoch");
    carol.says("g", "from the newcomer");
    server.run(bob, carol);
    server.comes(alice);
    server.run(alice, bob, carol);
    assertThat(alice.texts()).containsExactlyInAnyOrder("in the new epoch", "from the newcomer");
    assertThat(alice.told(Event.Unreadable.class)).isEmpty();
  }

  @Tag("rule-9")
  @Test
  void whatFollowedAMessageWithoutVerdictStaysBehindItWhenTheConnectionEnds() throws Exception {
    talking();
    server.instead.add(List.of(ServerFrame.Failed.of(ErrorCode.STORAGE_FULL)));
    server.instead.add(List.of());
    alice.says("bob", "one");
    alice.says("bob", "two");
    server.run(alice);
    alice.disconnect();
    alice.restart();
    alice.until(alice.now.plusSeconds(60));
    server.comes(alice);
    server.run(alice, bob);
    assertThat(bob.texts()).endsWith("one", "two");
    assertThat(bob.texts()).containsOnlyOnce("one", "two");
  }

  @Test
  void whatWasAcknowledgedInVainIsTakenForADuplicate() throws Exception {
    talking();
    alice.says("bob", "again and again");
    server.run(alice);
    var delivery = server.queues.get(Views.who(bob.state)).peek();
    server.run(bob);
    bob.disconnect();
    bob.restart();
    server.queue(Views.who(bob.state)).add(delivery);
    server.comes(bob);
    assertThat(server.queue(Views.who(bob.state))).isEmpty();
    assertThat(bob.texts()).containsOnlyOnce("again and again");
    assertThat(bob.told(Event.Unreadable.class)).isEmpty();
  }

  private void talking() throws Exception {
    alice.says("bob", "hello");
    server.run(alice, bob);
    bob.says("alice", "hello");
    server.run(alice, bob);
  }

  private static String key(Puppet puppet) {
    return puppet.state.talks().values().getFirst().key();
  }

  private static MessageId lastId(Puppet puppet) {
    String key = puppet.rows(Table.HISTORY).lastEntry().getKey();
    return new MessageId(key.substring(key.length() - 64));
  }
}

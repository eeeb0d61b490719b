package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.client.Event;
import sotto.client.MessageId;
import sotto.protocol.content.ApplicationFraming;
import sotto.protocol.content.MessageStatus;
import sotto.protocol.content.MimiContent;
import sotto.protocol.content.SottoContent;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.wire.Bytes;

/// Attacks M26, M28, S4, S14, S15, S16, S17, and what else a member could say to the others:
/// mallory is in a group with alice and bob, and both of them write to each other, too.
class HostileMemberTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");
  private final Puppet mallory = server.register("mallory");

  @Test
  @Tag("rule-29")
  void aReceiptCountsOnlyInTheConversationOfTheMessage() throws Exception {
    friends();
    MessageId secret = alice.says("bob", "for bob");
    run();
    alice.told.clear();
    Words.says(mallory, group(mallory), Words.receipt(secret, MessageStatus.Status.READ));
    run();
    assertThat(alice.told(Event.Receipt.class)).isEmpty();
    assertThat(alice.shelfOf("for bob")).isEqualTo(direct(alice));
  }

  @Test
  @Tag("rule-29")
  void aReceiptForAMessageOfAnotherOrOfNobodyIsIgnored() throws Exception {
    friends();
    MessageId bobs = bob.says("g", "of bob");
    run();
    alice.told.clear();
    Words.says(mallory, group(mallory), Words.receipt(bobs, MessageStatus.Status.READ));
    Words.says(
        mallory,
        group(mallory),
        Words.receipt(MessageId.of(new byte[32]), MessageStatus.Status.DELIVERED));
    run();
    assertThat(alice.told(Event.Receipt.class)).isEmpty();
    assertThat(alice.told(Event.Unreadable.class)).isEmpty();
  }

  @Test
  @Tag("rule-27")
  void anEditOrDeletionOfAnothersMessageChangesNothing() throws Exception {
    friends();
    MessageId bobs = bob.says("g", "words of bob");
    run();
    for (MimiContent content :
        List.of(
            text(mallory, group(mallory), "forged").replacing(mimi(bobs)),
            MimiContent.of(
                    Bytes.wrap(new byte[16]),
                    Words.senderUri(mallory),
                    Words.roomUri(mallory, group(mallory)),
                    MimiContent.nothing())
                .replacing(mimi(bobs)))) {
      Words.says(mallory, group(mallory), ApplicationFraming.of(content).encoded());
    }
    run();
    assertThat(alice.texts()).contains("words of bob").doesNotContain("forged", "");
  }

  @Test
  @Tag("rule-27")
  void anEditReachesOnlyTheConversationOfTheMessage() throws Exception {
    friends();
    MessageId public1 = bob.says("g", "said to all");
    run();
    Words.says(
        bob,
        direct(bob),
        ApplicationFraming.of(text(bob, direct(bob), "only for alice").replacing(mimi(public1)))
            .encoded());
    run();
    assertThat(alice.texts()).contains("said to all").doesNotContain("only for alice");
    assertThat(alice.shelfOf("said to all")).isEqualTo(group(alice));
  }

  @Test
  @Tag("rule-11")
  void nobodyOccupiesTheIdOfAnothersMessage() throws Exception {
    friends();
    MessageId chosen = MessageId.ofChoice("payroll");
    mallory.ask(
        new Command.SendText(
            new Command.Destination.ToTalk(group(mallory)), "first", Optional.of(chosen)));
    run();
    bob.ask(
        new Command.SendText(
            new Command.Destination.ToTalk(group(bob)), "second", Optional.of(chosen)));
    run();
    assertThat(alice.texts()).contains("first", "second");
  }

  @Test
  @Tag("rule-27")
  void contentThatNamesAnotherSenderOrRoomIsNotShown() throws Exception {
    friends();
    String group = group(mallory);
    say(mallory, Words.text(Words.senderUri(bob), Words.roomUri(mallory, group), "as bob"));
    say(
        mallory,
        Words.text(Words.senderUri(mallory), "mimi://localhost/r/" + "00".repeat(16), "elsewhere"));
    run();
    assertThat(alice.texts()).doesNotContain("as bob", "elsewhere");
    assertThat(alice.told(Event.Unreadable.class)).hasSize(2);
    mallory.says("g", "genuine");
    run();
    assertThat(alice.texts()).contains("genuine");
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 60, Long.MAX_VALUE})
  @Tag("rule-19")
  @Tag("invariant-9")
  void aHugeCounterIsAGapAndNothingElse(long counter) throws Exception {
    friends();
    mallory.says("g", "one");
    run();
    Words.raw(
        mallory,
        group(mallory),
        ApplicationFraming.of(
                new SottoContent(
                    counter,
                    List.of(),
                    List.of(),
                    Optional.of(ApplicationFraming.of(text(mallory, group(mallory), "far ahead"))),
                    List.of()))
            .encoded());
    mallory.says("g", "two");
    bob.says("g", "unharmed");
    run();
    assertThat(alice.texts()).contains("one", "far ahead", "two", "unharmed");
    assertThat(alice.told(Event.Gap.class)).hasSize(1);
    alice.restart();
    server.comes(alice);
    bob.says("g", "and after a restart");
    run();
    assertThat(alice.texts()).contains("and after a restart");
  }

  @Test
  @Tag("invariant-9")
  void applicationDataThatMeanNothingEndInOneNotice() throws Exception {
    friends();
    byte[] tooMuch = ApplicationFraming.of(text(mallory, group(mallory), "x")).encoded();
    byte[] counterAboveAll = "\0application/sotto".getBytes(StandardCharsets.US_ASCII);
    for (byte[] bytes :
        List.of(new byte[0], new byte[] {0}, new byte[5000], tooMuch, counterAboveAll)) {
      Words.raw(mallory, group(mallory), Arrays.copyOf(bytes, bytes.length + 1));
    }
    run();
    assertThat(alice.told(Event.Unreadable.class)).hasSize(5);
    mallory.says("g", "and now something readable");
    run();
    assertThat(alice.texts()).contains("and now something readable");
  }

  // --- lists ---

  @Test
  @Tag("rule-4")
  void aMemberWhoClaimsAListVersionStopsNobodyButIsNamed() throws Exception {
    friends();
    Words.raw(mallory, group(mallory), claim(bob, Long.MAX_VALUE));
    run();
    assertThat(alice.told(Event.IdentityChanged.class)).isEmpty();
    assertThat(alice.told(Event.Notice.class))
        .anyMatch(n -> n.sentence().contains("mallory@") && n.sentence().contains("bob@"));
    alice.says("bob", "still with you");
    alice.says("g", "and with all");
    run();
    assertThat(bob.texts()).contains("still with you", "and with all");
    // What mallory claimed, alice does not repeat.
    assertThat(bob.told(Event.Notice.class)).noneMatch(n -> n.sentence().contains("alice@"));
  }

  @Test
  @Tag("rule-4")
  void whatAnAccountSaysOfItsOwnListCountsAndTrustEndsTheStop() throws Exception {
    friends();
    Words.raw(mallory, group(mallory), claim(mallory, Long.MAX_VALUE));
    run();
    assertThat(alice.told(Event.IdentityChanged.class)).hasSize(1);
    assertThat(alice.isRefused("mallory", "no").kind()).isEqualTo(Trouble.Kind.SECURITY);
    alice.ask(new Command.Trust(mallory.address()));
    server.comes(alice);
    alice.says("g", "after a look at it");
    run();
    assertThat(bob.texts()).contains("after a look at it");
  }

  private static byte[] claim(Puppet about, long version) {
    return ApplicationFraming.of(
            new SottoContent(
                0,
                List.of(new SottoContent.ListVersion(about.address(), version)),
                List.of(),
                Optional.empty(),
                List.of()))
        .encoded();
  }

  // --- resends ---

  @Test
  @Tag("rule-13")
  void aFloodOfResendRequestsEnds() throws Exception {
    friends();
    alice.says("g", "once said");
    run();
    server.submitted.clear();
    for (int round = 0; round < 30; round++) {
      List<SubmissionId> all = new ArrayList<>();
      for (Submission submission : alicesMessages()) {
        all.add(submission.id());
      }
      all = all.isEmpty() ? List.of(lastOf(alice)) : all;
      Words.asks(mallory, group(mallory), all.subList(0, Math.min(64, all.size())));
      run();
    }
    assertThat(alicesMessages()).hasSizeLessThan(10);
    assertThat(bob.texts()).containsOnlyOnce("once said");
  }

  /// Mallory knows the id of what Alice told Bob alone, and asks for it, before all and privately.
  @Test
  @Tag("rule-13")
  void whatWasSaidInAnotherConversationIsNotSaidAgainInThisOne() throws Exception {
    friends();
    mallory.says("alice", "may I ask you something?");
    run();
    alice.says("mallory", "yes");
    alice.says("bob", "for bob");
    run();
    SubmissionId secret = lastOf(alice);
    server.submitted.clear();
    Words.asks(mallory, group(mallory), List.of(secret));
    Words.asks(mallory, direct(mallory), List.of(secret));
    run();
    assertThat(mallory.texts()).doesNotContain("for bob");
    assertThat(alicesMessages()).isEmpty();
  }

  @Test
  @Tag("rule-13")
  void whatIsAskedForTwiceIsSaidAgainOnce() throws Exception {
    friends();
    alice.says("g", "once said");
    run();
    SubmissionId said = lastOf(alice);
    server.submitted.clear();
    Words.asks(mallory, group(mallory), List.of(said));
    run();
    Words.asks(bob, group(bob), List.of(said));
    run();
    assertThat(alicesMessages()).hasSize(1);
  }

  @Test
  @Tag("rule-13")
  void aNewcomerIsNotSentAgainWhatWasSaidBeforeItCame() throws Exception {
    friends();
    alice.says("g", "among ourselves");
    run();
    SubmissionId before = lastOf(alice);
    Puppet newcomer = server.register("newcomer");
    alice.ask(new Command.AddMembers(group(alice), List.of(newcomer.address())));
    server.run(alice, bob, mallory, newcomer);
    assertThat(newcomer.state.groups().size()).isEqualTo(1);
    Words.asks(newcomer, group(newcomer), List.of(before));
    Words.asks(mallory, group(mallory), List.of(before));
    server.run(alice, bob, mallory, newcomer);
    assertThat(newcomer.texts()).doesNotContain("among ourselves");
  }

  // --- ---

  private SubmissionId lastOf(Puppet puppet) {
    return puppet.rows(Table.SPENT).keySet().stream()
        .filter(key -> key.startsWith("sub "))
        .map(key -> new SubmissionId(Bytes.ofHex(key.substring(4))))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  private List<Submission> alicesMessages() {
    List<String> hers =
        alice.rows(Table.SPENT).keySet().stream()
            .filter(key -> key.startsWith("sub "))
            .map(key -> key.substring(4))
            .toList();
    return server.submitted.stream()
        .filter(s -> s.body() instanceof SubmissionBody.Application)
        .filter(s -> hers.contains(s.id().hex()))
        .toList();
  }

  private void friends() throws Exception {
    alice.ask(new Command.CreateGroup("g", List.of(bob.address(), mallory.address())));
    run();
    bob.ask(new Command.Accept(group(bob)));
    mallory.ask(new Command.Accept(group(mallory)));
    alice.says("bob", "hello");
    run();
    bob.says("alice", "hello");
    Stream.of(alice, bob, mallory).forEach(p -> p.until(p.now.plusSeconds(60)));
    run();
  }

  private void run() {
    server.run(alice, bob, mallory);
    assertThat(mallory.state.outbox().isEmpty()).as("what mallory says leaves her").isTrue();
  }

  private void say(Puppet puppet, MimiContent content) {
    Words.says(puppet, group(puppet), ApplicationFraming.of(content).encoded());
  }

  private static MimiContent text(Puppet puppet, String talk, String text) {
    return Words.text(Words.senderUri(puppet), Words.roomUri(puppet, talk), text);
  }

  private static sotto.protocol.content.MessageId mimi(MessageId id) {
    return new sotto.protocol.content.MessageId(Bytes.wrap(id.bytes()));
  }

  static String group(Puppet puppet) {
    return puppet.state.talks().values().stream()
        .filter(talk -> talk.other().isEmpty())
        .findFirst()
        .orElseThrow()
        .key();
  }

  private static String direct(Puppet puppet) {
    return puppet.state.talks().values().stream()
        .filter(talk -> talk.other().isPresent())
        .findFirst()
        .orElseThrow()
        .key();
  }
}

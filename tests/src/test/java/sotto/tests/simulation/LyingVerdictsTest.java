package sotto.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.Conversation;
import sotto.client.Event;
import sotto.client.HistoryEntry.Delivery;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.Verdict;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.Hash;
import sotto.protocol.wire.Bytes;

/// A server that lies about what it did with a submission, or does nothing with it.
class LyingVerdictsTest {
  @Test
  @Tag("rule-8")
  @Tag("rule-20")
  @Tag("invariant-6")
  void aWithheldCommitLeadsToARejoinAndToNoStormOfCommits() {
    Cast.circle(
        600,
        (world, alice, bob, carol) -> {
          bob.accepts("friends");
          world.settle();
          List<ServerFrame.Deliver> kept = new ArrayList<>();
          world.server.lies(Lies.withholding(bob.who(), kept));
          // Bob has a proposal to commit before he may write, and not the Commit that was first.
          carol.leaves("friends");
          world.pass(Duration.ofMillis(300));
          world.server.lineOf(bob.who()).inject(kept.getFirst());
          world.pass(Duration.ofMinutes(1));
          assertThat(carol.conversation("friends").state()).isEqualTo(Conversation.State.LEFT);
          Submissions counted = new Submissions();
          world.server.lies(counted);
          bob.says("friends", "as soon as i may");
          world.pass(Duration.ofSeconds(50));
          assertThat(counted.by(bob)).as("tries of what cannot win").isLessThan(15);
          world.pass(Duration.ofMinutes(5));
          world.settle();
          assertThat(alice.saw(Event.Rejoined.class, r -> r.who().equals(bob.address().toString())))
              .isTrue();
          assertThat(alice.texts("friends")).containsExactly("as soon as i may");
          Agreement.sameGroups(world);
        });
  }

  @Test
  @Tag("rule-10")
  void aMessageThatTheServerCallsTooOldGoesOutInTheNextEpoch() {
    Cast.friends(
        601,
        (world, alice, bob) -> {
          world.server.lies(
              answering(
                  world,
                  alice,
                  (line, submission) ->
                      line.injectVerdict(
                          submission.id(), new Verdict.WrongEpoch(submission.epoch(), Hash.NONE))));
          alice.says("bob", "not too old");
          world.pass(Duration.ofSeconds(2));
          assertThat(alice.message("bob", "not too old").delivery())
              .isInstanceOf(Delivery.Waiting.class);
          world.server.lies(Lies.NONE);
          world.settle();
          assertThat(bob.texts("alice")).endsWith("not too old");
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-11")
  void aServerThatPutsOffForEverLosesNothingAndIsTakenAtItsWordLater() {
    Cast.friends(
        602,
        (world, alice, bob) -> {
          Submissions counted = new Submissions();
          world.server.lies(
              new Lies() {
                @Override
                boolean hears(ClientAddress from, ClientFrame frame) {
                  counted.hears(from, frame);
                  boolean hers = from.equals(alice.who()) && frame instanceof ClientFrame.Submit;
                  if (hers) {
                    world.server.lineOf(from).injectFailure(ErrorCode.RATE);
                  }
                  return !hers;
                }
              });
          alice.says("bob", "one");
          alice.says("bob", "two");
          world.pass(Duration.ofHours(2));
          assertThat(alice.message("bob", "one").delivery()).isInstanceOf(Delivery.Waiting.class);
          assertThat(counted.by(alice)).as("patience").isLessThan(3_500);
          world.server.lies(Lies.NONE);
          world.settle();
          assertThat(bob.texts("alice")).endsWith("one", "two");
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("rule-15")
  @Tag("invariant-7")
  void whoIsCalledGoneIsRemovedInTheSightOfAllAndCanBeAddedAgain() {
    Cast.circle(
        603,
        (world, alice, bob, carol) -> {
          ClientAddress victim = bob.who();
          world.server.lies(
              new Lies() {
                @Override
                List<ServerFrame> instead(ClientAddress to, ServerFrame frame) {
                  return frame instanceof ServerFrame.Judged judged
                          && judged.verdict() instanceof Verdict.Accepted accepted
                      ? List.of(
                          new ServerFrame.Judged(
                              judged.submission(),
                              new Verdict.Accepted(
                                  accepted.at(),
                                  List.of(new Verdict.Missed(victim, Verdict.Missed.Reason.GONE)))))
                      : List.of(frame);
                }
              });
          alice.says("friends", "who is here?");
          world.pass(Duration.ofSeconds(2));
          world.server.lies(Lies.NONE);
          alice.renames("friends", "fewer friends");
          world.settle();
          for (Person one : List.of(alice, bob, carol)) {
            assertThat(
                    one.saw(
                        Event.Membership.class,
                        m -> m.removed().contains(bob.address().toString())))
                .as(one.name() + " sees it")
                .isTrue();
          }
          alice.adds("fewer friends", "bob");
          world.settle();
          alice.says("fewer friends", "sorry");
          world.settle();
          assertThat(bob.texts("fewer friends")).contains("sorry");
          Agreement.holds(world);
        });
  }

  @Test
  @Tag("invariant-5")
  @Tag("invariant-8")
  void whatIsAcknowledgedAndLostShowsAsAGapAndHasNoReceipt() {
    Cast.friends(
        604,
        (world, alice, bob) -> {
          world.server.lies(
              answering(
                  world,
                  alice,
                  (line, submission) ->
                      line.injectVerdict(
                          submission.id(), new Verdict.Accepted(world.now(), List.of()))));
          alice.says("bob", "lost");
          world.pass(Duration.ofSeconds(2));
          world.server.lies(Lies.NONE);
          alice.says("bob", "kept");
          world.settle();
          assertThat(bob.texts("alice")).endsWith("kept").doesNotContain("lost");
          assertThat(bob.saw(Event.Gap.class))
              .singleElement()
              .satisfies(gap -> {
                assertThat(gap.missing()).isEqualTo(1);
                assertThat(gap.from()).isEqualTo(alice.address().toString());
              });
          Delivery lost = alice.message("bob", "lost").delivery();
          assertThat(((Delivery.Sent) lost).deliveredTo()).isEmpty();
          assertThat(((Delivery.Sent) lost).readBy()).isEmpty();
        });
  }

  @Test
  @Tag("rule-29")
  void aReceiptThatTheServerMovesToAnotherConversationOrRepeatsMarksNothing() {
    Cast.friends(
        605,
        (world, alice, bob) -> {
          alice.founds("friends", "bob");
          world.settle();
          List<ServerFrame.Deliver> receipts = new ArrayList<>();
          world.server.lies(Lies.watching(alice.who(), receipts));
          alice.says("bob", "read this");
          world.settle();
          assertThat(receipts).isNotEmpty();
          world.server.lies(Lies.NONE);
          bob.goesAway();
          alice.says("bob", "not read");
          alice.says("friends", "not read either");
          world.settle();
          long before = alice.saw(Event.Receipt.class).size();
          Bytes group = Bytes.of(alice.group("friends").groupId().value());
          for (ServerFrame.Deliver one : receipts) {
            var d = one.delivery();
            world.server.lineOf(alice.who()).inject(moved(d, d.group()));
            world.server.lineOf(alice.who()).inject(moved(d, group));
          }
          world.pass(Duration.ofMinutes(1));
          assertThat(alice.saw(Event.Receipt.class)).hasSize((int) before);
          Delivery unread = alice.message("bob", "not read").delivery();
          assertThat(((Delivery.Sent) unread).deliveredTo()).isEmpty();
        });
  }

  private static ServerFrame moved(sotto.protocol.frame.Delivery d, Bytes group) {
    return new ServerFrame.Deliver(
        new sotto.protocol.frame.Delivery(
            (1L << 50) + d.entry() % 1000, 2, group, d.at(), d.body()));
  }

  /// Does nothing with the first application message of a client, and says something of it.
  private static Lies answering(
      World world, Person victim, BiConsumer<ServerLine, Submission> answer) {
    return new Lies() {
      private boolean done;

      @Override
      boolean hears(ClientAddress from, ClientFrame frame) {
        if (done
            || !from.equals(victim.who())
            || !(frame instanceof ClientFrame.Submit submit)
            || !(submit.submission().body() instanceof SubmissionBody.Application)) {
          return true;
        }
        done = true;
        answer.accept(world.server.lineOf(from), submit.submission());
        return false;
      }
    };
  }
}

package sotto.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sotto.client.MessageId;
import sotto.mls.crypto.Aead;
import sotto.protocol.content.PaddingClasses;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.wire.Bytes;

/// Rules 28: of content and Commits the server sees a length of a few classes. The one Proposal
/// there is, a leaving, has one length.
@Tag("rule-28")
@Tag("invariant-10")
class LengthsTest {
  private final ScriptedServer server = new ScriptedServer();
  private final Puppet alice = server.register("alice");
  private final Puppet bob = server.register("bob");

  @BeforeEach
  void founded() {
    alice.ask(new Command.CreateGroup("g", List.of(bob.address())));
    server.run(alice, bob);
    bob.ask(new Command.Accept(HostileMemberTest.group(bob)));
  }

  @Test
  void contentAndCommitsHaveTheLengthOfAClass() throws Exception {
    alice.says("g", "short");
    alice.says("g", "x".repeat(700));
    alice.says("g", "x".repeat(9_000));
    server.run(alice, bob);
    alice.until(alice.now.plus(Duration.ofDays(7)));
    server.run(alice);
    assertThat(server.submitted)
        .extracting(submission -> submission.body().getClass().getSimpleName())
        .contains("Application", "Commit");
    for (Submission submission : server.submitted) {
      for (Bytes message : messages(submission)) {
        int length = plaintext(message);
        assertThat(PaddingClasses.padded(length)).as(submission.toString()).isEqualTo(length);
      }
    }
  }

  @Test
  void aReceiptIsAsLongAsAShortMessage() throws Exception {
    alice.says("g", "hi");
    server.run(alice, bob);
    bob.until(bob.now.plusSeconds(2));
    server.run(bob);
    Submission receipt = server.submitted.getLast();
    Submission text = server.submitted.get(server.submitted.size() - 2);
    assertThat(messages(receipt)).extracting(LengthsTest::plaintext).containsExactly(512);
    assertThat(messages(text)).extracting(LengthsTest::plaintext).containsExactly(512);
  }

  /// Around the end of a class: what is told of a message is what was sent.
  @Test
  void whatAPersonIsToldOfALengthIsTrue() throws Exception {
    for (int characters = 230; characters < 290; characters += 2) {
      MessageId id = alice.says("g", "x".repeat(characters));
      server.run(alice);
      int sent = plaintext(messages(server.submitted.getLast()).getFirst());
      byte[] row =
          alice.rows(Table.FACTS).entrySet().stream()
              .filter(entry -> entry.getKey().contains(id.hex()))
              .findFirst()
              .orElseThrow()
              .getValue();
      assertThat(Facts.decode(id, row).facts())
          .as("%d characters", characters)
          .containsEntry("padded to", Integer.toString(sent));
    }
  }

  private static List<Bytes> messages(Submission submission) {
    return switch (submission.body()) {
      case SubmissionBody.Application application -> List.of(application.message());
      case SubmissionBody.Commit commit -> List.of(commit.message());
      case SubmissionBody.Proposal _, SubmissionBody.Create _, SubmissionBody.Rejoin _ -> List.of();
    };
  }

  private static int plaintext(Bytes message) {
    try {
      return Inbox.privateMessage(message.toArray()).ciphertext().length - Aead.TAG_LENGTH;
    } catch (sotto.mls.codec.MlsException e) {
      throw new AssertionError(e);
    }
  }
}

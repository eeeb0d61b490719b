package sotto.server.delivery;

import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.protocol.frame.DeliveryBody;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.WelcomeFor;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.identity.Hash;
import sotto.protocol.wire.Bytes;

/// A submission whose outer fields have been compared with its MLS message: what the core works on.
///
/// @param digest tells the same submission from another under a used id
public record Posting(
    SubmissionId id, long number, Bytes group, long epoch, Bytes digest, Content content) {

  /// The bodies are encoded as they will stand in a `Delivery`.
  public sealed interface Content {}

  public record Application(byte[] body) implements Content {}

  public record Proposal(byte[] body) implements Content {}

  public record Commit(
      byte[] body, Hash hash, List<WelcomeFor> welcomes, List<ClientAddress> roster)
      implements Content {
    /// Of the Commit and its Welcomes.
    long size() {
      return body.length + welcomes.stream().mapToLong(each -> each.welcome().size()).sum();
    }
  }

  public record Create(Optional<SubmissionBody.Predecessor> predecessor) implements Content {}

  public record Rejoin(byte[] body, ClientAddress who) implements Content {}

  /// Refuses a submission that says other things outside than its MLS message does.
  public static Posting of(Submission submission) throws MlsException {
    return of(submission, submission.hash().bytes());
  }

  /// The same, for an edge that has taken the submission's hash from the bytes as they came.
  public static Posting of(Submission submission, Bytes digest) throws MlsException {
    submission.checkOuterFields();
    return new Posting(
        submission.id(),
        submission.number(),
        submission.group(),
        submission.epoch(),
        digest,
        content(submission));
  }

  private static Content content(Submission submission) {
    SubmissionId id = submission.id();
    return switch (submission.body()) {
      case SubmissionBody.Application application ->
          new Application(message(id, application.message()));
      case SubmissionBody.Proposal proposal -> new Proposal(message(id, proposal.message()));
      case SubmissionBody.Commit commit ->
          new Commit(
              message(id, commit.message()),
              Hash.sha256(commit.message().toArray()),
              commit.welcomes(),
              commit.roster());
      case SubmissionBody.Create create -> new Create(create.predecessor());
      case SubmissionBody.Rejoin rejoin ->
          new Rejoin(
              new DeliveryBody.Rejoin(id, rejoin.request()).encoded(),
              rejoin.request().request().who());
    };
  }

  private static byte[] message(SubmissionId id, Bytes message) {
    return new DeliveryBody.Message(id, message).encoded();
  }
}

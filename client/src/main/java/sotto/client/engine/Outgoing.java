package sotto.client.engine;

import java.util.List;
import java.util.Optional;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.frame.BlobId;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.wire.Fields;

/// One thing that the server has not accepted yet, in the order in which it was said. The content
/// lies here in clear (under the profile's seal) until it is encrypted; from then on the ciphertext
/// lies beside it and is submitted unchanged until the server answers (rules 10).
///
/// @param submission with the number 0 until it leaves; then with its own, by which the server
///   finds its verdict when it comes again
/// @param after the group's epoch must be higher than this before it is encrypted (again); -1: any
record Outgoing(long seq, String talk, Body body, Optional<Submission> submission, long after) {

  sealed interface Body {
    /// Content of an application message.
    ///
    /// @param message its history key; empty for receipts and requests
    /// @param framing an encoded ApplicationFraming; empty when there is only something to ask for
    /// @param chosen whether the message id was chosen by the user and travels beside the content
    /// @param counter 0 until it is encrypted for the first time
    record Content(
        String message, byte[] framing, String chosen, long counter, List<SubmissionId> resend)
        implements Body {}

    /// The sealed ratchet tree of a group's new epoch, which goes before the Commit.
    record Upload(String group, BlobId blob, byte[] sealed) implements Body {}

    /// A Create, Commit, Proposal or rejoin request: `submission` is all there is.
    record Handshake(String group) implements Body {}
  }

  Outgoing sealed(Submission with, long counter) {
    Body.Content content = (Body.Content) body;
    Body numbered =
        new Body.Content(
            content.message(), content.framing(), content.chosen(), counter, content.resend());
    return new Outgoing(seq, talk, numbered, Optional.of(with), after);
  }

  /// With a number of the client's own; 0: it takes the next one when it leaves.
  Outgoing numbered(long number) {
    return new Outgoing(seq, talk, body, submission.map(s -> s.numbered(number)), after);
  }

  /// To be encrypted again, once the group is past `epoch`.
  Outgoing unsealed(long epoch) {
    return new Outgoing(seq, talk, body, Optional.empty(), epoch);
  }

  byte[] encoded() {
    Writer out = new Writer(512).uint64(seq);
    Fields.text(out, talk);
    switch (body) {
      case Body.Content content -> {
        out.uint8(1);
        Fields.text(out, content.message());
        out.opaque(content.framing());
        Fields.text(out, content.chosen());
        out.uint64(content.counter()).vector(content.resend());
      }
      case Body.Handshake handshake -> {
        out.uint8(2);
        Fields.text(out, handshake.group());
      }
      case Body.Upload upload -> {
        out.uint8(3);
        Fields.text(out, upload.group());
        out.struct(upload.blob()).opaque(upload.sealed());
      }
    }
    out.optional(submission, Writer::struct);
    return out.uint64(after).toBytes();
  }

  static Outgoing decode(byte[] bytes) throws MlsException {
    Reader in = new Reader(bytes);
    long seq = Fields.count(in);
    String talk = Stored.text(in);
    Body body =
        switch (in.uint8()) {
          case 1 ->
              new Body.Content(
                  Stored.text(in),
                  in.opaque(),
                  Stored.text(in),
                  Fields.count(in),
                  in.vector(SubmissionId::decode));
          case 2 -> new Body.Handshake(Stored.text(in));
          case 3 -> new Body.Upload(Stored.text(in), BlobId.decode(in), in.opaque());
          default -> throw new MlsException("An outgoing row is of no known kind.");
        };
    Outgoing outgoing = new Outgoing(seq, talk, body, in.optional(Submission::decode), in.uint64());
    in.end();
    return outgoing;
  }
}

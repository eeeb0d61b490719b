package sotto.server;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import sotto.mls.codec.Writer;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.Submission;
import sotto.protocol.frame.SubmissionBody;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.identity.ClientAddress;
import sotto.protocol.wire.Bytes;

/// Submissions as a client would make them, around content that only looks encrypted.
final class Posts {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Posts() {}

  static Bytes groupId() {
    return Bytes.wrap(random(32));
  }

  static SubmissionId id() {
    return SubmissionId.of(random(16));
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  static Submission create(long number, Bytes group) {
    return new Submission(id(), number, group, 0, new SubmissionBody.Create(Optional.empty()));
  }

  static Submission commit(long number, Bytes group, long epoch, List<ClientAddress> roster) {
    return commit(number, group, epoch, roster, 40);
  }

  static Submission commit(
      long number, Bytes group, long epoch, List<ClientAddress> roster, int size) {
    return new Submission(
        id(),
        number,
        group,
        epoch,
        new SubmissionBody.Commit(message(group, epoch, 3, random(size)), List.of(), roster));
  }

  static Submission application(long number, Bytes group, long epoch, byte[] content) {
    return new Submission(
        id(),
        number,
        group,
        epoch,
        new SubmissionBody.Application(message(group, epoch, 1, content)));
  }

  static ClientFrame submit(Submission submission) {
    return new ClientFrame.Submit(submission);
  }

  /// A PrivateMessage (RFC 9420 §6.3) of this outside.
  static Bytes message(Bytes group, long epoch, int contentType, byte[] ciphertext) {
    Writer out = new Writer();
    out.uint16(1).uint16(2);
    group.writeOpaque(out);
    out.uint64(epoch).uint8(contentType).opaque(new byte[8]).opaque(new byte[28]);
    return Bytes.wrap(out.opaque(ciphertext).toBytes());
  }
}

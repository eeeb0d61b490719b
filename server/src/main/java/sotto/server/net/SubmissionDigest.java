package sotto.server.net;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import sotto.protocol.wire.Bytes;

/// `Submission.hash()` from the frame as it came: the codec has one encoding for each value, and
/// what is hashed follows type, request, id and number to the end of the frame.
final class SubmissionDigest {
  private static final int FIXED = 1 + 4 + 16 + 8;

  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(() -> {
        try {
          return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
          throw new IllegalStateException("This Java has no SHA-256.", e);
        }
      });

  private SubmissionDigest() {}

  static Bytes of(byte[] frame) {
    MessageDigest digest = SHA_256.get();
    digest.update(frame, FIXED, frame.length - FIXED);
    return Bytes.wrap(digest.digest());
  }
}

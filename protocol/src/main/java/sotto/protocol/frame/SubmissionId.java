package sotto.protocol.frame;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// The random name of one ciphertext, unique per client.
///
/// ```
/// opaque SubmissionId[16];
/// ```
public record SubmissionId(Bytes bytes) implements Encodable {
  public SubmissionId {
    bytes.ofSize(Limits.SUBMISSION_ID, "a submission id");
  }

  public static SubmissionId of(byte[] bytes) {
    return new SubmissionId(Bytes.of(bytes));
  }

  @Override
  public void encode(Writer out) {
    bytes.writeFixed(out);
  }

  public static SubmissionId decode(Reader in) throws MlsException {
    return new SubmissionId(Fields.fixed(in, Limits.SUBMISSION_ID));
  }

  public String hex() {
    return bytes.hex();
  }

  @Override
  public String toString() {
    return bytes.hex();
  }
}

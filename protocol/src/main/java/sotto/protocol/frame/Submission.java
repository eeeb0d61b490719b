package sotto.protocol.frame;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.identity.Hash;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// What a client asks the server to accept, once, and to give to a group's roster in one order.
///
/// ```
/// struct {
///   SubmissionId id;
///   uint64 number;                // the client's own, rising by one
///   opaque group_id<V>;
///   uint64 epoch;                 // in which the message was made
///   SubmissionBody body;
/// } Submission;
/// ```
public record Submission(SubmissionId id, long number, Bytes group, long epoch, SubmissionBody body)
    implements Encodable {
  public Submission {
    group.atMost(Limits.MAX_GROUP_ID, "a group id");
    if (number < 0 || epoch < 0) {
      throw new IllegalArgumentException("a submission's number or epoch is negative");
    }
  }

  @Override
  public void encode(Writer out) {
    out.struct(id).uint64(number);
    group.writeOpaque(out);
    out.uint64(epoch).struct(body);
  }

  public static Submission decode(Reader in) throws MlsException {
    return new Submission(
        SubmissionId.decode(in),
        Fields.count(in),
        Fields.opaque(in, Limits.MAX_GROUP_ID),
        Fields.count(in),
        SubmissionBody.decode(in));
  }

  /// What the server keeps to tell the same submission from another under a used id: SHA-256 of
  /// everything but the number, which a restored profile may have lost.
  public Hash hash() {
    Writer out = new Writer(1024);
    group.writeOpaque(out);
    return Hash.sha256(out.uint64(epoch).struct(body).toBytes());
  }

  /// The same under another number.
  public Submission numbered(long other) {
    return new Submission(id, other, group, epoch, body);
  }

  /// Refuses a submission whose outer fields are not those of the MLS message itself.
  public void checkOuterFields() throws MlsException {
    body.checkAgainst(group, epoch);
  }
}

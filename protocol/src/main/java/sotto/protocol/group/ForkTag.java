package sotto.protocol.group;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;

/// What every PrivateMessage has as its `authenticated_data`: a hint at which epoch secret, of
/// possibly two with one number, it was made in.
///
/// ```
/// opaque ForkTag[8];      // MLS-Exporter("Sotto fork", group_id, 8) of the message's epoch
/// ```
public record ForkTag(Bytes bytes) implements Encodable {
  /// The label, for a context that is the group id.
  public static final String EXPORTER_LABEL = "Sotto fork";

  public static final int LENGTH = Limits.FORK_TAG;

  public ForkTag {
    bytes.ofSize(LENGTH, "a fork tag");
  }

  /// Whether a message with this `authenticated_data` was made in our epoch, as far as it says.
  public boolean isIn(Bytes authenticatedData) {
    return bytes.equals(authenticatedData);
  }

  @Override
  public void encode(Writer out) {
    bytes.writeFixed(out);
  }
}

package sotto.mls.message;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §8.4: names a pre-shared key and one use of it.
///
/// ```text
/// struct {
///     PSKType psktype;
///     select (PreSharedKeyID.psktype) {
///         case external:    opaque psk_id<V>;
///         case resumption:  ResumptionPSKUsage usage; opaque psk_group_id<V>; uint64 psk_epoch;
///         case application: ComponentID component_id; opaque psk_id<V>;
///     };
///     opaque psk_nonce<V>;
/// } PreSharedKeyID;
/// ```
public record PreSharedKeyId(PskSource source, byte[] nonce) implements Encodable {

  public static PreSharedKeyId decode(Reader in) throws MlsException {
    return new PreSharedKeyId(PskSource.decode(in), in.opaque());
  }

  @Override
  public void encode(Writer out) {
    out.struct(source).opaque(nonce);
  }
}

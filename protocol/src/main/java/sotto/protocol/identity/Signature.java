package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// An Ed25519 signature.
///
/// ```
/// opaque Signature[64];
/// ```
public record Signature(Bytes bytes) implements Encodable {
  public Signature {
    bytes.ofSize(Limits.ED25519_SIGNATURE, "a signature");
  }

  public static Signature of(byte[] bytes) {
    return new Signature(Bytes.of(bytes));
  }

  @Override
  public void encode(Writer out) {
    bytes.writeFixed(out);
  }

  public static Signature decode(Reader in) throws MlsException {
    return new Signature(Fields.fixed(in, Limits.ED25519_SIGNATURE));
  }

  public String hex() {
    return bytes.hex();
  }

  @Override
  public String toString() {
    return bytes.hex();
  }
}

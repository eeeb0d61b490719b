package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// The Ed25519 public key with which a client signs in its leaves and logs in.
///
/// ```
/// opaque LeafKey[32];
/// ```
public record LeafKey(Bytes bytes) implements Encodable {
  public LeafKey {
    bytes.ofSize(Limits.ED25519_KEY, "a leaf signature key");
  }

  public static LeafKey of(byte[] bytes) {
    return new LeafKey(Bytes.of(bytes));
  }

  @Override
  public void encode(Writer out) {
    bytes.writeFixed(out);
  }

  public static LeafKey decode(Reader in) throws MlsException {
    return new LeafKey(Fields.fixed(in, Limits.ED25519_KEY));
  }

  public String hex() {
    return bytes.hex();
  }

  @Override
  public String toString() {
    return bytes.hex();
  }
}

package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// The Ed25519 public key that identifies a server for life.
///
/// ```
/// opaque ServerKey[32];
/// ```
public record ServerKey(Bytes bytes) implements Encodable {
  public ServerKey {
    bytes.ofSize(Limits.ED25519_KEY, "a server key");
  }

  public static ServerKey of(byte[] bytes) {
    return new ServerKey(Bytes.of(bytes));
  }

  @Override
  public void encode(Writer out) {
    bytes.writeFixed(out);
  }

  public static ServerKey decode(Reader in) throws MlsException {
    return new ServerKey(Fields.fixed(in, Limits.ED25519_KEY));
  }

  public String hex() {
    return bytes.hex();
  }

  @Override
  public String toString() {
    return bytes.hex();
  }
}

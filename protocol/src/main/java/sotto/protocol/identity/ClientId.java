package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// The random name of one client of an account.
///
/// ```
/// opaque ClientId[16];
/// ```
public record ClientId(Bytes bytes) implements Encodable {
  public ClientId {
    bytes.ofSize(Limits.CLIENT_ID, "a client id");
  }

  public static ClientId of(byte[] bytes) {
    return new ClientId(Bytes.of(bytes));
  }

  @Override
  public void encode(Writer out) {
    bytes.writeFixed(out);
  }

  public static ClientId decode(Reader in) throws MlsException {
    return new ClientId(Fields.fixed(in, Limits.CLIENT_ID));
  }

  public String hex() {
    return bytes.hex();
  }

  @Override
  public String toString() {
    return bytes.hex();
  }
}

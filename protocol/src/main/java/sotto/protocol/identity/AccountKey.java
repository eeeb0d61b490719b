package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// The Ed25519 public key of an account.
///
/// ```
/// opaque AccountKey[32];
/// ```
public record AccountKey(Bytes bytes) implements Encodable {
  public AccountKey {
    bytes.ofSize(Limits.ED25519_KEY, "an account key");
  }

  public static AccountKey of(byte[] bytes) {
    return new AccountKey(Bytes.of(bytes));
  }

  @Override
  public void encode(Writer out) {
    bytes.writeFixed(out);
  }

  public static AccountKey decode(Reader in) throws MlsException {
    return new AccountKey(Fields.fixed(in, Limits.ED25519_KEY));
  }

  public String hex() {
    return bytes.hex();
  }

  @Override
  public String toString() {
    return bytes.hex();
  }
}

package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// 32 random bytes that make an answer fresh.
///
/// ```
/// opaque Nonce[32];
/// ```
public record Nonce(Bytes bytes) implements Encodable {
  public Nonce {
    bytes.ofSize(Limits.NONCE, "a nonce");
  }

  public static Nonce of(byte[] bytes) {
    return new Nonce(Bytes.of(bytes));
  }

  @Override
  public void encode(Writer out) {
    bytes.writeFixed(out);
  }

  public static Nonce decode(Reader in) throws MlsException {
    return new Nonce(Fields.fixed(in, Limits.NONCE));
  }

  public String hex() {
    return bytes.hex();
  }

  @Override
  public String toString() {
    return bytes.hex();
  }
}

package sotto.protocol.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// A SHA-256 hash.
///
/// ```
/// opaque Hash[32];
/// ```
public record Hash(Bytes bytes) implements Encodable {
  public Hash {
    bytes.ofSize(Limits.HASH, "a hash");
  }

  /// All zeros: there is nothing to hash.
  public static final Hash NONE = new Hash(Bytes.wrap(new byte[Limits.HASH]));

  /// SHA-256 of `content`.
  public static Hash sha256(byte[] content) {
    try {
      return new Hash(Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256.", e);
    }
  }

  public static Hash of(byte[] bytes) {
    return new Hash(Bytes.of(bytes));
  }

  @Override
  public void encode(Writer out) {
    bytes.writeFixed(out);
  }

  public static Hash decode(Reader in) throws MlsException {
    return new Hash(Fields.fixed(in, Limits.HASH));
  }

  public String hex() {
    return bytes.hex();
  }

  @Override
  public String toString() {
    return bytes.hex();
  }
}

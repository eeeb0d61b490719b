package sotto.protocol.frame;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// The random name of a sealed blob, which is also the right to read it.
///
/// ```
/// opaque BlobId[32];
/// ```
public record BlobId(Bytes bytes) implements Encodable {
  public BlobId {
    bytes.ofSize(Limits.BLOB_ID, "a blob id");
  }

  public static BlobId of(byte[] bytes) {
    return new BlobId(Bytes.of(bytes));
  }

  @Override
  public void encode(Writer out) {
    bytes.writeFixed(out);
  }

  public static BlobId decode(Reader in) throws MlsException {
    return new BlobId(Fields.fixed(in, Limits.BLOB_ID));
  }

  public String hex() {
    return bytes.hex();
  }
}

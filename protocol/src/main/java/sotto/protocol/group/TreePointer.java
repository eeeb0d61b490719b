package sotto.protocol.group;

import sotto.mls.codec.Decoder;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.frame.BlobId;
import sotto.protocol.identity.Hash;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// Where a ratchet tree is that is too large for a Welcome: a blob, sealed with AES-128-GCM under a
/// key used once, with an all-zero nonce and no associated data.
///
/// ```
/// struct {
///   BlobId blob;
///   uint64 size;                  // of the sealed blob
///   Hash hash;                    // SHA-256 of the sealed blob
///   opaque key[16];
/// } TreePointer;
/// ```
public record TreePointer(BlobId blob, long size, Hash hash, Bytes key) implements Encodable {
  public static final int KEY = 16;

  public TreePointer {
    key.ofSize(KEY, "the key of a tree's blob");
  }

  @Override
  public void encode(Writer out) {
    out.struct(blob).uint64(size).struct(hash);
    key.writeFixed(out);
  }

  public static TreePointer decode(byte[] extensionData) throws MlsException {
    return ((Decoder<TreePointer>) TreePointer::decode).decodeAll(extensionData);
  }

  static TreePointer decode(Reader in) throws MlsException {
    return new TreePointer(
        BlobId.decode(in), Fields.count(in), Hash.decode(in), Fields.fixed(in, KEY));
  }

  @Override
  public String toString() {
    return "TreePointer[" + blob.hex() + "]";
  }
}

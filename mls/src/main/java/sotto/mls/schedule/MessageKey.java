package sotto.mls.schedule;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Secret;

/// The key of one generation of a ratchet.
///
/// @param generation a uint32
public record MessageKey(long generation, AeadKey key) implements Encodable {
  static MessageKey decode(Reader in) throws MlsException {
    long generation = in.uint32();
    Secret key = StoredSecrets.read(in);
    return new MessageKey(generation, new AeadKey(key, StoredSecrets.read(in)));
  }

  @Override
  public void encode(Writer out) {
    out.uint32(generation);
    StoredSecrets.write(out, key.key());
    StoredSecrets.write(out, key.nonce());
  }
}

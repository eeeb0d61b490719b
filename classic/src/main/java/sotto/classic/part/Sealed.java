package sotto.classic.part;

import java.io.ByteArrayOutputStream;

/// One protected message, before a record format gives it names: `wrappedKey` is empty where the
/// format carries none.
public record Sealed(byte[] wrappedKey, byte[] iv, byte[] ciphertext, byte[] proof) {

  public Sealed withProof(byte[] other) {
    return new Sealed(wrappedKey, iv, ciphertext, other);
  }

  /// IV and ciphertext as one string, as most of the formats send them.
  public byte[] content() {
    return join(iv, ciphertext);
  }

  public static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) all.writeBytes(part);
    return all.toByteArray();
  }
}

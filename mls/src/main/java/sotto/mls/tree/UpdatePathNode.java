package sotto.mls.tree;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.List;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.HpkeCiphertext;

/// RFC 9420 §7.6: one node of the filtered direct path, with its path secret sealed to each node in
/// the resolution of the copath.
///
/// ```text
/// struct {
///     HPKEPublicKey encryption_key;
///     HPKECiphertext encrypted_path_secret<V>;
/// } UpdatePathNode;
/// ```
///
/// @param encryptionKey of [sotto.mls.crypto.Kem#publicKeyLength] bytes
/// @param encryptedPathSecret each what the KEM sends, and `KDF.Nh` bytes with a tag of 16
public record UpdatePathNode(byte[] encryptionKey, List<HpkeCiphertext> encryptedPathSecret)
    implements Encodable {

  public UpdatePathNode {
    allGiven("encryptionKey encryptedPathSecret", encryptionKey, encryptedPathSecret);
    encryptedPathSecret = List.copyOf(encryptedPathSecret);
  }

  /// @throws MlsException when the bytes are no such value
  public static UpdatePathNode decode(Reader in) throws MlsException {
    return new UpdatePathNode(given("in", in).opaque(), in.vector(HpkeCiphertext::decode));
  }

  @Override
  public void encode(Writer out) {
    given("out", out).opaque(encryptionKey).vector(encryptedPathSecret);
  }
}

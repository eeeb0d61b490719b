package sotto.mls.crypto;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §7.6:
///
/// ```
/// struct {
///     opaque kem_output<V>;
///     opaque ciphertext<V>;
/// } HPKECiphertext;
/// ```
public record HpkeCiphertext(byte[] kemOutput, byte[] ciphertext) implements Encodable {
  public HpkeCiphertext {
    allGiven("kemOutput ciphertext", kemOutput, ciphertext);
  }

  /// @throws MlsException when the bytes are no such value
  public static HpkeCiphertext decode(Reader in) throws MlsException {
    HpkeCiphertext sealed = new HpkeCiphertext(given("in", in).opaque(), in.opaque());
    if (sealed.kemOutput.length == 0 || sealed.ciphertext.length == 0) {
      throw new MlsException("An HPKE ciphertext is empty.");
    }
    return sealed;
  }

  @Override
  public void encode(Writer out) {
    given("out", out).opaque(kemOutput).opaque(ciphertext);
  }
}

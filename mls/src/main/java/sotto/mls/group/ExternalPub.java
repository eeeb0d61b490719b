package sotto.mls.group;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// RFC 9420 §12.4.3.2: the content of the `external_pub` extension of a GroupInfo.
///
/// ```text
/// struct {
///     HPKEPublicKey external_pub;
/// } ExternalPub;
/// ```
record ExternalPub(byte[] externalPub) implements Encodable {

  /// @throws MlsException when the bytes are no such value
  static ExternalPub decode(Reader in) throws MlsException {
    return new ExternalPub(in.opaque());
  }

  @Override
  public void encode(Writer out) {
    out.opaque(externalPub);
  }
}

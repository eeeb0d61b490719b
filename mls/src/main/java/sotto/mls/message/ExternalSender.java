package sotto.mls.message;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.List;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.tree.Credential;

/// RFC 9420 §12.1.8.1: one who may propose without being a member; the `external_senders` extension
/// of a GroupContext is a vector of them, which may be empty.
///
/// ```text
/// struct {
///     SignaturePublicKey signature_key;
///     Credential credential;
/// } ExternalSender;
///
/// ExternalSender external_senders<V>;
/// ```
///
/// @param signatureKey of the group's signature scheme: 32 bytes with Ed25519
public record ExternalSender(byte[] signatureKey, Credential credential) implements Encodable {
  public ExternalSender {
    allGiven("signatureKey credential", signatureKey, credential);
  }

  /// @throws MlsException when the bytes are no such value
  public static ExternalSender decode(Reader in) throws MlsException {
    return new ExternalSender(given("in", in).opaque(), Credential.decode(in));
  }

  /// @throws MlsException when the bytes are no such value
  public static List<ExternalSender> decodeList(Reader in) throws MlsException {
    return given("in", in).vector(ExternalSender::decode);
  }

  public static Encodable list(List<ExternalSender> senders) {
    given("senders", senders);
    return out -> out.vector(senders);
  }

  @Override
  public void encode(Writer out) {
    given("out", out).opaque(signatureKey).struct(credential);
  }
}

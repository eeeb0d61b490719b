package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.protocol.wire.Bytes;

/// A struct that is signed: its label, then its fields.
public sealed interface ToBeSigned extends Encodable
    permits LoginServer,
        LoginClient,
        Registration,
        ClientBinding,
        ClientList,
        DirectoryAnswer,
        RejoinRequest,
        AccountSuccessor,
        AccountRelease {
  Label label();

  /// The fields after the label.
  void encodeFields(Writer out);

  /// Exactly what is signed.
  @Override
  default void encode(Writer out) {
    label().write(out);
    encodeFields(out);
  }

  default Signature sign(Signer key) {
    return Signature.of(key.sign(encoded()));
  }

  /// Refuses a signature that the holder of `publicKey` did not make over exactly this.
  default void verify(SignatureCheck check, Bytes publicKey, Signature signature)
      throws MlsException {
    if (!check.verifies(publicKey.toArray(), encoded(), signature.bytes().toArray())) {
      throw new MlsException("The signature '" + label().text() + "' is not valid.");
    }
  }
}

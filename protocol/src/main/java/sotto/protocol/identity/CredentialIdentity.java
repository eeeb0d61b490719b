package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// The identity in the basic credential of a leaf. It proves by itself which account the leaf
/// belongs to; whether that account's key is the right one is for the reader to know.
///
/// ```
/// struct {
///   uint16 version = 1;
///   Address address;
///   ClientId client;
///   AccountKey account;
///   Signature signature;          // by the account key over ClientTBS
/// } CredentialIdentity;
/// ```
public record CredentialIdentity(ClientAddress who, AccountKey account, Signature signature)
    implements Encodable {
  public static final int VERSION = 1;

  public static CredentialIdentity sign(
      ClientAddress who, LeafKey leaf, AccountKey account, Signer accountPrivateKey) {
    Signature signature = new ClientBinding(who, leaf).sign(accountPrivateKey);
    return new CredentialIdentity(who, account, signature);
  }

  /// Refuses a leaf signature key that the account did not give to this client.
  public void verify(SignatureCheck check, LeafKey leaf) throws MlsException {
    new ClientBinding(who, leaf).verify(check, account.bytes(), signature);
  }

  @Override
  public void encode(Writer out) {
    out.uint16(VERSION).struct(who).struct(account).struct(signature);
  }

  public static CredentialIdentity decode(Reader in) throws MlsException {
    if (in.uint16() != VERSION) {
      throw new MlsException("A credential is of a version that this client does not know.");
    }
    return new CredentialIdentity(
        ClientAddress.decode(in), AccountKey.decode(in), Signature.decode(in));
  }
}

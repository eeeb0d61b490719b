package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// A client list with its account's signature, not yet verified.
///
/// ```
/// struct {
///   Address address; AccountKey account; uint64 version; Hash previous; uint64 issued_at;
///   ListedClient clients<V>;
///   Signature signature;          // by `account` over ClientListTBS
/// } SignedClientList;
/// ```
public record SignedClientList(ClientList list, Signature signature) implements Encodable {
  public static SignedClientList sign(ClientList list, Signer accountPrivateKey) {
    return new SignedClientList(list, list.sign(accountPrivateKey));
  }

  /// The list, when the account key in it signed it. Whether that key is the right one is for the
  /// caller to check.
  public ClientList verified(SignatureCheck check) throws MlsException {
    list.verify(check, list.account().bytes(), signature);
    return list;
  }

  @Override
  public void encode(Writer out) {
    list.encodeFields(out);
    out.struct(signature);
  }

  public static SignedClientList decode(Reader in) throws MlsException {
    return new SignedClientList(ClientList.decodeFields(in), Signature.decode(in));
  }
}

package sotto.protocol.identity;

import sotto.mls.codec.Writer;

/// What a new account's key signs to prove that its owner is here, now, and means this admission
/// and this first client list.
///
/// ```
/// struct {
///   Label label = "Sotto 1.0 registration";
///   Nonce client_nonce;
///   Nonce server_nonce;
///   ServerKey server;
///   Hash tls_key;
///   Address address;
///   AccountKey account;
///   Hash client_list;
///   Admission admission;
/// } RegistrationTBS;
/// ```
public record Registration(
    Nonce clientNonce,
    Nonce serverNonce,
    ServerKey server,
    Hash tlsKey,
    ClientList list,
    Admission admission)
    implements ToBeSigned {
  @Override
  public Label label() {
    return Label.REGISTRATION;
  }

  @Override
  public void encodeFields(Writer out) {
    out.struct(clientNonce).struct(serverNonce).struct(server).struct(tlsKey);
    out.struct(list.address()).struct(list.account()).struct(list.hash()).struct(admission);
  }
}

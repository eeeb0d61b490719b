package sotto.protocol.identity;

import sotto.mls.codec.Writer;

/// What a client's leaf key signs to log in.
///
/// ```
/// struct {
///   Label label = "Sotto 1.0 login client";
///   Nonce client_nonce;
///   Nonce server_nonce;
///   Address address;
///   ClientId client;
///   AccountKey account;
///   ServerKey server;
///   Hash tls_key;
/// } LoginClientTBS;
/// ```
public record LoginClient(
    Nonce clientNonce,
    Nonce serverNonce,
    ClientAddress who,
    AccountKey account,
    ServerKey server,
    Hash tlsKey)
    implements ToBeSigned {
  @Override
  public Label label() {
    return Label.LOGIN_CLIENT;
  }

  @Override
  public void encodeFields(Writer out) {
    out.struct(clientNonce).struct(serverNonce).struct(who);
    out.struct(account).struct(server).struct(tlsKey);
  }
}

package sotto.protocol.identity;

import sotto.mls.codec.Writer;
import sotto.protocol.wire.Fields;

/// What the server's identity key signs in the first frame of a connection: "I am `name`, and the
/// TLS key whose hash this is speaks for me, now."
///
/// ```
/// struct {
///   Label label = "Sotto 1.0 login server";
///   uint16 version;
///   Nonce client_nonce;
///   Nonce server_nonce;
///   opaque name<V>;
///   ServerKey server;
///   Hash tls_key;            // SHA-256 of the certificate's SubjectPublicKeyInfo
///   uint8 registration;      // 1 invite + 2 code + 4 open
/// } LoginServerTBS;
/// ```
public record LoginServer(
    int version,
    Nonce clientNonce,
    Nonce serverNonce,
    String name,
    ServerKey server,
    Hash tlsKey,
    int registration)
    implements ToBeSigned {
  @Override
  public Label label() {
    return Label.LOGIN_SERVER;
  }

  @Override
  public void encodeFields(Writer out) {
    out.uint16(version).struct(clientNonce).struct(serverNonce);
    Fields.text(out, name);
    out.struct(server).struct(tlsKey).uint8(registration);
  }
}

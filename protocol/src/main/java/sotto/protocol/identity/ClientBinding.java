package sotto.protocol.identity;

import sotto.mls.codec.Writer;

/// What an account key signs about each of its clients: this leaf signature key is that client's.
///
/// ```
/// struct {
///   Label label = "Sotto 1.0 client";
///   uint16 version = 1;
///   Address address;
///   ClientId client;
///   LeafKey leaf;
/// } ClientTBS;
/// ```
public record ClientBinding(ClientAddress who, LeafKey leaf) implements ToBeSigned {
  @Override
  public Label label() {
    return Label.CLIENT;
  }

  @Override
  public void encodeFields(Writer out) {
    out.uint16(CredentialIdentity.VERSION).struct(who).struct(leaf);
  }
}

package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// One client of one account.
///
/// ```
/// struct { Address address; ClientId client; } ClientAddress;
/// ```
public record ClientAddress(Address address, ClientId client) implements Encodable {
  @Override
  public void encode(Writer out) {
    out.struct(address).struct(client);
  }

  public static ClientAddress decode(Reader in) throws MlsException {
    return new ClientAddress(Address.decode(in), ClientId.decode(in));
  }
}

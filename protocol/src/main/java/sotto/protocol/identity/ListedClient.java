package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;

/// A client's place on its account's list.
///
/// ```
/// enum { linked(0), keeper(1), (255) } Role;     // a keeper holds the account key
/// struct { ClientId client; LeafKey leaf; Role role; } ListedClient;
/// ```
public record ListedClient(ClientId client, LeafKey leaf, Role role) implements Encodable {
  public enum Role {
    LINKED,
    KEEPER
  }

  @Override
  public void encode(Writer out) {
    out.struct(client).struct(leaf).uint8(role.ordinal());
  }

  public static ListedClient decode(Reader in) throws MlsException {
    return new ListedClient(ClientId.decode(in), LeafKey.decode(in), role(in));
  }

  private static Role role(Reader in) throws MlsException {
    return switch (in.uint8()) {
      case 0 -> Role.LINKED;
      case 1 -> Role.KEEPER;
      default -> throw new MlsException("A client on a list has no known role.");
    };
  }
}

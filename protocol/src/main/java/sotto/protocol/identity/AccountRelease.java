package sotto.protocol.identity;

import java.time.Instant;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.wire.Fields;

/// What a server's identity key signs when its operator releases an address: the account that had
/// it is over. Contacts get an identity stop; nothing passes on.
///
/// ```
/// struct {
///   Label label = "Sotto 1.0 account release";
///   ServerKey server; Address address; AccountKey account; uint64 at;
/// } AccountReleaseTBS;
/// ```
public record AccountRelease(ServerKey server, Address address, AccountKey account, Instant at)
    implements ToBeSigned {
  public AccountRelease {
    at = Fields.millis(at);
  }

  @Override
  public Label label() {
    return Label.ACCOUNT_RELEASE;
  }

  @Override
  public void encodeFields(Writer out) {
    out.struct(server).struct(address).struct(account);
    Fields.time(out, at);
  }

  static AccountRelease decodeFields(Reader in) throws MlsException {
    return new AccountRelease(
        ServerKey.decode(in), Address.decode(in), AccountKey.decode(in), Fields.time(in));
  }
}

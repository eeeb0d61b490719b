package sotto.protocol.identity;

import java.time.Instant;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.wire.Fields;

/// What an account key signs to name the key that replaces it.
///
/// ```
/// struct {
///   Label label = "Sotto 1.0 account successor";
///   Address address; AccountKey old; AccountKey new; uint64 at;
/// } AccountSuccessorTBS;
/// struct { Address address; AccountKey old; AccountKey new; uint64 at; Signature signature; }
///   SignedAccountSuccessor;       // signed by `old`
/// ```
public record AccountSuccessor(Address address, AccountKey old, AccountKey successor, Instant at)
    implements ToBeSigned {
  public AccountSuccessor {
    at = Fields.millis(at);
  }

  @Override
  public Label label() {
    return Label.ACCOUNT_SUCCESSOR;
  }

  @Override
  public void encodeFields(Writer out) {
    out.struct(address).struct(old).struct(successor);
    Fields.time(out, at);
  }

  static AccountSuccessor decodeFields(Reader in) throws MlsException {
    return new AccountSuccessor(
        Address.decode(in), AccountKey.decode(in), AccountKey.decode(in), Fields.time(in));
  }
}

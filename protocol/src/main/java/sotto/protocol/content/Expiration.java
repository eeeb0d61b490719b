package sotto.protocol.content;

import sotto.mls.codec.MlsException;
import sotto.protocol.cbor.Cbor;

/// When a message should be deleted.
///
/// ```
/// Expiration = [ relative: bool, time: uint .size 4 ]
/// ```
public sealed interface Expiration {
  long MAX = 0xffff_ffffL;

  long seconds();

  /// So many seconds after it was read.
  record AfterReading(long seconds) implements Expiration {}

  /// At this many seconds after 1970-01-01T00:00:00Z.
  record At(long seconds) implements Expiration {}

  default Cbor toCbor() {
    return Cbor.array(Cbor.bool(this instanceof AfterReading), Cbor.number(seconds()));
  }

  static Expiration of(Cbor item) throws MlsException {
    var parts = item.items("An expiry");
    if (parts.size() != 2) {
      throw new MlsException("An expiry is not an array of two.");
    }
    long seconds = parts.get(1).unsigned(MAX, "The time of an expiry");
    if (parts.getFirst().equals(Cbor.TRUE)) {
      return new AfterReading(seconds);
    }
    if (parts.getFirst().equals(Cbor.FALSE)) {
      return new At(seconds);
    }
    throw new MlsException("An expiry does not say whether it is relative.");
  }
}

package sotto.protocol.frame;

import java.time.Instant;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// One entry of a client's queue. Entries come in rising order of their ids; an id that was pushed
/// once is never given to another entry.
///
/// ```
/// struct {
///   uint64 entry;
///   uint8 offer;                  // 1 the first time, at most 4
///   opaque group_id<V>;
///   uint64 at;                    // when the server accepted it
///   DeliveryBody body;
/// } Delivery;
/// ```
public record Delivery(long entry, int offer, Bytes group, Instant at, DeliveryBody body)
    implements Encodable {
  public Delivery {
    group.atMost(Limits.MAX_GROUP_ID, "a group id");
    at = Fields.millis(at);
    if (entry < 0 || offer < 1 || offer > 255) {
      throw new IllegalArgumentException("an entry's id or offer is out of range");
    }
  }

  @Override
  public void encode(Writer out) {
    out.uint64(entry).uint8(offer);
    group.writeOpaque(out);
    Fields.time(out, at);
    out.struct(body);
  }

  public static Delivery decode(Reader in) throws MlsException {
    long entry = Fields.count(in);
    int offer = in.uint8();
    if (offer < 1) {
      throw new MlsException("An entry is offered for the zeroth time.");
    }
    return new Delivery(
        entry,
        offer,
        Fields.opaque(in, Limits.MAX_GROUP_ID),
        Fields.time(in),
        DeliveryBody.decode(in));
  }
}

package sotto.protocol.identity;

import java.time.Instant;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// What a client that lost a group signs with its leaf key to be let in again.
///
/// ```
/// struct {
///   Label label = "Sotto 1.0 rejoin";
///   ClientAddress who;
///   opaque group_id<V>;
///   opaque key_package<V>;        // an MLSMessage that holds a fresh KeyPackage
///   uint64 at;
///   opaque random[16];
/// } RejoinTBS;
/// ```
public record RejoinRequest(
    ClientAddress who, Bytes group, Bytes keyPackage, Instant at, Bytes random)
    implements ToBeSigned {
  private static final int RANDOM = 16;

  public RejoinRequest {
    group.atMost(Limits.MAX_GROUP_ID, "a group id");
    keyPackage.atMost(Limits.MAX_KEY_PACKAGE, "a KeyPackage");
    random.ofSize(RANDOM, "the random part of a rejoin request");
    at = Fields.millis(at);
  }

  @Override
  public Label label() {
    return Label.REJOIN;
  }

  @Override
  public void encodeFields(Writer out) {
    out.struct(who);
    group.writeOpaque(out);
    keyPackage.writeOpaque(out);
    Fields.time(out, at);
    random.writeFixed(out);
  }

  static RejoinRequest decodeFields(Reader in) throws MlsException {
    return new RejoinRequest(
        ClientAddress.decode(in),
        Fields.opaque(in, Limits.MAX_GROUP_ID),
        Fields.opaque(in, Limits.MAX_KEY_PACKAGE),
        Fields.time(in),
        Fields.fixed(in, RANDOM));
  }
}

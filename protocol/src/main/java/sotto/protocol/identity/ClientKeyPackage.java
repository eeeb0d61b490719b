package sotto.protocol.identity;

import java.time.Instant;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.message.KeyPackage;
import sotto.mls.message.MlsMessage;
import sotto.mls.tree.LeafNodeSource;
import sotto.protocol.limits.Limits;
import sotto.protocol.wire.Bytes;
import sotto.protocol.wire.Fields;

/// One KeyPackage of one client, as the directory hands it out.
///
/// ```
/// struct {
///   ClientId client;
///   uint8 last_resort;            // 1: the one that may be handed out again
///   opaque key_package<V>;        // an MLSMessage that holds a KeyPackage
/// } ClientKeyPackage;
/// ```
public record ClientKeyPackage(ClientId client, boolean lastResort, Bytes keyPackage)
    implements Encodable {
  public ClientKeyPackage {
    keyPackage.atMost(Limits.MAX_KEY_PACKAGE, "a KeyPackage");
  }

  @Override
  public void encode(Writer out) {
    out.struct(client);
    Fields.flag(out, lastResort);
    keyPackage.writeOpaque(out);
  }

  /// Whether the lifetime in a KeyPackage has ended. One that cannot be read is not judged here.
  public static boolean isOver(Bytes keyPackage, Instant now) {
    try {
      return MlsMessage.decode(keyPackage.toArray()) instanceof KeyPackage read
          && read.leafNode().source() instanceof LeafNodeSource.KeyPackage dated
          && Long.compareUnsigned(dated.lifetime().notAfter(), now.getEpochSecond()) < 0;
    } catch (MlsException e) {
      return false;
    }
  }

  public static ClientKeyPackage decode(Reader in) throws MlsException {
    return new ClientKeyPackage(
        ClientId.decode(in), Fields.flag(in), Fields.opaque(in, Limits.MAX_KEY_PACKAGE));
  }
}

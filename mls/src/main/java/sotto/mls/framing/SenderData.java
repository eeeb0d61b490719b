package sotto.mls.framing;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.tree.LeafIndex;

/// RFC 9420 §6.3.2: which key of whom opens a private message.
///
/// ```text
/// struct {
///     uint32 leaf_index;
///     uint32 generation;
///     opaque reuse_guard[4];
/// } SenderData;
/// ```
public record SenderData(LeafIndex leaf, long generation, byte[] reuseGuard) implements Encodable {
  public static final int REUSE_GUARD_BYTES = 4;

  /// @throws MlsException when the bytes are no such value
  public static SenderData decode(Reader in) throws MlsException {
    return new SenderData(LeafIndex.decode(in), in.uint32(), in.fixed(REUSE_GUARD_BYTES));
  }

  @Override
  public int expectedBytes() {
    return 2 * Integer.BYTES + REUSE_GUARD_BYTES;
  }

  @Override
  public void encode(Writer out) {
    out.struct(leaf).uint32(generation).fixed(reuseGuard);
  }
}

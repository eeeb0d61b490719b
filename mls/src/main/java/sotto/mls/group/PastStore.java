package sotto.mls.group;

import java.util.List;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.schedule.EpochSecrets;
import sotto.mls.schedule.SecretTree;
import sotto.mls.tree.LeafIndex;
import sotto.mls.tree.RatchetTreeCodec;
import sotto.mls.tree.TreeMath;

/// The stored form of past epochs.
///
/// ```text
/// uint64 epoch;
/// opaque group_context<V>;
/// opaque ratchet_tree<V>;
/// uint32 me;
/// EpochSecrets secrets;
/// uint32 leaves;
/// opaque secret_tree<V>;
/// ```
final class PastStore {
  private PastStore() {}

  static byte[] encode(List<PastEpoch> past) {
    return new Writer(16).vector(past, PastStore::encode).toBytes();
  }

  private static void encode(Writer out, PastEpoch past) {
    out.uint64(past.number())
        .opaque(past.encodedContext())
        .opaque(RatchetTreeCodec.encode(past.tree()))
        .struct(past.me())
        .struct(past.secretsOfEpoch())
        .uint32(past.secretTree().leaves())
        .opaque(GroupStore.encodeRows(past.secretTree().rows()));
  }

  static List<PastEpoch> decode(byte[] stored, SuiteCrypto crypto) throws MlsException {
    Decoder<List<PastEpoch>> list = in -> in.vector(reader -> decode(reader, crypto));
    return list.decodeAll(stored);
  }

  private static PastEpoch decode(Reader in, SuiteCrypto crypto) throws MlsException {
    return new PastEpoch(
        in.uint64(),
        in.opaque(),
        RatchetTreeCodec.decode(in.opaque(), crypto, TreeMath.MAX_LEAVES),
        LeafIndex.decode(in),
        EpochSecrets.decode(in),
        SecretTree.stored((int) in.uint32(), GroupStore.decodeRows(in.opaque())));
  }
}

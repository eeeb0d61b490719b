package sotto.mls.group;

import java.util.List;
import java.util.Map;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SuiteCrypto;
import sotto.mls.schedule.EpochSecrets;
import sotto.mls.schedule.SecretTree;
import sotto.mls.tree.LeafIndex;
import sotto.mls.treekem.RatchetTree;
import sotto.mls.treekem.RatchetTreeCodec;
import sotto.mls.treekem.TreeMath;

/// The stored form of past epochs, but for their ratchets, which are rows of [MessageStore].
///
/// ```text
/// uint64 epoch;
/// opaque group_context<V>;
/// opaque ratchet_tree<V>;
/// uint32 me;
/// EpochSecrets secrets;
/// uint32 leaves;
/// opaque secret_tree<V>;        /* in version 1 only */
/// ```
final class PastStore {
  private PastStore() {}

  /// A past epoch whose ratchets are yet to be read.
  record Unread(
      long number,
      byte[] encodedContext,
      RatchetTree tree,
      LeafIndex me,
      EpochSecrets secrets,
      int leaves) {
    PastEpoch with(Map<Long, byte[]> ratchets) throws MlsException {
      return new PastEpoch(
          number, encodedContext, tree, me, secrets, SecretTree.stored(leaves, ratchets));
    }
  }

  static byte[] encode(List<PastEpoch> past) {
    return new Writer(16).vector(past, PastStore::encode).toBytes();
  }

  private static void encode(Writer out, PastEpoch past) {
    out.uint64(past.number())
        .opaque(past.encodedContext())
        .opaque(RatchetTreeCodec.encode(past.tree()))
        .struct(past.me())
        .struct(past.secretsOfEpoch())
        .uint32(past.secretTree().leaves());
  }

  static List<Unread> decode(byte[] stored, SuiteCrypto crypto) throws MlsException {
    Decoder<List<Unread>> list = in -> in.vector(reader -> decode(reader, crypto));
    return list.decodeAll(stored);
  }

  static List<PastEpoch> decodeOf1(byte[] stored, SuiteCrypto crypto) throws MlsException {
    Decoder<List<PastEpoch>> list =
        in ->
            in.vector(
                reader -> decode(reader, crypto).with(MessageStore.decodeRows(reader.opaque())));
    return list.decodeAll(stored);
  }

  private static Unread decode(Reader in, SuiteCrypto crypto) throws MlsException {
    return new Unread(
        in.uint64(),
        in.opaque(),
        RatchetTreeCodec.decode(in.opaque(), crypto, TreeMath.MAX_LEAVES),
        LeafIndex.decode(in),
        EpochSecrets.decode(in),
        (int) in.uint32());
  }
}

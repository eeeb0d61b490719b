package sotto.mls.group;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.message.ProposalRef;
import sotto.mls.schedule.ExporterTree;
import sotto.mls.schedule.SecretTree;
import sotto.mls.schedule.TreeChanges;

/// The stored form of a group: the epoch's part, and rows for what changes within it.
///
/// ```text
/// uint16 version = 1;
/// opaque epoch<V>;              /* EpochStore */
/// Row rows<V>;                  /* struct { uint64 key; opaque value<V>; } Row */
/// ```
///
/// A row with a node index as its key is a secret or a ratchet of the secret tree. The keys below
/// are far above every node index.
final class GroupStore {
  private static final int VERSION = 1;

  /// Which epoch the rows belong to: `GroupId group_id; uint64 epoch; MAC confirmation_tag`.
  private static final long HEADER = 1L << 62;

  private static final long PROPOSALS = HEADER + 1;
  private static final long EXPORTS = HEADER + 2;
  private static final long PAST = HEADER + 3;

  /// Where nothing was sent there is no such row, as in states of before there was one.
  private static final long SENT = HEADER + 4;

  private GroupStore() {}

  static byte[] encode(Group group) {
    return new Writer(4096)
        .uint16(VERSION)
        .opaque(encodeEpoch(group.state()))
        .opaque(encodeRows(group.rows()))
        .toBytes();
  }

  static Group decode(byte[] stored, Settings settings) throws MlsException {
    Reader in = new Reader(stored);
    Stored.checkVersion(in, VERSION);
    byte[] epoch = in.opaque();
    Map<Long, byte[]> rows = decodeRows(in.opaque());
    in.end();
    return decode(epoch, rows, settings);
  }

  static byte[] encodeEpoch(EpochState state) {
    return EpochStore.encode(state);
  }

  static Group decode(byte[] epoch, Map<Long, byte[]> rows, Settings settings) throws MlsException {
    EpochState state = EpochStore.decode(epoch, settings);
    return new Group(settings, state, messages(rows, state));
  }

  // --- rows ---

  static SortedMap<Long, byte[]> rows(Group group) {
    MessageState messages = group.messages();
    SortedMap<Long, byte[]> rows = new TreeMap<>(messages.secretTree().rows());
    rows.put(HEADER, header(group.state()));
    rows.put(PROPOSALS, proposals(messages.proposals()));
    rows.put(EXPORTS, encodeRows(messages.exporterTree().rows()));
    rows.put(PAST, PastStore.encode(messages.past()));
    if (!messages.sent().isEmpty()) {
      rows.put(SENT, sent(messages.sent()));
    }
    return rows;
  }

  @SuppressWarnings("ReferenceEquality") // parts that did not change are the same objects
  static RowChanges changes(MessageState earlier, MessageState later) {
    TreeChanges ratchets = later.secretTree().changesSince(earlier.secretTree());
    SortedMap<Long, byte[]> put = new TreeMap<>(ratchets.put());
    if (!earlier.proposals().equals(later.proposals())) {
      put.put(PROPOSALS, proposals(later.proposals()));
    }
    if (earlier.exporterTree() != later.exporterTree()) {
      put.put(EXPORTS, encodeRows(later.exporterTree().rows()));
    }
    if (!earlier.past().equals(later.past())) {
      put.put(PAST, PastStore.encode(later.past()));
    }
    if (!earlier.sent().equals(later.sent())) {
      put.put(SENT, sent(later.sent()));
    }
    return new RowChanges(put, new TreeSet<>(ratchets.removed()));
  }

  static byte[] encodeRows(SortedMap<Long, byte[]> rows) {
    Writer out = new Writer(1024);
    out.vector(
        List.copyOf(rows.entrySet()),
        (inner, row) -> inner.uint64(row.getKey()).opaque(row.getValue()));
    return out.toBytes();
  }

  static SortedMap<Long, byte[]> decodeRows(byte[] bytes) throws MlsException {
    SortedMap<Long, byte[]> rows = new TreeMap<>();
    Reader in = new Reader(bytes);
    for (var row : in.vector(reader -> Map.entry(reader.uint64(), reader.opaque()))) {
      rows.put(row.getKey(), row.getValue());
    }
    in.end();
    return rows;
  }

  private static MessageState messages(Map<Long, byte[]> stored, EpochState state)
      throws MlsException {
    Map<Long, byte[]> rows = new LinkedHashMap<>(stored);
    if (!Arrays.equals(take(rows, HEADER), header(state))) {
      throw new MlsException("The two parts of a stored group are not of the same epoch.");
    }
    Decoder<List<Map.Entry<ProposalRef, PendingProposal>>> list =
        in -> in.vector(reader -> ProposalStore.decode(reader, state));
    SequencedMap<ProposalRef, PendingProposal> proposals = new LinkedHashMap<>();
    for (var entry : list.decodeAll(take(rows, PROPOSALS))) {
      proposals.put(entry.getKey(), entry.getValue());
    }
    ExporterTree exports = ExporterTree.stored(decodeRows(take(rows, EXPORTS)));
    List<PastEpoch> past = PastStore.decode(take(rows, PAST), state.crypto());
    Decoder<List<ByteBuffer>> hashes = in -> in.vector(reader -> ByteBuffer.wrap(reader.opaque()));
    List<ByteBuffer> sent = rows.containsKey(SENT) ? hashes.decodeAll(take(rows, SENT)) : List.of();
    SecretTree ratchets = SecretTree.stored(state.tree().width(), rows);
    return new MessageState(ratchets, exports, proposals, sent, past);
  }

  static byte[] header(EpochState state) {
    return new Writer(128)
        .struct(state.context().groupId())
        .uint64(state.epoch())
        .opaque(state.confirmationTag())
        .toBytes();
  }

  private static byte[] take(Map<Long, byte[]> rows, long key) throws MlsException {
    byte[] row = rows.remove(key);
    if (row == null) {
      throw new MlsException("A stored group lacks a row.");
    }
    return row;
  }

  private static byte[] sent(List<ByteBuffer> hashes) {
    return new Writer(64).vector(hashes, (out, hash) -> out.opaque(hash.array())).toBytes();
  }

  private static byte[] proposals(SequencedMap<ProposalRef, PendingProposal> proposals) {
    return new Writer(64)
        .vector(List.copyOf(proposals.entrySet()), ProposalStore::encode)
        .toBytes();
  }
}

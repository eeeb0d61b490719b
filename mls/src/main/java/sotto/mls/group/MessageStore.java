package sotto.mls.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
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

/// The stored form of what changes within an epoch, in rows, so that one message rewrites what it
/// changed and no more.
///
/// | keys | rows |
/// |---|---|
/// | node index | a secret or a ratchet of the secret tree |
/// | `(i + 1) << 32` and a node index | the same of the past epoch `i`, the oldest being 0 |
/// | `SENT` and `i` | the hash of the proposal or Commit `i` that was sent |
/// | `EXPORTS` and a node index | a secret or an exported component of the safe exporter |
/// | `PROPOSALS` and `i` | the proposal `i` that waits |
/// | from `HEADER` on | one each: whose, past epochs, a removal, how far |
final class MessageStore {
  private static final long PAST_RATCHETS = 1L << 32;
  private static final long SENT = 1L << 60;
  private static final long EXPORTS = 3L << 59;
  private static final long PROPOSALS = 1L << 61;

  /// Whose the rows are and of which epoch: `GroupId group_id; uint64 epoch; MAC confirmation_tag;
  /// uint32 me`. Before version 3 `me` was not there, and rows were not tied ([RowTies]).
  private static final long HEADER = 1L << 62;

  private static final long PAST = HEADER + 5;

  /// An empty row, once a Commit removed this client; there is none in states of before there was.
  private static final long REMOVED = HEADER + 6;

  /// Version 1 had all proposals in one row, and the past epochs with their ratchets in another.
  private static final long PROPOSALS_OF_1 = HEADER + 1;

  private static final long PAST_OF_1 = HEADER + 3;

  /// How far the rows are ([RowTies.Tally]); it changes with any of them.
  private static final long TALLY = HEADER + 7;

  /// Versions 1 and 2 had all that was exported in one row, and what was sent, if it was anything,
  /// in another.
  private static final long EXPORTS_OF_2 = HEADER + 2;

  private static final long SENT_OF_2 = HEADER + 4;

  private MessageStore() {}

  static SortedMap<Long, byte[]> rows(EpochState epoch, MessageState messages) {
    SortedMap<Long, byte[]> rows = new TreeMap<>(messages.secretTree().rows());
    rows.put(TALLY, RowTies.Tally.of(epoch, messages).encoded());
    rows.putAll(moved(messages.exporterTree().rows(), EXPORTS));
    rows.putAll(moved(messages.sent().rows(), SENT));
    if (messages.removed()) {
      rows.put(REMOVED, new byte[0]);
    }
    rows.putAll(proposals(messages, 0));
    rows.put(PAST, PastStore.encode(messages.past()));
    for (int i = 0; i < messages.past().size(); i++) {
      rows.putAll(moved(messages.past().get(i).secretTree().rows(), pastRatchets(i)));
    }
    SortedMap<Long, byte[]> tied = ties(epoch).tied(rows);
    tied.put(HEADER, header(epoch));
    return tied;
  }

  static RowChanges changes(EpochState epoch, MessageState earlier, MessageState later) {
    RowTies.Tally before = RowTies.Tally.of(epoch, earlier);
    RowTies.Tally after = RowTies.Tally.of(epoch, later);
    if (before.isAhead(after) || !begins(earlier.proposals(), later.proposals())) {
      throw new IllegalArgumentException(
          "The earlier group is not one that this one comes from; store the whole of this one.");
    }
    SortedMap<Long, byte[]> put = new TreeMap<>();
    Set<Long> removed = new TreeSet<>();
    change(later.secretTree().changesSince(earlier.secretTree()), 0, put, removed);
    change(later.exporterTree().changesSince(earlier.exporterTree()), EXPORTS, put, removed);
    for (int i = 0; i < later.past().size(); i++) {
      SecretTree old = earlier.past().get(i).secretTree();
      TreeChanges changes = later.past().get(i).secretTree().changesSince(old);
      change(changes, pastRatchets(i), put, removed);
    }
    put.putAll(proposals(later, earlier.proposals().size()));
    change(later.sent().changesSince(earlier.sent()), SENT, put, removed);
    if (later.removed() && !earlier.removed()) {
      put.put(REMOVED, new byte[0]);
    }
    if (!put.isEmpty()) {
      put.put(TALLY, after.encoded());
    }
    return new RowChanges(ties(epoch).tied(put), removed);
  }

  private static boolean begins(
      SequencedMap<ProposalRef, PendingProposal> first,
      SequencedMap<ProposalRef, PendingProposal> all) {
    return all.keySet().stream().limit(first.size()).toList().equals(List.copyOf(first.keySet()));
  }

  /// The changes where what is stored are rows of an older version: all rows of this one.
  static RowChanges anew(EpochState epoch, MessageState earlier, MessageState later) {
    RowChanges changes = changes(epoch, earlier, later);
    Set<Long> removed = new TreeSet<>(changes.removed());
    removed.addAll(List.of(PROPOSALS_OF_1, PAST_OF_1, EXPORTS_OF_2, SENT_OF_2));
    SortedMap<Long, byte[]> rows = rows(epoch, later);
    removed.removeAll(rows.keySet());
    return new RowChanges(rows, removed);
  }

  private static void change(
      TreeChanges changes, long base, SortedMap<Long, byte[]> put, Set<Long> removed) {
    put.putAll(moved(changes.put(), base));
    changes.removed().forEach(node -> removed.add(base + node));
  }

  private static long pastRatchets(int epoch) {
    return (epoch + 1) * PAST_RATCHETS;
  }

  private static SortedMap<Long, byte[]> moved(Map<Long, byte[]> rows, long by) {
    SortedMap<Long, byte[]> moved = new TreeMap<>();
    rows.forEach((node, row) -> moved.put(node + by, row));
    return moved;
  }

  // --- reading ---

  static MessageState decode(Map<Long, byte[]> stored, EpochState epoch) throws MlsException {
    TreeMap<Long, byte[]> rows = new TreeMap<>(stored);
    byte[] header = take(rows, HEADER);
    if (Arrays.equals(header, headerOf2(epoch))) {
      return decoded(rows, epoch, true);
    }
    if (!Arrays.equals(header, header(epoch))) {
      throw new MlsException("The two parts of a stored group are not of the same epoch.");
    }
    for (long key : List.copyOf(rows.keySet())) {
      rows.put(key, ties(epoch).untied(key, take(rows, key)));
    }
    byte[] tally = take(rows, TALLY);
    MessageState messages = decoded(rows, epoch, false);
    if (!Arrays.equals(tally, RowTies.Tally.of(epoch, messages).encoded())) {
      throw new MlsException("Some rows of a stored group are older than others.");
    }
    return messages;
  }

  private static MessageState decoded(TreeMap<Long, byte[]> rows, EpochState epoch, boolean older)
      throws MlsException {
    boolean of1 = rows.containsKey(PAST_OF_1);
    boolean of2 = rows.containsKey(EXPORTS_OF_2);
    ExporterTree exports =
        ExporterTree.stored(
            of2 ? decodeRows(take(rows, EXPORTS_OF_2)) : takeAll(rows, EXPORTS, PROPOSALS));
    SentMessages sent =
        rows.containsKey(SENT_OF_2)
            ? SentMessages.decodeOf2(take(rows, SENT_OF_2))
            : SentMessages.stored(takeAll(rows, SENT, EXPORTS));
    boolean removed = rows.remove(REMOVED) != null;
    SequencedMap<ProposalRef, PendingProposal> proposals =
        of1 ? proposalsOf1(take(rows, PROPOSALS_OF_1), epoch) : takeProposals(rows, epoch);
    List<PastEpoch> past =
        of1 ? PastStore.decodeOf1(take(rows, PAST_OF_1), epoch.crypto()) : takePast(rows, epoch);
    SecretTree ratchets = SecretTree.stored(epoch.tree().width(), rows);
    return new MessageState(ratchets, exports, proposals, sent, past, removed, older || of2);
  }

  private static List<PastEpoch> takePast(TreeMap<Long, byte[]> rows, EpochState epoch)
      throws MlsException {
    List<PastStore.Unread> fixed = PastStore.decode(take(rows, PAST), epoch.crypto());
    List<PastEpoch> past = new ArrayList<>();
    for (int i = 0; i < fixed.size(); i++) {
      past.add(fixed.get(i).with(takeAll(rows, pastRatchets(i), pastRatchets(i + 1))));
    }
    return past;
  }

  private static SequencedMap<ProposalRef, PendingProposal> takeProposals(
      TreeMap<Long, byte[]> rows, EpochState epoch) throws MlsException {
    SortedMap<Long, byte[]> own = rows.subMap(PROPOSALS, HEADER);
    SequencedMap<ProposalRef, PendingProposal> proposals = new LinkedHashMap<>();
    for (byte[] row : own.values()) {
      Decoder<Map.Entry<ProposalRef, PendingProposal>> one = in -> ProposalStore.decode(in, epoch);
      Map.Entry<ProposalRef, PendingProposal> proposal = one.decodeAll(row);
      proposals.put(proposal.getKey(), proposal.getValue());
    }
    if (!own.isEmpty() && own.lastKey() != PROPOSALS + proposals.size() - 1) {
      throw new MlsException("A stored group lacks a proposal.");
    }
    own.clear();
    return proposals;
  }

  private static SequencedMap<ProposalRef, PendingProposal> proposalsOf1(
      byte[] row, EpochState epoch) throws MlsException {
    Decoder<List<Map.Entry<ProposalRef, PendingProposal>>> list =
        in -> in.vector(reader -> ProposalStore.decode(reader, epoch));
    SequencedMap<ProposalRef, PendingProposal> proposals = new LinkedHashMap<>();
    for (var entry : list.decodeAll(row)) {
      proposals.put(entry.getKey(), entry.getValue());
    }
    return proposals;
  }

  // --- rows ---

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

  private static RowTies ties(EpochState epoch) {
    return new RowTies(epoch.crypto(), header(epoch));
  }

  static byte[] header(EpochState state) {
    return new Writer(128).fixed(headerOf2(state)).struct(state.me()).toBytes();
  }

  private static byte[] headerOf2(EpochState state) {
    return new Writer(128)
        .struct(state.context().groupId())
        .uint64(state.epoch())
        .opaque(state.confirmationTag())
        .toBytes();
  }

  /// Those from one key to before another, under what they are beyond the first.
  private static SortedMap<Long, byte[]> takeAll(TreeMap<Long, byte[]> rows, long from, long to) {
    SortedMap<Long, byte[]> own = rows.subMap(from, to);
    SortedMap<Long, byte[]> taken = moved(own, -from);
    own.clear();
    return taken;
  }

  private static byte[] take(Map<Long, byte[]> rows, long key) throws MlsException {
    byte[] row = rows.remove(key);
    if (row == null) {
      throw new MlsException("A stored group lacks a row.");
    }
    return row;
  }

  /// Those from the place `first` on: proposals are added and never changed within an epoch.
  private static SortedMap<Long, byte[]> proposals(MessageState messages, int first) {
    SortedMap<Long, byte[]> rows = new TreeMap<>();
    long place = PROPOSALS;
    for (Map.Entry<ProposalRef, PendingProposal> proposal : messages.proposals().entrySet()) {
      if (place >= PROPOSALS + first) {
        Writer row = new Writer(256);
        ProposalStore.encode(row, proposal);
        rows.put(place, row.toBytes());
      }
      place++;
    }
    return rows;
  }
}

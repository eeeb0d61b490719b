package sotto.mls.group;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.schedule.TreeChanges;

/// What this client sent in this epoch as private proposals and Commits. It has no key to read them
/// with when they come back, and knows them by their hashes.
///
/// Of proposals that are all, because [Bounds#maxProposals] of one sender may wait. Of Commits it
/// is a number of the newest: nobody says which of them the Delivery Service may still accept.
///
/// @param byNumber in the order in which they were sent
record SentMessages(NavigableMap<Long, One> byNumber) {

  private static final int MOST_COMMITS = 256;

  private static final Decoder<One> ONE =
      in -> new One(Kind.of(in.uint8()), ByteBuffer.wrap(in.opaque()));

  static final SentMessages NONE = new SentMessages(new TreeMap<>());

  enum Kind {
    PROPOSAL,
    COMMIT;

    private static Kind of(int stored) throws MlsException {
      return switch (stored) {
        case 0 -> PROPOSAL;
        case 1 -> COMMIT;
        default -> throw new MlsException("A stored group has sent something unknown.");
      };
    }
  }

  record One(Kind kind, ByteBuffer hash) {}

  SentMessages {
    byNumber = Collections.unmodifiableNavigableMap(byNumber);
  }

  SentMessages with(Kind kind, byte[] hash) {
    TreeMap<Long, One> more = new TreeMap<>(byNumber);
    more.put(more.isEmpty() ? 0 : more.lastKey() + 1, new One(kind, ByteBuffer.wrap(hash)));
    long commits = more.values().stream().filter(one -> one.kind() == Kind.COMMIT).count();
    if (commits > MOST_COMMITS) {
      for (Map.Entry<Long, One> oldest : byNumber.entrySet()) {
        if (oldest.getValue().kind() == Kind.COMMIT) {
          more.remove(oldest.getKey());
          break;
        }
      }
    }
    return new SentMessages(more);
  }

  boolean contains(byte[] hash) {
    ByteBuffer searched = ByteBuffer.wrap(hash);
    return byNumber.values().stream().anyMatch(one -> one.hash().equals(searched));
  }

  /// The hash of the newest; nothing before there is one.
  byte[] last() {
    return byNumber.isEmpty() ? new byte[0] : byNumber.lastEntry().getValue().hash().array();
  }

  /// One for each, under its number.
  SortedMap<Long, byte[]> rows() {
    SortedMap<Long, byte[]> rows = new TreeMap<>();
    byNumber.forEach((number, one) ->
        rows.put(
            number,
            new Writer(64).uint8(one.kind().ordinal()).opaque(one.hash().array()).toBytes()));
    return rows;
  }

  /// What has to be changed in what is stored of `earlier`, a state of the same epoch.
  TreeChanges changesSince(SentMessages earlier) {
    TreeMap<Long, One> added = new TreeMap<>(byNumber);
    added.entrySet().removeAll(earlier.byNumber.entrySet());
    Set<Long> removed = new TreeSet<>(earlier.byNumber.keySet());
    removed.removeAll(byNumber.keySet());
    return new TreeChanges(new SentMessages(added).rows(), removed);
  }

  static SentMessages stored(SortedMap<Long, byte[]> rows) throws MlsException {
    TreeMap<Long, One> byNumber = new TreeMap<>();
    for (Map.Entry<Long, byte[]> row : rows.entrySet()) {
      byNumber.put(row.getKey(), ONE.decodeAll(row.getValue()));
    }
    return new SentMessages(byNumber);
  }

  /// Version 2 had 64 hashes of either kind in one row. As proposals they are known until the epoch
  /// ends.
  static SentMessages decodeOf2(byte[] row) throws MlsException {
    SentMessages sent = NONE;
    Decoder<List<byte[]>> hashes = in -> in.vector(reader -> reader.opaque());
    for (byte[] hash : hashes.decodeAll(row)) {
      sent = sent.with(Kind.PROPOSAL, hash);
    }
    return sent;
  }
}

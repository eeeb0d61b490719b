package sotto.mls.group;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.SuiteCrypto;

/// What ties the rows of a stored group to each other: each ends with the beginning of a hash over
/// the header, its key and its value. So a row of another member, another epoch or another place
/// does not open, nor one of which bits flipped.
record RowTies(SuiteCrypto crypto, byte[] header) {
  private static final int CHECK_LENGTH = 8;

  SortedMap<Long, byte[]> tied(SortedMap<Long, byte[]> rows) {
    SortedMap<Long, byte[]> tied = new TreeMap<>();
    rows.forEach((key, value) ->
        tied.put(
            key,
            new Writer(value.length + CHECK_LENGTH)
                .fixed(value)
                .fixed(check(key, value))
                .toBytes()));
    return tied;
  }

  byte[] untied(long key, byte[] row) throws MlsException {
    int length = Math.max(0, row.length - CHECK_LENGTH);
    byte[] value = Arrays.copyOf(row, length);
    if (!Arrays.equals(check(key, value), Arrays.copyOfRange(row, length, row.length))) {
      throw new MlsException("A row of a stored group does not belong to the others.");
    }
    return value;
  }

  private byte[] check(long key, byte[] value) {
    byte[] place = ByteBuffer.allocate(Long.BYTES).putLong(key).array();
    return Arrays.copyOf(crypto.hash(header, place, value), CHECK_LENGTH);
  }

  /// How far a state within an epoch is, which grows with every change: a row of before does not go
  /// with a tally of now.
  ///
  /// ```text
  /// uint64 used;                  /* keys of all ratchets, of past epochs' too */
  /// uint64 own;                   /* keys of this client's ratchets */
  /// uint32 exported;              /* components */
  /// uint32 proposals;
  /// uint8 removed;
  /// opaque last_sent<V>;
  /// ```
  record Tally(long used, long own, int exported, int proposals, boolean removed, byte[] lastSent) {

    static Tally of(EpochState epoch, MessageState messages) {
      long past = messages.past().stream().mapToLong(one -> one.secretTree().used()).sum();
      return new Tally(
          messages.secretTree().used() + past,
          messages.secretTree().used(epoch.me()),
          messages.exporterTree().exported(),
          messages.proposals().size(),
          messages.removed(),
          messages.sent().last());
    }

    byte[] encoded() {
      return new Writer(64)
          .uint64(used)
          .uint64(own)
          .uint32(exported)
          .uint32(proposals)
          .uint8(removed ? 1 : 0)
          .opaque(lastSent)
          .toBytes();
    }

    boolean isAhead(Tally other) {
      return used > other.used
          || own > other.own
          || exported > other.exported
          || proposals > other.proposals
          || removed && !other.removed;
    }
  }
}

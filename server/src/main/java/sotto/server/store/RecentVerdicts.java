package sotto.server.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.protocol.frame.SubmissionId;
import sotto.protocol.frame.Verdict;
import sotto.protocol.wire.Bytes;
import sotto.server.delivery.StoredVerdict;

/// The newest verdicts, in flat arrays with an open-addressed index, so that a message costs no
/// row, no b-tree and no garbage that lives long.
///
/// A record as it stands in the database, big endian:
///
/// ```
/// queue 8 | number 8 | submission id 16 | digest 16 | at 8 | length 2 | verdict (length 0: accepted at `at`)
/// ```
final class RecentVerdicts {
  static final int CAPACITY = 16_384;
  private static final int SLOTS = 4 * CAPACITY;
  private static final int FIXED = 8 + 8 + 16 + 16 + 8 + 2;
  private static final byte[] PLAIN = {};

  private final long[] queue = new long[CAPACITY];
  private final long[] number = new long[CAPACITY];
  private final long[] idHigh = new long[CAPACITY];
  private final long[] idLow = new long[CAPACITY];
  private final long[] digestHigh = new long[CAPACITY];
  private final long[] digestLow = new long[CAPACITY];
  private final long[] at = new long[CAPACITY];
  private final byte[][] verdict = new byte[CAPACITY][];

  /// Index + 1 by hash of queue and id; 0 is free.
  private final int[] slots = new int[SLOTS];

  private int size;

  int size() {
    return size;
  }

  boolean full() {
    return size == CAPACITY;
  }

  void add(StoredVerdict added) {
    int index = size++;
    ByteBuffer id = ByteBuffer.wrap(added.id().bytes().toArray());
    ByteBuffer digest = ByteBuffer.wrap(added.digest().toArray());
    queue[index] = added.queue();
    number[index] = added.number();
    idHigh[index] = id.getLong();
    idLow[index] = id.getLong();
    digestHigh[index] = digest.getLong();
    digestLow[index] = digest.getLong();
    at[index] = added.at();
    verdict[index] = compact(added);
    enter(index);
  }

  Optional<StoredVerdict> find(long owner, SubmissionId id) {
    ByteBuffer bytes = ByteBuffer.wrap(id.bytes().toArray());
    long high = bytes.getLong();
    long low = bytes.getLong();
    for (int slot = slot(owner, high, low); slots[slot] != 0; slot = slot + 1 & SLOTS - 1) {
      int index = slots[slot] - 1;
      if (queue[index] == owner && idHigh[index] == high && idLow[index] == low) {
        return Optional.of(stored(index, id));
      }
    }
    return Optional.empty();
  }

  /// The highest number of a queue's verdicts here, or 0.
  long highest(long owner) {
    long highest = 0;
    for (int index = 0; index < size; index++) {
      if (queue[index] == owner) {
        highest = Math.max(highest, number[index]);
      }
    }
    return highest;
  }

  /// The records from `from` on, one after another.
  byte[] records(int from) {
    int length = 0;
    for (int index = from; index < size; index++) {
      length += FIXED + verdict[index].length;
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    for (int index = from; index < size; index++) {
      write(out, index);
    }
    return out.array();
  }

  /// All records by queue, each queue's in rising order of numbers.
  Map<Long, TreeMap<Long, byte[]>> byQueue() {
    Map<Long, TreeMap<Long, byte[]>> blocks = new HashMap<>();
    for (int index = 0; index < size; index++) {
      ByteBuffer out = ByteBuffer.allocate(FIXED + verdict[index].length);
      write(out, index);
      blocks.computeIfAbsent(queue[index], key -> new TreeMap<>()).put(number[index], out.array());
    }
    return blocks;
  }

  void clear() {
    size = 0;
    Arrays.fill(slots, 0);
  }

  static int count(byte[] records) {
    ByteBuffer in = ByteBuffer.wrap(records);
    int count = 0;
    while (in.remaining() >= FIXED) {
      int next = in.position() + FIXED + (in.getShort(in.position() + FIXED - 2) & 0xffff);
      in.position(Math.min(next, in.limit()));
      count++;
    }
    return count;
  }

  static List<StoredVerdict> decode(byte[] records) throws MlsException {
    ByteBuffer in = ByteBuffer.wrap(records);
    ArrayList<StoredVerdict> found = new ArrayList<>();
    while (in.hasRemaining()) {
      if (in.remaining() < FIXED) {
        throw new MlsException("A record of verdicts is cut off.");
      }
      long queue = in.getLong();
      long number = in.getLong();
      byte[] id = new byte[16];
      in.get(id);
      byte[] digest = new byte[16];
      in.get(digest);
      long at = in.getLong();
      byte[] verdict = new byte[in.getShort() & 0xffff];
      if (in.remaining() < verdict.length) {
        throw new MlsException("A record of verdicts is cut off.");
      }
      in.get(verdict);
      found.add(
          new StoredVerdict(
              queue, SubmissionId.of(id), number, Bytes.wrap(digest), at, expand(verdict, at)));
    }
    return found;
  }

  private StoredVerdict stored(int index, SubmissionId id) {
    byte[] digest = new byte[16];
    ByteBuffer.wrap(digest).putLong(digestHigh[index]).putLong(digestLow[index]);
    try {
      return new StoredVerdict(
          queue[index],
          id,
          number[index],
          Bytes.wrap(digest),
          at[index],
          expand(verdict[index], at[index]));
    } catch (MlsException e) {
      throw new IllegalStateException("a verdict of our own making does not decode", e);
    }
  }

  private void write(ByteBuffer out, int index) {
    out.putLong(queue[index]).putLong(number[index]);
    out.putLong(idHigh[index]).putLong(idLow[index]);
    out.putLong(digestHigh[index]).putLong(digestLow[index]);
    out.putLong(at[index]).putShort((short) verdict[index].length).put(verdict[index]);
  }

  private void enter(int index) {
    int slot = slot(queue[index], idHigh[index], idLow[index]);
    while (slots[slot] != 0) {
      slot = slot + 1 & SLOTS - 1;
    }
    slots[slot] = index + 1;
  }

  private static int slot(long owner, long high, long low) {
    long mixed = (low ^ high * 0x9E3779B97F4A7C15L ^ owner) * 0xC2B2AE3D27D4EB4FL;
    return (int) (mixed >>> 40) & SLOTS - 1;
  }

  private static byte[] compact(StoredVerdict added) {
    boolean plain =
        added.verdict() instanceof Verdict.Accepted accepted
            && accepted.notReached().isEmpty()
            && accepted.at().toEpochMilli() == added.at();
    byte[] encoded = plain ? PLAIN : added.verdict().encoded();
    if (encoded.length > 0xffff) {
      // A roster of thousands that nobody could reach: the count of them is what is remembered.
      return new Verdict.Accepted(Instant.ofEpochMilli(added.at()), List.of()).encoded();
    }
    return encoded;
  }

  private static Verdict expand(byte[] verdict, long at) throws MlsException {
    return verdict.length == 0
        ? new Verdict.Accepted(Instant.ofEpochMilli(at), List.of())
        : Verdict.decode(new Reader(verdict));
  }
}

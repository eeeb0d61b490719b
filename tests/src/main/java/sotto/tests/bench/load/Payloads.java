package sotto.tests.bench.load;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;

/// Messages that can be told apart and checked on arrival: run, stream, sequence, time, random
/// bytes, checksum. One thread's.
public final class Payloads {
  private static final int HEADER = 24;
  private static final int CHECKSUM = 4;
  private static final int POOL = 1 << 20;

  private final byte[] pool = new byte[POOL];
  private final int size;
  private final int run;
  private int position;

  public Payloads(int size, long seed) {
    this.size = size;
    Random random = new Random(seed);
    random.nextBytes(pool);
    this.run = random.nextInt();
  }

  /// One message as its receiver sees it.
  public record Parsed(int stream, long sequence, long sentAt, int checksum) {}

  public byte[] next(int stream, long sequence) {
    byte[] payload = new byte[size];
    if (position + size > POOL) {
      position = (int) (sequence % 997);
    }
    System.arraycopy(pool, position, payload, 0, size);
    position += size;
    ByteBuffer buffer = ByteBuffer.wrap(payload);
    buffer.putInt(run).putInt(stream).putLong(sequence).putLong(System.nanoTime());
    buffer.putInt(size - CHECKSUM, checksum(payload));
    return payload;
  }

  /// Empty for a message that is damaged.
  public Optional<Parsed> parse(byte[] payload) {
    if (payload.length != size || payload.length < HEADER + CHECKSUM) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(payload);
    int checksum = buffer.getInt(size - CHECKSUM);
    if (checksum != checksum(payload)) {
      return Optional.empty();
    }
    return Optional.of(
        new Parsed(buffer.getInt(4), buffer.getLong(8), buffer.getLong(16), checksum));
  }

  /// Whether the message was left over from an earlier run.
  public boolean isOld(byte[] payload) {
    return payload.length < HEADER || ByteBuffer.wrap(payload).getInt(0) != run;
  }

  private int checksum(byte[] payload) {
    CRC32 crc = new CRC32();
    crc.update(payload, 0, size - CHECKSUM);
    return (int) crc.getValue();
  }
}

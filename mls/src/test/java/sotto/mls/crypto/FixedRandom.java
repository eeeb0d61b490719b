package sotto.mls.crypto;

import java.util.random.RandomGenerator;

/// Hands out the given bytes, in order, once.
final class FixedRandom implements RandomGenerator {
  private final byte[] bytes;
  private int position;

  FixedRandom(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  @Override
  public void nextBytes(byte[] output) {
    System.arraycopy(bytes, position, output, 0, output.length);
    position += output.length;
  }

  @Override
  public long nextLong() {
    throw new IllegalStateException("Only bytes are drawn.");
  }
}

package sotto.classic.lab;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The same bytes for the same seed, so that a lesson can be repeated. For the laboratory and tests
/// only.
public final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient RandomGenerator source;

  public SeededRandom(long seed) {
    super();
    this.source = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  @Override
  public synchronized void nextBytes(byte[] bytes) {
    source.nextBytes(bytes);
  }

  @Override
  public byte[] generateSeed(int count) {
    byte[] bytes = new byte[count];
    nextBytes(bytes);
    return bytes;
  }

  @Override
  public int nextInt(int bound) {
    return source.nextInt(bound);
  }
}

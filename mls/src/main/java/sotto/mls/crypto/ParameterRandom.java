package sotto.mls.crypto;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// The caller's randomness in the shape in which the JDK wants it.
///
/// Given fixed bytes it also makes the JDK's key generation and encapsulation deterministic; that
/// they read exactly these bytes is pinned by [SelfTest].
final class ParameterRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient RandomGenerator source;

  ParameterRandom(RandomGenerator source) {
    super(null, null);
    this.source = source;
  }

  /// Hands out the content of a secret, once.
  static ParameterRandom playing(Secret seed) {
    return new ParameterRandom(new Playback(seed));
  }

  @Override
  public void nextBytes(byte[] bytes) {
    source.nextBytes(bytes);
  }

  private static final class Playback implements RandomGenerator {
    private final Secret seed;
    private int position;

    Playback(Secret seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length > seed.length() - position) {
        throw new IllegalStateException("This JDK draws more randomness than the algorithm needs.");
      }
      position +=
          seed.read(content -> {
            System.arraycopy(content, position, bytes, 0, bytes.length);
            return bytes.length;
          });
    }

    @Override
    public long nextLong() {
      throw new IllegalStateException("This JDK does not draw its randomness as bytes.");
    }
  }
}

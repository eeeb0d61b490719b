package sotto.tests.vectors;

import java.security.SecureRandom;

/// "Random" bytes that a vector prescribes, in order; asking for more than there are is an error.
final class Playback extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient byte[] bytes;
  private transient int position;

  Playback(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  @Override
  public void nextBytes(byte[] out) {
    if (out.length > bytes.length - position) {
      throw new IllegalStateException("The vector prescribes no more randomness.");
    }
    System.arraycopy(bytes, position, out, 0, out.length);
    position += out.length;
  }
}

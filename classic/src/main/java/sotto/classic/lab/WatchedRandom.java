package sotto.classic.lab;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A user's chance, of which the laboratory keeps the draws of one length: so that it can hand the
/// attacker a part of a key and leave the rest to be searched.
final class WatchedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final transient SecureRandom source;
  private final int length;
  private final transient List<byte[]> drawn = new CopyOnWriteArrayList<>();

  WatchedRandom(SecureRandom source, int length) {
    super();
    this.source = source;
    this.length = length;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    source.nextBytes(bytes);
    if (bytes.length == length) drawn.add(bytes.clone());
  }

  List<byte[]> drawn() {
    return List.copyOf(drawn);
  }
}

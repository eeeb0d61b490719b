package sotto.mls.group;

import java.util.Arrays;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Secret;

/// Pieces of a stored state.
final class Stored {
  private Stored() {}

  static void write(Writer out, Secret secret) {
    byte[] copy = secret.copy();
    out.opaque(copy);
    Arrays.fill(copy, (byte) 0);
  }

  static Secret read(Reader in) throws MlsException {
    return Secret.owning(in.opaque());
  }

  /// The version that is in front.
  static int checkVersion(Reader in, int newest) throws MlsException {
    int version = in.uint16();
    if (version < 1 || version > newest) {
      throw new MlsException("A stored state has version " + version + ", which is not known.");
    }
    return version;
  }
}

package sotto.mls.schedule;

import java.util.Arrays;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.mls.crypto.Secret;

/// Secrets within a stored state.
final class StoredSecrets {
  private StoredSecrets() {}

  static void write(Writer out, Secret secret) {
    byte[] copy = secret.copy();
    out.opaque(copy);
    Arrays.fill(copy, (byte) 0);
  }

  static Secret read(Reader in) throws MlsException {
    return Secret.owning(in.opaque());
  }
}

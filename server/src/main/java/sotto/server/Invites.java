package sotto.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import sotto.server.net.Visit;

/// Makes invites in a data folder, also while a server of another process runs on it.
public final class Invites {
  private Invites() {}

  /// A link `sotto://HOST:PORT/#FINGERPRINT.TOKEN` that registers `uses` accounts until it expires.
  public static String create(Path data, int uses, Duration expires) throws ServerException {
    if (uses < 1 || expires.isNegative() || expires.isZero()) {
      throw new ServerException("An invite needs at least one use and some time to be used in.");
    }
    return Visit.invite(data, uses, expires, new SecureRandom());
  }
}

package sotto.server;

import java.nio.file.Path;
import java.time.Duration;

/// Makes invites in a data folder, also while a server of another process runs on it.
public final class Invites {
  private Invites() {}

  /// A link `sotto://HOST:PORT/#FINGERPRINT.TOKEN` that registers `uses` accounts until it expires.
  public static String create(Path data, int uses, Duration expires) throws ServerException {
    throw new ServerException(
        "No server has been started in " + data + " yet (" + uses + " uses, " + expires + ").");
  }
}

package sotto.server.net;

import java.nio.file.Files;
import java.nio.file.Path;
import sotto.protocol.identity.Fingerprint;
import sotto.server.ServerException;
import sotto.server.ServerView;
import sotto.server.store.Database;
import sotto.server.store.StoredView;

/// Reads everything that a server knows out of its data folder.
public final class ViewReader {
  private ViewReader() {}

  public static ServerView read(Path data) throws ServerException {
    if (!Files.exists(Database.file(data))) {
      throw new ServerException(
          "No server has been started in " + data + " yet: run serve with this --data first.");
    }
    String fingerprint = Fingerprint.of(Identity.publicKeyOf(data)).text();
    return StoredView.read(data, fingerprint);
  }
}

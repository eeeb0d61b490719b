package sotto.server.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import sotto.protocol.identity.Fingerprint;
import sotto.server.ServerException;
import sotto.server.ServerView;
import sotto.server.store.Database;
import sotto.server.store.StoredView;

/// Reads everything that a server knows out of its data folder, and, of one that runs, how its
/// connections are encrypted.
public final class ViewReader {
  private static final int PATIENCE_MILLIS = 1_000;
  private static final int LONGEST_PAGE = 1 << 20;
  private static final Pattern CONNECTIONS =
      Pattern.compile(
          "^" + Metrics.BY_KEY_EXCHANGE + "\\{name=\"([^\"]{1,80})\"} ([0-9]{1,18})$",
          Pattern.MULTILINE);

  private ViewReader() {}

  public static ServerView read(Path data) throws ServerException {
    if (!Files.exists(Database.file(data))) {
      throw new ServerException(
          "No server has been started in " + data + " yet: run serve with this --data first.");
    }
    String fingerprint = Fingerprint.of(Identity.publicKeyOf(data)).text();
    return StoredView.read(data, fingerprint, ViewReader::connections);
  }

  /// None when no server runs, or something else has its port by now.
  private static List<ServerView.Connections> connections(Optional<String> statusPage) {
    if (statusPage.isEmpty()) {
      return List.of();
    }
    try {
      URLConnection page =
          URI.create("http://" + statusPage.get() + "/metrics").toURL().openConnection();
      page.setConnectTimeout(PATIENCE_MILLIS);
      page.setReadTimeout(PATIENCE_MILLIS);
      try (InputStream in = page.getInputStream()) {
        String text = new String(in.readNBytes(LONGEST_PAGE), StandardCharsets.UTF_8);
        return CONNECTIONS.matcher(text).results().map(ViewReader::connections).toList();
      }
    } catch (IOException | IllegalArgumentException e) {
      return List.of();
    }
  }

  private static ServerView.Connections connections(MatchResult line) {
    return new ServerView.Connections(line.group(1), Long.parseLong(line.group(2)));
  }
}

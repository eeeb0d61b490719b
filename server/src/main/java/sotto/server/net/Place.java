package sotto.server.net;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Fingerprint;
import sotto.protocol.identity.InviteLink;
import sotto.protocol.identity.InviteToken;
import sotto.server.ServerException;
import sotto.server.ServerSettings;
import sotto.server.store.Settings;

/// Where a server is and what it is called: kept in its data folder from the first start on.
public final class Place {
  private static final String NAME = "name";
  private static final String PORT = "port";
  private static final String PUBLIC = "public";
  private static final String STATUS_PAGE = "status page";
  private static final String STATUS_PORT = "status port";
  private static final String CODE_KEY = "code key";
  private static final String LOCALHOST = "localhost";

  private final Settings kept;
  private final String name;
  private final String reachedAt;
  private final int port;
  private final boolean isNew;

  private Place(Settings kept, String name, String reachedAt, int port, boolean isNew) {
    this.kept = kept;
    this.name = name;
    this.reachedAt = reachedAt;
    this.port = port;
    this.isNew = isNew;
  }

  static Place of(ServerSettings settings, Settings kept) throws ServerException {
    Optional<String> before = kept.text(NAME);
    String wanted =
        settings
            .name()
            .or(() -> settings.publicAddress().map(Place::hostOf))
            .orElse(before.orElse(LOCALHOST))
            .toLowerCase(Locale.ROOT);
    if (!Address.isHost(wanted)) {
      throw new ServerException(Objections.ofName(wanted));
    }
    if (settings.name().isPresent() && before.isPresent() && !before.get().equals(wanted)) {
      throw new ServerException(
          "This server is called "
              + before.get()
              + " since its first start and cannot be renamed: leave out --name.");
    }
    String name = before.orElse(wanted);
    kept.put(NAME, name);
    String reachedAt = settings.publicAddress().orElse(settings.host());
    kept.put(PUBLIC, reachedAt);
    int port = settings.port() != 0 ? settings.port() : (int) kept.number(PORT);
    return new Place(kept, name, reachedAt, port, before.isEmpty());
  }

  /// Reads the place of a server that has been started before.
  public static Optional<Place> kept(Settings kept) {
    return kept.text(NAME)
        .map(name ->
            new Place(
                kept, name, kept.text(PUBLIC).orElse(LOCALHOST), (int) kept.number(PORT), false));
  }

  public String name() {
    return name;
  }

  public int port() {
    return port;
  }

  boolean isNew() {
    return isNew;
  }

  void keepPort(int bound) {
    kept.put(PORT, Integer.toString(bound));
  }

  /// The port that health and metrics had at the first start; 0 before it.
  int statusPort() {
    return (int) kept.number(STATUS_PORT);
  }

  void keepStatusPort(int bound) {
    if (statusPort() == 0) {
      kept.put(STATUS_PORT, Integer.toString(bound));
    }
  }

  /// For who looks at a running server from another process.
  void keepStatusPage(String address) {
    kept.put(STATUS_PAGE, address);
  }

  /// The key under which registration codes are hashed.
  byte[] codeKey(SecureRandom random) {
    return kept.bytes(CODE_KEY)
        .orElseGet(() -> {
          byte[] fresh = new byte[32];
          random.nextBytes(fresh);
          kept.put(CODE_KEY, fresh);
          return fresh;
        });
  }

  /// A link to this server.
  public InviteLink link(int bound, Fingerprint fingerprint, Optional<InviteToken> token)
      throws ServerException {
    String host = hostOf(reachedAt);
    if (host.equals("0.0.0.0") || host.equals("[::]")) {
      host = LOCALHOST;
    }
    try {
      return new InviteLink(host, portOf(reachedAt).orElse(bound), fingerprint, token);
    } catch (IllegalArgumentException e) {
      throw new ServerException(
          reachedAt + " is not an address that clients could connect to: give --public HOST:PORT.",
          e);
    }
  }

  /// Whether this is `HOST` or `HOST:PORT`.
  static boolean isReachable(String address) {
    String host = hostOf(address);
    boolean alone = address.equals(host) || host.equals("[" + address + "]");
    return Address.isHost(host.toLowerCase(Locale.ROOT))
        && (alone || portOf(address).filter(port -> port > 0 && port <= 65_535).isPresent());
  }

  private static String hostOf(String address) {
    if (address.startsWith("[")) {
      return address.substring(0, address.indexOf(']') + 1);
    }
    int colon = address.lastIndexOf(':');
    boolean ipv6 = colon >= 0 && address.indexOf(':') != colon;
    if (ipv6) {
      return "[" + address + "]";
    }
    return colon < 0 ? address : address.substring(0, colon);
  }

  private static Optional<Integer> portOf(String address) {
    int colon = address.lastIndexOf(':');
    boolean bare = colon < 0 || (address.indexOf(':') != colon && !address.startsWith("["));
    if (bare || address.endsWith("]")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Integer.parseInt(address.substring(colon + 1)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}

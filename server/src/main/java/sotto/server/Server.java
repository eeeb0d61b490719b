package sotto.server;

/// One running server: the Delivery Service and the Authentication Service of RFC 9750 in one
/// process.
public final class Server implements AutoCloseable {
  private final String host;
  private final int port;
  private final String fingerprint;
  private final String metricsAddress;

  private Server(String host, int port, String fingerprint, String metricsAddress) {
    this.host = host;
    this.port = port;
    this.fingerprint = fingerprint;
    this.metricsAddress = metricsAddress;
  }

  /// Starts and returns when clients can connect. Everything that `serve` prints has gone to
  /// `events`.
  public static Server start(ServerSettings settings, Listener events) throws ServerException {
    throw new ServerException(
        "This build of the server cannot start yet; "
            + settings.data()
            + " is untouched."
            + events);
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  public String fingerprint() {
    return fingerprint;
  }

  public String metricsAddress() {
    return metricsAddress;
  }

  /// Drains: takes no new connection, answers what was accepted, closes the store. Idempotent.
  @Override
  public void close() {}

  static Server of(String host, int port, String fingerprint, String metricsAddress) {
    return new Server(host, port, fingerprint, metricsAddress);
  }
}

package sotto.server;

import sotto.server.net.RunningServer;

/// One running server: the Delivery Service and the Authentication Service of RFC 9750 in one
/// process.
public final class Server implements AutoCloseable {
  private final RunningServer running;

  private Server(RunningServer running) {
    this.running = running;
  }

  /// Begins to load native libraries beside what the caller does until it starts a server. One that
  /// does not load is found when it is needed.
  public static void prepare() {
    Thread.ofPlatform().daemon().name("sotto-loading").start(RunningServer::loadLibraries);
  }

  /// Starts and returns when clients can connect. Everything that `serve` prints has gone to
  /// `events`.
  public static Server start(ServerSettings settings, Listener events) throws ServerException {
    return new Server(RunningServer.start(settings, events));
  }

  public String host() {
    return running.host();
  }

  public int port() {
    return running.port();
  }

  public String fingerprint() {
    return running.fingerprint();
  }

  /// `HOST:PORT` of the page with health and metrics.
  public String metricsAddress() {
    return running.metricsAddress();
  }

  /// Drains: takes no new connection, answers what was accepted, closes the store. Idempotent.
  @Override
  public void close() {
    running.close();
  }
}

package sotto.server;

/// What `serve` has to tell its operator. Called from the server's threads, one call at a time at
/// the start and possibly concurrently afterwards; a listener returns at once.
public interface Listener {
  /// An invite with a token; at the first start the administrator's.
  void invite(String link);

  /// The link without a token, in code and open mode.
  void link(String link);

  /// A registration code, when no command sends it.
  void code(String address, String code);

  /// The last of the start lines.
  ///
  /// @param metrics `HOST:PORT` of the loopback page with health and metrics
  void ready(String host, int port, String fingerprint, String metrics);

  /// A row of the database is damaged; told once for each.
  ///
  /// @param sentence what happened, who is refused for it, and what to do
  default void damaged(String sentence) {
    System.err.println("sotto: " + sentence);
  }

  /// The server has stopped by itself and acknowledges nothing any more (a failed fsync, say): end
  /// the process with 1 and this sentence.
  void failed(String sentence);
}

package sotto.tests.simulation;

import java.time.Duration;

/// How often what goes wrong; nothing does unless a test says so.
final class Faults {
  /// The longest that a frame is on its way.
  Duration latency = Duration.ofMillis(40);

  /// How long a broken connection may look whole from the server's side.
  Duration halfOpen = Duration.ofSeconds(20);

  /// Per frame: the connection breaks while it is on its way.
  double cut;

  /// Per transaction of a client: it dies before, or after it, or among what it does then.
  double clientCrash;

  /// Per transaction of the server.
  double serverCrash;

  /// Per input of a client: its changes wait for the next one's transaction.
  double batching;

  void none() {
    cut = 0;
    clientCrash = 0;
    serverCrash = 0;
  }
}

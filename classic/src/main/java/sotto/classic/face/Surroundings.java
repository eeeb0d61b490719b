package sotto.classic.face;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/// Where a classic program runs: its host and port, its folder, its terminal, its chance and its
/// clock. `patience` is how long a client waits for a server that is not there yet.
public record Surroundings(
    String host,
    int port,
    Path folder,
    Terminal terminal,
    SecureRandom random,
    InstantSource clock,
    Duration patience) {

  /// The host as the documents print it.
  public String hostName() {
    return host.equals("127.0.0.1") ? "localhost" : host;
  }

  public long seconds() {
    return clock.instant().getEpochSecond();
  }

  public Surroundings at(int otherPort) {
    return new Surroundings(host, otherPort, folder, terminal, random, clock, patience);
  }
}

package sotto.tests.stage;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// A port for a server that goes and comes back: from below those that systems give away by
/// themselves, of which somebody else may be given it in between.
public final class LastingPort {
  private static final int FIRST = 20_000;
  private static final int COUNT = 10_000;

  private LastingPort() {}

  /// One that is free now.
  public static int free() throws IOException {
    BindException last = new BindException();
    for (int tries = 0; tries < COUNT; tries++) {
      int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
      try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (BindException taken) {
        last = taken;
      }
    }
    throw last;
  }
}

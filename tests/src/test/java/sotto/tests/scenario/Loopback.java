package sotto.tests.scenario;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import sotto.protocol.limits.Policy;
import sotto.tests.stage.Theatre;

/// The world as it is: the real server, TLS, files, threads and clocks, on this machine.
abstract class Loopback implements Theatre {
  @TempDir Path temp;

  @Override
  public void play(Policy limits, Scene scene) throws Exception {
    try (House house = House.open(temp, limits)) {
      scene.play(house);
    }
  }
}

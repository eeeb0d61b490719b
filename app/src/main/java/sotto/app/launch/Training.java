package sotto.app.launch;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import sotto.app.Main;
import sotto.app.Surroundings;

/// A small life of Sotto, run once after a build so that the JVM can keep the classes it loaded
/// (`-XX:AOTCacheOutput`). It must end normally: a JVM that is killed writes no cache.
public final class Training {
  private Training() {}

  public static void main(String[] args) {
    var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var around =
        new Surroundings(
            new ByteArrayInputStream(new byte[0]),
            silent,
            silent,
            Map.of(),
            Surroundings.Screen.STREAM);
    Main.run(around, "--version");
    Main.run(around, "--help");
  }
}

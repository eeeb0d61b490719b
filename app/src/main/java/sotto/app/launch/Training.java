package sotto.app.launch;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import sotto.app.Main;

/// A small life of Sotto, run once after a build so that the JVM can keep the classes it loaded
/// (`-XX:AOTCacheOutput`). It must end normally: a JVM that is killed writes no cache.
public final class Training {
  private Training() {}

  public static void main(String[] args) {
    var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var empty = new ByteArrayInputStream(new byte[0]);
    Main.run(new String[] {"--version"}, empty, silent, silent);
    Main.run(new String[] {"--help"}, empty, silent, silent);
  }
}

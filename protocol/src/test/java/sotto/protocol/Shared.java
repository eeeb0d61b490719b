package sotto.protocol;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The third-party vectors, which tests read in place.
public final class Shared {
  private Shared() {}

  /// The file or folder at `path`; without it, the test is skipped with a sentence.
  public static Path at(String path) {
    String root = System.getProperty("sotto.shared", "");
    Path found = Path.of(root).resolve(path);
    Assumptions.assumeTrue(
        !root.isEmpty() && Files.exists(found),
        "the vectors " + path + " are not here: set -Dsotto.shared=DIR");
    return found;
  }
}

package sotto.app.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A folder in which an attack is played, and that is gone afterwards.
record Workplace(Path folder) implements AutoCloseable {
  static Workplace make() throws IOException {
    return new Workplace(Files.createTempDirectory("sotto-lab"));
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }
}

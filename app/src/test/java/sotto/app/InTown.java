package sotto.app;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Each test has a [Town] of its own.
public abstract class InTown {
  @TempDir protected Path folder;
  protected Town town;

  @BeforeEach
  void open() throws Exception {
    town = Town.open(folder);
  }

  @AfterEach
  void close() {
    town.close();
  }
}

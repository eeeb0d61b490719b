package sotto.tests.bench.mls;

import java.io.PrintStream;
import sotto.tests.bench.Options;

/// The library's operations in groups of different sizes.
public final class MlsBench {
  private final Options options;
  private final PrintStream out;

  public MlsBench(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  public void run() throws Exception {
    out.println(options);
  }
}

package sotto.app.output;

import java.util.Locale;

/// Sizes as people read them.
public final class Sizes {
  private static final int STEP = 1024;

  private Sizes() {}

  public static String of(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    if (bytes < (long) STEP * STEP) {
      return String.format(Locale.ROOT, "%.1f kB", (double) bytes / STEP);
    }
    return String.format(Locale.ROOT, "%.1f MB", (double) bytes / STEP / STEP);
  }
}

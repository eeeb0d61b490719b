package sotto.app.profile;

import java.nio.file.Path;
import java.util.Locale;
import sotto.app.Surroundings;

/// Where a platform keeps a program's data.
public final class Places {
  private Places() {}

  public static Path profile(Surroundings around) {
    return data(around).resolve("profile");
  }

  public static Path server(Surroundings around) {
    return data(around).resolve("server");
  }

  private static Path data(Surroundings around) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    Path home = Path.of(System.getProperty("user.home", "."));
    if (system.contains("win")) {
      return around.variable("APPDATA").map(Path::of).orElse(home).resolve("Sotto");
    }
    if (system.contains("mac")) {
      return home.resolve("Library").resolve("Application Support").resolve("Sotto");
    }
    // XDG Base Directory Specification: "All paths set in these environment variables must be
    // absolute."
    return around
        .variable("XDG_DATA_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElse(
            around.variable("HOME").map(Path::of).orElse(home).resolve(".local").resolve("share"))
        .resolve("sotto");
  }
}

package sotto.app.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sotto.app.Sotto;
import sotto.app.profile.Places;

/// `--data`, for the commands that work on a server's folder.
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The server's folder; the platform's data folder if not given.")
  private @Nullable Path data;

  Path folder(Sotto sotto) {
    return data != null ? data : Places.server(sotto.around());
  }
}

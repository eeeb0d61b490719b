package sotto.server.net;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import sotto.protocol.identity.Address;
import sotto.server.ServerException;
import sotto.server.ServerSettings;

/// What in an operator's settings cannot be meant, said before a folder is made or a port opened.
final class Objections {
  private Objections() {}

  static void raise(ServerSettings settings) throws ServerException.Usage {
    Optional<String> name = settings.name();
    if (name.isPresent() && !Address.isHost(name.get().toLowerCase(Locale.ROOT))) {
      throw new ServerException.Usage(ofName(name.get()));
    }
    Optional<String> reachedAt = settings.publicAddress();
    if (reachedAt.isPresent() && !Place.isReachable(reachedAt.get())) {
      throw new ServerException.Usage(
          "'"
              + reachedAt.get()
              + "' is not where clients could connect to: give --public"
              + " HOST or HOST:PORT.");
    }
    Optional<String> command = settings.codeCommand();
    if (command.isPresent() && !runs(command.get())) {
      throw new ServerException.Usage(
          "The --code-command '"
              + command.get()
              + "' cannot be run: there is no such program; give"
              + " its whole path.");
    }
  }

  static String ofName(String name) {
    return "'"
        + name
        + "' cannot be the name of a server: give --name of letters, digits, dots and dashes.";
  }

  /// Asks the shell for the command's first word, when that is plainly the name of a program.
  private static boolean runs(String command) {
    String program = command.strip().split("\\s", 2)[0];
    if (program.isEmpty()) {
      return false;
    }
    if (!program.matches("[A-Za-z0-9_./+-]+") || !CodeCommand.shellIsPosix()) {
      return true;
    }
    try {
      return new ProcessBuilder("sh", "-c", "command -v -- \"$1\"", "sh", program)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}

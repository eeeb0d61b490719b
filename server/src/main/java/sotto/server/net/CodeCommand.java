package sotto.server.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import sotto.protocol.identity.Address;
import sotto.protocol.identity.Code;

/// The operator's own command for SMS or mail: one line `ADDRESS CODE` on its standard input.
record CodeCommand(String command, Executor executor) implements CodeSender {
  private static final long SECONDS = 30;

  @Override
  public void send(Address address, Code code) {
    executor.execute(() -> run(address + " " + code.digits() + "\n"));
  }

  private void run(String line) {
    try {
      Process process =
          new ProcessBuilder(shell())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (var in = process.getOutputStream()) {
        in.write(line.getBytes(StandardCharsets.US_ASCII));
      }
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        complain("took longer than " + SECONDS + " seconds");
      } else if (process.exitValue() != 0) {
        complain("ended with " + process.exitValue());
      }
    } catch (IOException e) {
      complain("could not be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> shell() {
    return shellIsPosix() ? List.of("sh", "-c", command) : List.of("cmd", "/c", command);
  }

  static boolean shellIsPosix() {
    return !System.getProperty("os.name", "").startsWith("Windows");
  }

  private static void complain(String what) {
    System.err.println("sotto: the --code-command " + what + "; a code was not sent.");
  }
}

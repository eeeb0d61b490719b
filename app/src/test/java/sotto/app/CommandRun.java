package sotto.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// One command run in this process: what a script would see of it.
public record CommandRun(int exitCode, String out, String err) {
  public static CommandRun of(String... args) {
    return withInput("", args);
  }

  public static CommandRun withInput(String input, String... args) {
    return patiently(Duration.ofSeconds(10), input.getBytes(StandardCharsets.UTF_8), args);
  }

  /// @param patience how long the command waits for a server
  public static CommandRun patiently(Duration patience, byte[] input, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var around =
        new Surroundings(
            new ByteArrayInputStream(input),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of("HOME", System.getProperty("java.io.tmpdir") + "/sotto-no-such-home"),
            Surroundings.Screen.STREAM,
            Surroundings.Person.ABSENT,
            patience);
    int code = Main.run(around, args);
    return new CommandRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}

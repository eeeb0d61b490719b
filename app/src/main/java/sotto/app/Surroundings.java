package sotto.app;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import sotto.app.output.Outlet;

/// What a command has around it: streams, environment, and whether a person is looking at them.
///
/// @param screen whether `out` is a terminal
/// @param patience how long a command waits for the server before it gives up
public record Surroundings(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Screen screen,
    Person person,
    Duration patience) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  public Surroundings(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Screen screen,
      Person person) {
    this(in, out, err, environment, screen, person, PATIENCE);
  }

  /// Whether somebody may be asked.
  public enum Person {
    PRESENT,
    ABSENT
  }

  public enum Screen {
    TERMINAL,
    STREAM
  }

  public static Surroundings ofProcess() {
    var console = System.console();
    return new Surroundings(
        System.in,
        Outlet.ofProcess(),
        System.err,
        System.getenv(),
        console != null && console.isTerminal() ? Screen.TERMINAL : Screen.STREAM,
        Person.PRESENT);
  }

  /// Why not all that was printed has left, as a sentence.
  public Optional<String> loss() {
    return out instanceof Outlet outlet ? outlet.loss() : Optional.empty();
  }

  /// A variable that is set and not empty.
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }
}

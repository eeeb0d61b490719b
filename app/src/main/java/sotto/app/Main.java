package sotto.app;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The one executable: `sotto COMMAND`.
@Command(
    name = "sotto",
    mixinStandardHelpOptions = true,
    version = "sotto 0.1.0",
    description = "End-to-end encrypted messenger that people run themselves.",
    footer = {"", "Example: ./sotto demo"})
public final class Main implements Runnable {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args, System.in, System.out, System.err));
  }

  /// Runs one command as a process would, with its exit code.
  public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    var line = new CommandLine(new Main());
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    return line.execute(args);
  }

  @Override
  public void run() {}
}

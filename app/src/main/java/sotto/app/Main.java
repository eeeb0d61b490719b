package sotto.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import sotto.app.command.Commands;
import sotto.app.command.Others;
import sotto.app.output.Style;
import sotto.client.ClientException;
import sotto.server.Server;

/// The one executable: `sotto COMMAND`.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("serve")) {
      Server.prepare();
    }
    System.exit(run(Surroundings.ofProcess(), args));
  }

  /// Runs one command as a process would, and returns its exit code.
  public static int run(Surroundings around, String... args) {
    int code = ended(around, args);
    var loss = around.loss();
    if (code != 0 || loss.isEmpty()) {
      return code;
    }
    // A script that kept the output in a file would believe that it has all.
    return report(new Sotto(around), new ClientException.Local(loss.get()), args);
  }

  private static int ended(Surroundings around, String... args) {
    if (args.length == 1 && args[0].equals("--version")) {
      // Scripts ask often; the option parser takes longer than the answer.
      around.out().print(Version.LINE + "\n");
      around.out().flush();
      return 0;
    }
    var sotto = new Sotto(around);
    var line = Commands.of(sotto, List.of(args));
    line.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi(sotto, args)));
    line.setParameterExceptionHandler((thrown, given) -> report(sotto, thrown, given));
    line.setExecutionExceptionHandler((thrown, command, parsed) -> report(sotto, thrown, args));
    try {
      return Others.run(around, List.of(args)).orElseGet(() -> line.execute(args));
    } catch (Throwable thrown) {
      return report(sotto, thrown, args);
    }
  }

  private static int report(Sotto sotto, Throwable thrown, String[] args) {
    var trouble = Trouble.of(thrown);
    var err = sotto.around().err();
    err.print("sotto: " + trouble.sentence() + "\n");
    err.flush();
    // The options may not have been read when the arguments themselves are wrong.
    if (List.of(args).contains("--json")) {
      var out = sotto.around().out();
      out.print(trouble.json() + "\n");
      out.flush();
    }
    return trouble.exitCode();
  }

  private static Ansi ansi(Sotto sotto, String[] args) {
    boolean plain = sotto.style() == Style.PLAIN || List.of(args).contains("--no-color");
    return plain ? Ansi.OFF : Ansi.ON;
  }
}

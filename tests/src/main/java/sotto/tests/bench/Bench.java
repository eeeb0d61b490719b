package sotto.tests.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import sotto.tests.bench.jmh.Jmh;
import sotto.tests.bench.mls.MlsBench;
import sotto.tests.bench.server.ServerBench;

/// `./sotto bench server|mls|jmh`: measures, prints tables, judges nothing.
public final class Bench {
  private static final String USAGE =
      """
      Usage: ./sotto bench server [--quick] [--only WORKLOAD,…] [--servers NAME,…]
                                  [--in-flight N,…] [--seconds N] [--idle N] [--queued N]
             ./sotto bench mls [--quick|--all] [--members N,…] [--suites HEX,…]
                               [--peer-seconds N]
             ./sotto bench jmh [JMH-ARGUMENTS]
      Measures this machine and prints a table; peers that are installed run beside.
      Example: ./sotto bench server --only online
      """;

  private Bench() {}

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      run(Arrays.asList(args), out);
    } catch (WrongArgument wrong) {
      PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
      err.print("sotto bench: " + wrong.getMessage() + "\n" + USAGE);
      System.exit(2);
    }
    System.exit(0);
  }

  /// @throws WrongArgument before anything is measured
  static void run(List<String> args, PrintStream out) throws Exception {
    String what = args.isEmpty() ? "" : args.getFirst();
    List<String> rest = args.subList(Math.min(1, args.size()), args.size());
    switch (what) {
      case "server" -> new ServerBench(Options.parse(what, rest), out).run();
      case "mls" -> new MlsBench(Options.parse(what, rest), out).run();
      case "jmh" -> Jmh.run(rest);
      case "--help", "-h" -> out.print(USAGE);
      case "" -> throw new WrongArgument("say what is to be measured: server, mls or jmh.");
      default -> throw new WrongArgument("there is no bench \"" + what + "\".");
    }
  }
}

package sotto.tests.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.Main;
import sotto.tests.bench.mls.MlsBench;
import sotto.tests.bench.server.ServerBench;

/// `./sotto bench server|mls|jmh`: measures, prints tables, judges nothing.
public final class Bench {
  private static final String USAGE =
      """
      Usage: ./sotto bench server [--quick] [--only WORKLOAD,…] [--servers NAME,…]
                                  [--in-flight N,…] [--seconds N] [--idle N] [--queued N]
             ./sotto bench mls [--quick|--all] [--members N,…] [--suites HEX,…]
             ./sotto bench jmh [JMH-ARGUMENTS]
      Measures this machine and prints a table; peers that are installed run beside.
      Example: ./sotto bench server --only online
      """;

  private Bench() {}

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (args.length > 0 && args[0].equals("jmh")) {
      Main.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    List<String> rest = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
    Options options;
    try {
      options = Options.parse(rest);
    } catch (IllegalArgumentException wrong) {
      System.err.print("sotto bench: " + wrong.getMessage() + "\n" + USAGE);
      System.exit(2);
      return;
    }
    String what = args.length == 0 ? "" : args[0];
    switch (what) {
      case "server" -> new ServerBench(options, out).run();
      case "mls" -> new MlsBench(options, out).run();
      case "--help", "-h" -> out.print(USAGE);
      default -> {
        System.err.print(USAGE);
        System.exit(2);
      }
    }
    System.exit(0);
  }
}

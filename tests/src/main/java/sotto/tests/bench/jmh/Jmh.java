package sotto.tests.bench.jmh;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import sotto.mls.crypto.CipherSuite;
import sotto.tests.bench.WrongArgument;
import sotto.tests.bench.mls.Scene;

/// `./sotto bench jmh`: JMH with its own arguments. Those that it would fail over later, or with a
/// stack trace, are refused at the start.
public final class Jmh {
  private Jmh() {}

  /// @throws WrongArgument when an argument cannot be used
  /// @throws RunnerException when a benchmark fails, where it is asked to stop at that
  public static void run(List<String> args) throws IOException, RunnerException {
    CommandLineOptions options;
    try {
      options = new CommandLineOptions(args.toArray(String[]::new));
    } catch (CommandLineOptionException | IllegalArgumentException wrong) {
      throw new WrongArgument(sentence("JMH says: ", wrong));
    }
    check(options, "members", "whole numbers from 2", Jmh::isSize);
    check(options, "shape", "FLAT and WARM", Jmh::isShape);
    check(options, "suite", "decimal ids of suites that Sotto has", Jmh::isSuite);
    if (options.shouldHelp()
        || options.shouldList()
        || options.shouldListWithParams()
        || options.shouldListProfilers()
        || options.shouldListResultFormats()) {
      Main.main(args.toArray(String[]::new));
      return;
    }
    try {
      new Runner(options).run();
    } catch (RunnerException | PatternSyntaxException wrong) {
      if (wrong instanceof RunnerException failed && failed.getCause() != null) {
        throw failed;
      }
      throw new WrongArgument(sentence("JMH says: ", wrong));
    }
  }

  private static String sentence(String before, Exception wrong) {
    String message = wrong.getMessage();
    String said = message == null || message.isBlank() ? wrong.toString() : message;
    return before + said.strip().lines().findFirst().orElse("");
  }

  private static void check(
      CommandLineOptions options, String name, String takes, Predicate<String> rule) {
    Collection<String> given = options.getParameter(name).orElse(List.of());
    for (String value : given) {
      if (!rule.test(value)) {
        throw new WrongArgument("-p " + name + " takes " + takes + ", not \"" + value + "\".");
      }
    }
  }

  private static boolean isSize(String text) {
    return isNumber(text) && Integer.parseInt(text) >= 2;
  }

  private static boolean isShape(String text) {
    return List.of(Scene.Shape.values()).stream().anyMatch(shape -> shape.name().equals(text));
  }

  private static boolean isSuite(String text) {
    return isNumber(text) && CipherSuite.of(Integer.parseInt(text)).isPresent();
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,6}");
  }
}

package sotto.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import sotto.app.Surroundings;
import sotto.classic.Classic;
import sotto.classic.docs.ClaimsPage;

/// Commands whose arguments are read elsewhere: the five original systems and the laboratory by
/// `classic`, the tests and benchmarks by the launcher. Here they are only listed.
public final class Others {
  private record Other(String name, String description, String example) {}

  private static final List<Other> LISTED =
      List.of(
          new Other("test", "All checks and tests.", "./sotto test"),
          new Other("bench", "Benchmarks: server or mls.", "./sotto bench mls"),
          new Other("docs", "Writes docs/classic.md from the test results.", "./sotto docs"),
          new Other(
              "classic", "The five original systems, for learning.", "./sotto classic --help"));

  private Others() {}

  /// Runs a command that is read elsewhere.
  public static Optional<Integer> run(Surroundings around, List<String> args) {
    return switch (args.isEmpty() ? "" : args.getFirst()) {
      case "classic" ->
          Optional.of(
              Classic.run(args.subList(1, args.size()), around.in(), around.out(), around.err()));
      case "docs" -> args.size() == 1 ? Optional.of(docs(around)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /// The launcher says where the project is.
  private static int docs(Surroundings around) {
    Path launcher = Path.of(System.getProperty("sotto.launcher", "sotto")).toAbsolutePath();
    Path root = Optional.ofNullable(launcher.getParent()).orElse(launcher);
    Path claims = root.resolveSibling("shared").resolve("seeds").resolve("claims.md");
    return ClaimsPage.run(root, claims, around.out(), around.err());
  }

  static void list(CommandLine line) {
    for (var other : LISTED) {
      var spec =
          CommandSpec.wrapWithoutInspection((Runnable) () -> refuse(line, other))
              .name(other.name());
      spec.usageMessage()
          .description(other.description())
          .footer("", "Example: " + other.example());
      line.addSubcommand(other.name(), new CommandLine(spec));
    }
  }

  private static void refuse(CommandLine line, Other other) {
    throw new CommandLine.ParameterException(
        line,
        "'%s' is a command of the launcher; start it as %s"
            .formatted(other.name(), other.example()));
  }
}

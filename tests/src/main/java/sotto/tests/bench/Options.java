package sotto.tests.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sotto.mls.crypto.CipherSuite;

/// `--name value` pairs, `--quick` and `--all`, of one of the benchmarks. What cannot be used is
/// refused before anything is measured.
public record Options(Map<String, String> values) {
  private static final int LARGEST = 1_000_000_000;
  private static final int LARGEST_GROUP = 100_000;
  private static final Set<String> PARTS = Set.of("online", "offline", "idle", "ready");

  /// Says what is wrong with a value by throwing [WrongArgument].
  @FunctionalInterface
  private interface Check {
    void check(String option, String value);
  }

  private static final Map<String, Map<String, Check>> KNOWN =
      Map.of(
          "server",
          Map.of(
              "only", Options::parts,
              "servers", (_, _) -> {},
              "in-flight", (option, value) -> integers(option, value, 1, LARGEST),
              "seconds", (option, value) -> integer(option, value, 1, LARGEST),
              "idle", (option, value) -> integer(option, value, 1, LARGEST),
              "queued", (option, value) -> integer(option, value, 1, LARGEST)),
          "mls",
          Map.of(
              "members", (option, value) -> integers(option, value, 2, LARGEST_GROUP),
              "suites", (_, value) -> suites(value),
              "peer-seconds", (option, value) -> integer(option, value, 1, LARGEST)));

  private static final Map<String, Set<String>> FLAGS =
      Map.of("server", Set.of("quick"), "mls", Set.of("quick", "all"));

  /// @throws WrongArgument when an argument cannot be used
  static Options parse(String benchmark, List<String> args) {
    Map<String, Check> known = KNOWN.getOrDefault(benchmark, Map.of());
    Set<String> flags = FLAGS.getOrDefault(benchmark, Set.of());
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.size(); i++) {
      String name = args.get(i).replaceFirst("^--", "");
      Check check = known.get(name);
      if (!args.get(i).startsWith("--") || check == null && !flags.contains(name)) {
        throw new WrongArgument("bench " + benchmark + " has no option " + args.get(i) + ".");
      }
      String value = check == null ? "yes" : value(args, ++i);
      if (check != null) {
        check.check("--" + name, value);
      }
      if (values.put(name, value) != null) {
        throw new WrongArgument("--" + name + " is given twice; give it once.");
      }
    }
    if (values.containsKey("quick") && values.containsKey("all")) {
      throw new WrongArgument("--quick and --all exclude each other; give one of them.");
    }
    return new Options(Map.copyOf(values));
  }

  private static String value(List<String> args, int place) {
    if (place == args.size() || args.get(place).startsWith("--")) {
      throw new WrongArgument(args.get(place - 1) + " needs a value behind it.");
    }
    return args.get(place);
  }

  private static int integer(String option, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // The same sentence as for one out of range.
    }
    throw new WrongArgument(
        String.format(
            Locale.ROOT,
            "%s takes numbers from %d to %,d, not \"%s\".",
            option,
            least,
            most,
            text));
  }

  private static List<Integer> integers(String option, String text, int least, int most) {
    return Arrays.stream(text.split(",", -1))
        .map(number -> integer(option, number, least, most))
        .toList();
  }

  private static void parts(String option, String text) {
    for (String part : text.split(",", -1)) {
      if (!PARTS.contains(part)) {
        throw new WrongArgument(
            option + " takes online, offline, idle or ready, not \"" + part + "\".");
      }
    }
  }

  private static List<Integer> suites(String text) {
    return Arrays.stream(text.split(",", -1)).map(Options::suite).toList();
  }

  private static int suite(String text) {
    try {
      int id = Integer.parseInt(text.replaceFirst("^0x", ""), 16);
      if (CipherSuite.of(id).isPresent()) {
        return id;
      }
    } catch (NumberFormatException _) {
      // The same sentence as for an unknown suite.
    }
    throw new WrongArgument(
        "--suites takes the hexadecimal ids of suites that Sotto has, as 1,4f, not \""
            + text
            + "\".");
  }

  public boolean isQuick() {
    return values.containsKey("quick");
  }

  /// Whether also what takes long is asked for.
  public boolean isAll() {
    return values.containsKey("all");
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public int number(String name, int normal) {
    return text(name).map(Integer::parseInt).orElse(normal);
  }

  public List<Integer> numbers(String name, List<Integer> normal) {
    return text(name)
        .map(list -> Arrays.stream(list.split(",")).map(Integer::parseInt).toList())
        .orElse(normal);
  }

  /// Ids of cipher suites.
  public List<Integer> suites(List<Integer> normal) {
    return text("suites").map(Options::suites).orElse(normal);
  }

  /// Whether a server of this name is to run: all are, unless `--servers` names some by a part of
  /// their names.
  public boolean wantsServer(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return text("servers")
        .map(names ->
            Arrays.stream(names.toLowerCase(Locale.ROOT).split(",")).anyMatch(lower::contains))
        .orElse(true);
  }

  /// Whether this part is to run: all are, unless `--only` names some.
  public boolean wants(String part) {
    return text("only").map(only -> List.of(only.split(",")).contains(part)).orElse(true);
  }
}

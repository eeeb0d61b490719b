package sotto.tests.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `--name value` pairs, `--quick` and `--all`.
public record Options(Map<String, String> values) {
  private static final Set<String> KNOWN =
      Set.of("only", "servers", "in-flight", "idle", "queued", "members", "suites", "seconds");

  static Options parse(List<String> args) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.size(); i++) {
      String name = args.get(i).replaceFirst("^--", "");
      if (name.equals("quick") || name.equals("all")) {
        values.put(name, "yes");
      } else if (KNOWN.contains(name) && i + 1 < args.size()) {
        values.put(name, args.get(++i));
      } else {
        throw new IllegalArgumentException(args.get(i) + " is not understood.");
      }
    }
    return new Options(Map.copyOf(values));
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

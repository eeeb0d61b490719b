package sotto.tests.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `--name value` pairs and `--quick`.
public record Options(Map<String, String> values) {
  private static final Set<String> KNOWN =
      Set.of("only", "idle", "queued", "members", "suites", "seconds");

  static Options parse(List<String> args) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.size(); i++) {
      String name = args.get(i).replaceFirst("^--", "");
      if (name.equals("quick")) {
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

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public int number(String name, int normal) {
    return text(name).map(Integer::parseInt).orElse(normal);
  }

  /// Whether this part is to run: all are, unless `--only` names some.
  public boolean wants(String part) {
    return text("only").map(only -> List.of(only.split(",")).contains(part)).orElse(true);
  }
}

package sotto.classic.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The tests whose names begin with a claim's id, and whether each passed.
public record Evidence(TreeMap<String, Boolean> tests) {
  private static final Pattern SOURCE = Pattern.compile("void (S[0-4]_\\d\\d_\\w+)\\(");
  private static final Pattern REPORT =
      Pattern.compile("<testcase name=\"(S[0-4]_\\d\\d_\\w+)[^>]*?(/>|>\\s*<(\\w+))");

  /// What the last test run of every module reported.
  public static Evidence ofReports(Path root) throws IOException {
    return collect(root, "target/surefire-reports", ".xml", Evidence::reported);
  }

  /// What the test sources promise; used where the tests themselves are just running.
  public static Evidence ofSources(Path root) throws IOException {
    return collect(root, "src/test/java", ".java", Evidence::promised);
  }

  private interface Reading {
    void read(String text, TreeMap<String, Boolean> tests);
  }

  private static Evidence collect(Path root, String under, String end, Reading reading)
      throws IOException {
    var tests = new TreeMap<String, Boolean>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.filter(m -> Files.isDirectory(m.resolve(under))).toList())
        try (Stream<Path> files = Files.walk(module.resolve(under))) {
          for (Path file : files.filter(f -> f.toString().endsWith(end)).toList())
            reading.read(Files.readString(file), tests);
        }
    }
    return new Evidence(tests);
  }

  private static void reported(String text, TreeMap<String, Boolean> tests) {
    Matcher test = REPORT.matcher(text);
    while (test.find()) {
      String inside = test.group(3);
      boolean passed = inside == null || inside.startsWith("system");
      tests.merge(test.group(1), passed, Boolean::logicalAnd);
    }
  }

  private static void promised(String text, TreeMap<String, Boolean> tests) {
    Matcher test = SOURCE.matcher(text);
    while (test.find()) tests.put(test.group(1), true);
  }
}

package sotto.mls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/validation.md` says the truth: every row has a check, a test and a sentence of the RFC,
/// and every check in the code that quotes the RFC has a row.
class ValidationTableTest {
  private static final Path ROOT = Path.of(System.getProperty("sotto.root", ".."));
  private static final Path MAIN = ROOT.resolve("mls/src/main/java");
  private static final Path TESTS = ROOT.resolve("mls/src/test/java");

  /// A comment above a check: it begins with the section or at once with the quotation.
  private static final Pattern CHECK =
      Pattern.compile("^\\s*//+ (?:RFC 9420 )?(?:§[0-9.]+(?:, §[0-9.]+)*: .*[\"'].*|\".*)");

  private static final Pattern DEMAND = Pattern.compile("\\b(?:MUST|SHALL|REQUIRED)\\b");

  private static final Pattern SECTION = Pattern.compile("^\\s*//+ (?:RFC 9420 )?§([0-9.]*[0-9])");

  private static final Pattern METHOD =
      Pattern.compile(
          "^(?: {2}| {4})(?!return |throw |else |case |yield |new )"
              + "(?:(?:public|private|protected|static|final|default|abstract) )*"
              + "(?:<[^=;]*> )?(?:[\\w<>\\[\\].,?]+(?: [\\w<>\\[\\].,?]+)* )?(\\w+)(?:\\(| \\{)");

  private static final String ALSO = "; also refused by ";

  private record Row(String id, String section, String sentence, String where, String tests) {
    /// The places whose check it is, and those that refuse the same for a reason of their own.
    Stream<String> places() {
      Stream<String> named = Stream.of(where.split(", ")).filter(place -> !place.isEmpty());
      return tests.contains(ALSO)
          ? Stream.concat(named, Stream.of(tests.substring(at() + ALSO.length()).split(", ")))
          : named;
    }

    List<String> testNames() {
      return List.of(tests.substring(0, at()).split(", "));
    }

    private int at() {
      return tests.contains(ALSO) ? tests.indexOf(ALSO) : tests.length();
    }
  }

  private final Map<String, String> main = sources(MAIN);
  private final Map<String, String> tests = sources(TESTS);
  private final List<Row> rows = rows();

  private static Map<String, String> sources(Path folder) {
    Map<String, String> texts = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        texts.merge(name, Files.readString(file), String::concat);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return texts;
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(ROOT.resolve("docs/validation.md"))) {
        String[] cells = line.split("\\|", -1);
        if (line.matches("\\| [EXM]\\d+ .*")) {
          rows.add(new Row(cells[1].trim(), "", "", "", cells[3].trim()));
        }
        if (line.matches("\\| V\\d+ .*")) {
          rows.add(
              new Row(
                  cells[1].trim(),
                  cells[2].trim(),
                  cells[3].trim(),
                  cells[4].trim(),
                  cells[5].trim()));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return rows;
  }

  private List<Row> ofTheRfc() {
    return rows.stream().filter(row -> row.id().startsWith("V")).toList();
  }

  @Test
  void theRegressionListsAreWhole() {
    for (int i = 1; i <= 21; i++) {
      assertThat(rows).extracting(Row::id).contains("M" + i, "X" + Math.min(i, 16));
    }
  }

  @Test
  void thereAreRowsAndEachIsThereOnce() {
    assertThat(ofTheRfc()).hasSizeGreaterThan(100);
    assertThat(rows).extracting(Row::id).doesNotHaveDuplicates();
  }

  @Test
  void everyRowNamesACheckThatExists() {
    assertThat(ofTheRfc()).noneMatch(row -> row.where().isEmpty());
    for (Row row : rows) {
      for (String place : row.places().toList()) {
        String[] parts = place.split("#");
        assertThat(text(main, parts[0])).as(row.id() + " " + place).isNotEmpty();
        assertThat(text(main, parts[0]))
            .as(row.id() + " " + place)
            .containsPattern("\\b" + parts[1] + "(\\(| \\{)");
      }
    }
  }

  @Test
  void everyRowNamesATestThatExists() {
    for (Row row : rows) {
      for (String test : row.testNames()) {
        String[] parts = test.split("#");
        assertThat(tests.getOrDefault(parts[0], ""))
            .as(row.id() + " " + test)
            .containsPattern("@(Test|ParameterizedTest)[^;]*?void " + parts[1] + "\\(");
      }
    }
  }

  /// A class, or one inside another, such as the Builder of RatchetTreeCodec.
  private static String text(Map<String, String> sources, String name) {
    if (sources.containsKey(name)) {
      return sources.get(name);
    }
    return sources.values().stream()
        .filter(text -> text.contains(" class " + name + " {"))
        .findFirst()
        .orElse("");
  }

  /// Several checks of one section in one method need as many rows.
  @Test
  void everyCheckThatQuotesTheRfcHasARow() {
    Map<String, Integer> checks = new TreeMap<>();
    main.forEach((name, text) -> {
      List<String> lines = text.lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (CHECK.matcher(lines.get(i)).matches() && isCheck(lines, i)) {
          String place = name + "#" + method(lines, i);
          Matcher section = SECTION.matcher(lines.get(i));
          checks.merge(place + " " + (section.find() ? section.group(1) : ""), 1, Integer::sum);
        }
      }
    });
    assertThat(checks).hasSizeGreaterThan(50);
    List<String> missing = new ArrayList<>();
    checks.forEach((check, count) -> {
      String[] parts = check.split(" ", -1);
      long known = ofTheRfc().stream().filter(row -> covers(row, parts[0], parts[1])).count();
      if (known < count) {
        missing.add(check + ": " + count + " checks and " + known + " rows");
      }
    });
    assertThat(missing).as("checks without a row in docs/validation.md").isEmpty();
  }

  private boolean covers(Row row, String check, String section) {
    String[] file = check.split("#", -1);
    return (section.isEmpty() || row.section().equals(section))
        && Stream.of(row.where().split(", "))
            .anyMatch(place ->
                place.endsWith("#" + file[1])
                    && text(main, place.split("#")[0]).equals(main.get(file[0])));
  }

  /// Not the continuation of a comment, nor one about another document.
  private static boolean isCheck(List<String> lines, int at) {
    boolean continued = at > 0 && lines.get(at - 1).strip().startsWith("//");
    boolean doc = lines.get(at).strip().startsWith("///");
    return !continued && (!doc || lines.get(at).contains("MUST"));
  }

  /// The method around a comment, or the next one when the comment stands above it.
  private static String method(List<String> lines, int at) {
    boolean inside = lines.get(at).startsWith("    ") && around(lines, at).isPresent();
    if (inside && !followedByMethod(lines, at)) {
      return around(lines, at).orElseThrow();
    }
    for (int i = at; i < lines.size(); i++) {
      Matcher matcher = METHOD.matcher(lines.get(i));
      if (!lines.get(i).strip().startsWith("//") && matcher.find()) {
        return matcher.group(1);
      }
    }
    return "";
  }

  private static boolean followedByMethod(List<String> lines, int at) {
    int next = at;
    while (next < lines.size() && lines.get(next).strip().startsWith("//")) {
      next++;
    }
    return next < lines.size()
        && lines.get(next).matches("^ {2,4}(public|private|protected|static|void) .*\\(.*");
  }

  private static Optional<String> around(List<String> lines, int at) {
    for (int i = at; i >= 0; i--) {
      Matcher matcher = METHOD.matcher(lines.get(i));
      if (!lines.get(i).strip().startsWith("//")
          && !lines.get(i).endsWith(";")
          && matcher.find()
          && !List.of("if", "for", "while", "switch", "try", "allGiven")
              .contains(matcher.group(1))) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  @Test
  void everySentenceIsTheRfcs() throws IOException {
    String shared = System.getProperty("sotto.shared", "");
    Path rfc = Path.of(shared, "specs", "rfc9420-mls.md");
    assumeTrue(!shared.isEmpty() && Files.exists(rfc), "RFC 9420's text is not here.");
    String text = plain(Files.readString(rfc, UTF_8));
    for (Row row : ofTheRfc()) {
      assertThat(text.contains(plain(row.sentence()))).as(row.id() + " " + row.sentence()).isTrue();
    }
  }

  /// Outside of figures; the sentences of the last two tables are read too. A sentence that demands
  /// two things needs rows for both.
  @Test
  void everyMustOfTheRfcHasARow() throws IOException {
    String shared = System.getProperty("sotto.shared", "");
    Path rfc = Path.of(shared, "specs", "rfc9420-mls.md");
    assumeTrue(!shared.isEmpty() && Files.exists(rfc), "RFC 9420's text is not here.");
    List<Sentence> known = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/validation.md"))) {
      String[] cells = line.split("\\|", -1);
      if (line.matches("\\| V\\d+ .*")) {
        known.add(Sentence.of(cells[3]));
      } else if (line.matches("\\| \\d.*")) {
        known.add(Sentence.of(cells[2]));
      }
    }
    String text = Files.readString(rfc, UTF_8).split("--- middle", 2)[1];
    String prose = text.replaceAll("(?s)~~~.*?~~~", "\n\n").replaceAll("(?m)^ *[*-] ", "\n\n");
    List<Sentence> musts =
        Stream.of(prose.split("\n\\s*\n"))
            .flatMap(paragraph -> Stream.of(squeezed(paragraph).split("(?<=[.:;!?]) ")))
            .map(Sentence::of)
            .filter(sentence -> sentence.demands() > 0)
            .toList();
    assertThat(musts).hasSizeGreaterThan(130);
    assertThat(musts)
        .filteredOn(sentence ->
            known.stream()
                    .filter(row -> sentence.text().contains(row.text()))
                    .mapToLong(Sentence::demands)
                    .sum()
                < sentence.demands())
        .isEmpty();
  }

  /// @param demands how often it says MUST
  private record Sentence(String text, long demands) {
    static Sentence of(String text) {
      return new Sentence(plain(text).strip(), DEMAND.matcher(text).results().count());
    }
  }

  private static String squeezed(String text) {
    return text.replaceAll("[`*_]", "").replaceAll("\\s+", " ");
  }

  private static String plain(String text) {
    return squeezed(text).toLowerCase(Locale.ROOT);
  }
}

package sotto.tests.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `docs/scenarios.md`: what the sources say of who plays what where.
final class ScenariosPage {
  private static final Pattern SENTENCE =
      Pattern.compile("@Test\\b(?:\\s+@\\w+\\([^)]*\\))*\\s+(?:default )?void (\\w+)\\(");
  private static final Pattern DECLARED =
      Pattern.compile("(?m)^(?:public )?(?:final |abstract )?(?:class|interface) (\\w+)");
  private static final Pattern COMMENT =
      Pattern.compile(
          "((?:^///[^\\n]*\\n)+)(?:^@\\w+\\(.*\\)\\n)*^(?:public )?(?:final )?(?:class|interface) ",
          Pattern.MULTILINE);

  private final Path tests;

  private record Telling(String name, String comment, List<String> sentences) {}

  ScenariosPage(Path tests) {
    this.tests = tests;
  }

  String rendered() throws IOException {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (Telling scenes : in("stage")) {
      page.append("\n### ").append(scenes.name).append("\n\n").append(scenes.comment);
      page.append("\n\n| scenario | over loopback | under a seed |\n|---|---|---|\n");
      String worlds =
          " | "
              + played("scenario", scenes.name, "OverLoopback")
              + " | "
              + played("simulation", scenes.name, "UnderASeed")
              + " |\n";
      scenes.sentences.forEach(sentence -> page.append("| ").append(sentence).append(worlds));
    }
    alone(page, "scenario", "## Over loopback only", "files, TLS, another program or many people");
    alone(page, "simulation", "## Under a seed only", "lies, weeks, or a moment between two steps");
    alone(page, "crash", "## Processes that are killed", "SIGKILL");
    return page.toString();
  }

  private String played(String folder, String scenes, String world) {
    boolean there = Files.exists(tests.resolve(folder).resolve(scenes + world + "Test.java"));
    return there ? "yes" : "**no**";
  }

  private void alone(StringBuilder page, String folder, String title, String why)
      throws IOException {
    page.append("\n").append(title).append("\n\nThey need ").append(why).append(".\n\n");
    page.append("| class | what it is about | scenarios |\n|---|---|---|\n");
    for (Telling one : in(folder)) {
      page.append("| `").append(one.name).append("` | ").append(one.comment).append(" | ");
      page.append(String.join(" · ", one.sentences)).append(" |\n");
    }
  }

  /// The classes of a package that tell scenarios of their own.
  private List<Telling> in(String folder) throws IOException {
    List<Telling> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(tests.resolve(folder))) {
      for (Path file : files.sorted().toList()) {
        told(Files.readString(file)).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<Telling> told(String source) {
    List<String> sentences = new ArrayList<>();
    Matcher sentence = SENTENCE.matcher(source);
    while (sentence.find()) {
      sentences.add(words(sentence.group(1)));
    }
    Matcher declared = DECLARED.matcher(source);
    if (sentences.isEmpty() || source.contains("class ScenariosPageTest") || !declared.find()) {
      return Optional.empty();
    }
    Matcher comment = COMMENT.matcher(source);
    return Optional.of(
        new Telling(declared.group(1), comment.find() ? plain(comment.group(1)) : "", sentences));
  }

  private static String plain(String comment) {
    return comment
        .lines()
        .map(line -> line.substring(3).strip())
        .takeWhile(line -> !line.isEmpty())
        .collect(Collectors.joining(" "))
        .replace("|", "\\|");
  }

  /// `messageSentWhileBobIsAway` as a person reads it.
  private static String words(String method) {
    return method.replaceAll("([A-Z])", " $1").replace('_', ' ').toLowerCase(Locale.ROOT).strip();
  }

  private static final String INTRODUCTION =
      """
      # Scenarios by world

      A scenario is a test that reads as a story. Most are told once, in `tests/…/stage`, against two
      small interfaces (`Stage`, `Player`), and played in two worlds:

      * **over loopback**: the real server, TLS, files, threads and clocks; once each;
      * **under a seed**: one thread, one clock, an in-memory Delivery Service, in six kinds of weather:
        calm; connections break and lose what was on its way; deliveries come twice and overtake those
        of other groups; clients die between two steps and start again; the server dies before, at and
        after a commit; all of it at once. In the end nothing fails any more, and everybody must hold
        the same epoch, the same members, and each message once and in order, no key used twice.

      A failure prints its seed; `-Dsotto.seed=N` replays it, `-Dsotto.simulations=N` plays so many.
      The others need one of the two worlds. This page is written by
      `./sotto test -Dquick -pl tests -am -Dtest=ScenariosPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dsotto.pages=write`;
      the same test fails when it is not what the sources say.

      ## In both worlds
      """;
}

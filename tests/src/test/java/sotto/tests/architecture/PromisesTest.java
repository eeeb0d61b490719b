package sotto.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Each invariant of ARCHITECTURE.md and each rule of the protocol is named by a test that would
/// fail without it, as a tag.
class PromisesTest {
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"((?:invariant|rule)-\\d+)\"\\)");

  @Test
  void everyInvariantHasATest() throws IOException {
    assertThat(tags()).containsAll(numbered("invariant-", 12));
  }

  @Test
  void everyRuleHasATest() throws IOException {
    assertThat(tags()).containsAll(numbered("rule-", 30));
  }

  private static Set<String> numbered(String name, int last) {
    return IntStream.rangeClosed(1, last).mapToObj(n -> name + n).collect(Collectors.toSet());
  }

  private static Set<String> tags() throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path file : Sources.java("/src/test/")) {
      Matcher tag = TAG.matcher(Files.readString(file));
      while (tag.find()) {
        found.add(tag.group(1));
      }
    }
    return found;
  }
}

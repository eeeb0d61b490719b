package sotto.tests.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Looks whether `docs/scenarios.md` is what the sources say.
class ScenariosPageTest {
  private static final Path ROOT = Path.of(System.getProperty("sotto.root", ".."));

  @Test
  void thePageListsEveryScenarioByWorld() throws IOException {
    Path page = ROOT.resolve("docs/scenarios.md");
    String rendered = new ScenariosPage(ROOT.resolve("tests/src/test/java/sotto/tests")).rendered();
    if (System.getProperty("sotto.pages", "").equals("write")) {
      Files.writeString(page, rendered);
    }
    assertThat(Files.readString(page))
        .as("docs/scenarios.md is not current; it says itself how it is written")
        .isEqualTo(rendered);
  }

  @Test
  void whatIsToldForBothWorldsIsPlayedInBoth() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/scenarios.md"))).doesNotContain("**no**");
  }
}

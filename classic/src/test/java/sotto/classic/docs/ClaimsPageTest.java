package sotto.classic.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Looks whether `docs/classic.md` is current. Never writes it: that is `./sotto docs`.
class ClaimsPageTest {
  private static final Path ROOT = Path.of(System.getProperty("sotto.root", ".."));
  private static final Path CLAIMS =
      Path.of(System.getProperty("sotto.shared", "../../shared"), "seeds", "claims.md");

  @BeforeAll
  static void needsTheClaims() {
    assumeTrue(
        Files.exists(CLAIMS),
        "skipped: the list of claims is not here (system property sotto.shared)");
  }

  @Test
  void thePageIsWhatTheTestsSay() throws IOException {
    // A test that fails fails the build by itself, so here every test in the sources counts as
    // passed.
    String expected = ClaimsPage.render(ROOT, CLAIMS, Evidence.ofSources(ROOT));
    assertThat(Files.readString(ROOT.resolve("docs/classic.md")))
        .as("docs/classic.md is not current: run ./sotto test, then ./sotto docs")
        .isEqualTo(expected);
  }

  @Test
  void everyClaimHasATestOrANote() throws IOException {
    var tests = Evidence.ofSources(ROOT).tests();
    var notes = Note.readAll();
    List<Claim> claims = Claim.readAll(CLAIMS);
    assertThat(claims).hasSize(212);
    assertThat(claims)
        .allSatisfy(claim ->
            assertThat(
                    tests.keySet().stream().anyMatch(t -> t.startsWith(claim.prefix()))
                        || notes.containsKey(claim.id()))
                .as(claim.id())
                .isTrue());
  }
}

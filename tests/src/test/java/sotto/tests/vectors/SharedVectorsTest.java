package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Every file of the shared vectors through `tests/run-vectors`.
class SharedVectorsTest {
  /// At least so many cases pass: files that stop being recognised would lower it.
  private static final int AT_LEAST = 11_500;

  @Test
  void everyCaseOfEverySharedFilePassesOrIsSkippedByName() throws IOException {
    Path vectors = Path.of(System.getProperty("sotto.shared", "../../shared"), "vectors");
    Assumptions.assumeTrue(
        Files.isDirectory(vectors),
        "The shared vectors are not there: run with -Dsotto.shared=DIR to test with them.");
    List<String> files;
    try (Stream<Path> paths = Files.walk(vectors)) {
      files = paths.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    int exit = RunVectors.run(files, printed, printed);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).noneMatch(line -> line.startsWith("failed "));
    assertThat(exit).isZero();
    assertThat(Integer.parseInt(lines.getLast().split(" ")[0])).isGreaterThan(AT_LEAST);
  }
}

package sotto.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.protocol.frame.ErrorCode;

/// Whoever meets a server's no finds it in docs/cli.md, with its exit code.
class RefusalsDocumentTest {
  @ParameterizedTest
  @EnumSource
  void theRefusalStandsAmongTheSentencesOfFour(ErrorCode code) throws IOException {
    Path document = Path.of(System.getProperty("sotto.root", "..")).resolve("docs/cli.md");
    String text = Files.readString(document).replaceAll("\\s+", " ");
    String fours = text.substring(text.indexOf("**4, the server"), text.indexOf("**5, security"));
    assertThat(fours).contains(code.sentence().replaceFirst("[:.,].*", ""));
  }
}

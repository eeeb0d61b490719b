package sotto.protocol.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// `docs/protocol.md` says what the code does: its examples are the code's bytes, its tables the
/// code's numbers, and it has every struct that stands above a record.
class ProtocolDocumentTest {
  private static final Path ROOT = Path.of(System.getProperty("sotto.root", ".."));
  private static final Pattern STRUCTS =
      Pattern.compile("(?m)^ */// ```\\n((?:^ *///.*\\n)*?)^ */// ```");

  private static String document() throws IOException {
    return Files.readString(ROOT.resolve("docs/protocol.md"));
  }

  @TestFactory
  Stream<DynamicTest> whatIsMadeFromTheCodeIsWhatTheCodeMakes() throws Exception {
    Map<String, String> blocks = DocumentBlocks.all();
    Path folder = Files.createDirectories(Path.of("target", "protocol-document"));
    for (Map.Entry<String, String> block : blocks.entrySet()) {
      Files.writeString(folder.resolve(block.getKey() + ".md"), block.getValue());
    }
    String document = document();
    return blocks.entrySet().stream()
        .map(block ->
            DynamicTest.dynamicTest(
                block.getKey(),
                () ->
                    assertThat(document)
                        .as("the right text is in %s/%s.md", folder, block.getKey())
                        .contains(block.getValue())));
  }

  @Test
  void everyStructOfTheCodeIsInTheDocument() throws Exception {
    String document = flat(document());
    List<String> missing = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT.resolve("protocol/src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher block = STRUCTS.matcher(Files.readString(file));
        while (block.find()) {
          String struct = block.group(1).replaceAll("(?m)^ *///", "");
          if (!document.contains(flat(struct))) {
            missing.add(file.getFileName() + ":\n" + struct);
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static String flat(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}

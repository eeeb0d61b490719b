package sotto.protocol.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import sotto.protocol.Mutations;
import sotto.protocol.Shared;

/// The examples of draft-ietf-mimi-content, byte for byte, with their message ids.
@Tag("rule-27")
class MimiVectorsTest {
  private static final Pattern ID =
      Pattern.compile("message ID = h'([0-9a-f]+)\\s*#\\s*([0-9a-f]+)'");

  @TestFactory
  Stream<DynamicTest> examples() throws Exception {
    return Files.list(Shared.at("vectors/mimi-content"))
        .filter(file -> file.toString().endsWith(".cbor"))
        .sorted()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    MimiContent content = MimiContent.decode(bytes);
    assertThat(content.encoded()).asHexString().isEqualTo(hex(bytes));
    String sender = content.senderUri().orElseThrow();
    String room = content.roomUri().orElseThrow();
    assertThat(content.id(sender, room).hex()).isEqualTo(expectedId(file));
    Mutations.everyTruncationIsRefused(bytes, b -> MimiContent.decode(b).encoded());
    Mutations.everyBitFlipEndsInOneOfTwoWays(bytes, b -> MimiContent.decode(b).encoded());
  }

  private static String expectedId(Path file) throws Exception {
    String text = Files.readString(Path.of(file.toString().replace(".cbor", ".edn")));
    Matcher id = ID.matcher(text);
    assertThat(id.find()).isTrue();
    return id.group(1) + id.group(2);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}

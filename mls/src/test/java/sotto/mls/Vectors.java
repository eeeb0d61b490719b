package sotto.mls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Third-party vectors, read where they are; tests are skipped with a sentence where they are not.
public final class Vectors {
  private static final JsonMapper JSON = new JsonMapper();

  private Vectors() {}

  /// A JSON file below `vectors`, plain or with `.gz`.
  public static JsonNode json(String name) {
    return JSON.readTree(new ByteArrayInputStream(bytes(name)));
  }

  public static List<String> lines(String name) {
    return new BufferedReader(
            new InputStreamReader(new ByteArrayInputStream(bytes(name)), StandardCharsets.UTF_8))
        .lines()
        .toList();
  }

  private static byte[] bytes(String name) {
    Path path = Path.of(System.getProperty("sotto.shared", "../../shared"), "vectors", name);
    assumeTrue(Files.exists(path), "The test vectors (" + name + ") are not here.");
    try (InputStream file = Files.newInputStream(path);
        InputStream in = name.endsWith(".gz") ? new GZIPInputStream(file) : file) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] hex(JsonNode node, String key) {
    return HexFormat.of().parseHex(node.get(key).asString());
  }

  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}

package sotto.classic.record;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import sotto.classic.part.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON with bounds: strict UTF-8, no duplicate names, no trailing bytes, shallow.
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxNameLength(256)
                          .maxNumberLength(20)
                          .maxStringLength(4 << 20)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  public static JsonNode read(byte[] bytes) throws Refusal {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Refusal.refused("What arrived is not UTF-8 text.");
    }
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw Refusal.refused("What arrived is not a JSON object.");
    }
  }

  public static ObjectNode object(byte[] bytes) throws Refusal {
    if (read(bytes) instanceof ObjectNode object) return object;
    throw Refusal.refused("What arrived is not a JSON object.");
  }

  public static ObjectNode empty() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode emptyArray() {
    return MAPPER.createArrayNode();
  }

  public static byte[] write(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  public static byte[] writePretty(JsonNode node) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
  }
}

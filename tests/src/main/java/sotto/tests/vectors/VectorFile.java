package sotto.tests.vectors;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// One file after unpacking: where it came from, and its content. The name is for messages only;
/// what a file is, is recognised by the content.
///
/// @param origin the file as given, which may be an archive
/// @param name the same with the name of the member
record VectorFile(
    String origin, String name, byte[] bytes, Optional<String> text, Optional<JsonNode> json) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern JSON_BEGINS =
      Pattern.compile("\\s*+(\\{|\\[\\s*+([\\[\\]{\"0-9-]|true|false|null|$))");

  static VectorFile of(String origin, String name, byte[] bytes) {
    Optional<String> text = decode(bytes).map(VectorFile::withoutByteOrderMark);
    return new VectorFile(origin, name, bytes, text, text.flatMap(VectorFile::parse));
  }

  /// Whether the content is JSON up to an end that came too early.
  boolean isCutJson() {
    if (json.isPresent()) {
      return json.get().isMissingNode();
    }
    try {
      return looksLikeJson(text.orElse("")) && JSON.readTree(text.orElse("")).isMissingNode();
    } catch (UnexpectedEndOfInputException cut) {
      return true;
    } catch (JacksonException malformed) {
      return false;
    }
  }

  private static String withoutByteOrderMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /// Whether the content begins as JSON does and is none.
  boolean isBrokenJson() {
    return json.isEmpty() && looksLikeJson(text.orElse(""));
  }

  /// NIST's sections, such as `[L=20]`, begin with a bracket too, and with no value behind it.
  private static boolean looksLikeJson(String text) {
    return JSON_BEGINS.matcher(text).lookingAt();
  }

  private static Optional<String> decode(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException binary) {
      return Optional.empty();
    }
  }

  /// JSON, or JSON in lines, which are taken as a list.
  private static Optional<JsonNode> parse(String text) {
    if (!looksLikeJson(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JacksonException malformed) {
      return lines(text);
    }
  }

  private static Optional<JsonNode> lines(String text) {
    ArrayNode list = JSON.createArrayNode();
    try {
      for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
        JsonNode element = JSON.readTree(line);
        if (!element.isObject()) {
          return Optional.empty();
        }
        list.add(element);
      }
    } catch (JacksonException malformed) {
      return Optional.empty();
    }
    return list.isEmpty() ? Optional.empty() : Optional.of(list);
  }
}

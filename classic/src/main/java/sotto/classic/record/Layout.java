package sotto.classic.record;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sotto.classic.part.Refusal;
import sotto.classic.record.Field.Need;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields of one kind of JSON record: it writes, reads within bounds, and explains. A dot in a
/// name nests (`cipher.nonce`). `entries` is the layout of what a TABLE field holds.
public record Layout(String name, List<Field> fields, Optional<Layout> entries) {
  private static final int MOST_ENTRIES = 1024;

  public static Layout of(String name, Field... fields) {
    return new Layout(name, List.of(fields), Optional.empty());
  }

  public Layout holding(Layout entry) {
    return new Layout(name, fields, Optional.of(entry));
  }

  /// The beginning of a record of this kind.
  public Fields start() {
    return Fields.of("type", name);
  }

  public byte[] encode(Fields values) {
    return Json.write(toJson(values));
  }

  public Fields decode(byte[] bytes) throws Refusal {
    return decode(Json.object(bytes));
  }

  /// Whether an object has all that this layout requires, whatever the values are.
  public boolean fits(ObjectNode object) {
    return fields.stream()
        .allMatch(f -> f.need() == Need.OPTIONAL || find(object, f.name()).isPresent());
  }

  public ObjectNode toJson(Fields values) {
    ObjectNode object = Json.empty();
    for (Field field : fields) {
      Object value = values.values().get(field.name());
      if (value == null && field.need() == Need.OPTIONAL) continue;
      if (value == null) throw new IllegalArgumentException(name + " without " + field.name());
      ObjectNode parent = object;
      String[] path = field.name().split("\\.", -1);
      for (int i = 0; i < path.length - 1; i++) parent = parent.withObject("/" + path[i]);
      put(parent, path[path.length - 1], field, value);
    }
    return object;
  }

  private void put(ObjectNode parent, String key, Field field, Object value) {
    switch (value) {
      case String text -> parent.put(key, text);
      case byte[] bytes when field.encoding() == Field.Encoding.HEX ->
          parent.put(key, HexFormat.of().formatHex(bytes));
      case byte[] bytes -> parent.put(key, Base64.getEncoder().encodeToString(bytes));
      case Long number -> parent.put(key, number.longValue());
      case Boolean flag -> parent.put(key, flag.booleanValue());
      case Map<?, ?> table -> {
        ObjectNode all = parent.putObject(key);
        table.forEach((k, v) -> all.set((String) k, entries.orElseThrow().toJson((Fields) v)));
      }
      default -> throw new IllegalArgumentException(field.name() + " of " + value.getClass());
    }
  }

  public Fields decode(ObjectNode object) throws Refusal {
    var values = new LinkedHashMap<String, Object>();
    for (Field field : fields) {
      Optional<JsonNode> node = find(object, field.name());
      if (node.isPresent()) values.put(field.name(), read(field, node.get()));
      else if (field.need() == Need.REQUIRED) throw wrong(field, "is missing");
    }
    return new Fields(values);
  }

  private static Optional<JsonNode> find(ObjectNode object, String name) {
    JsonNode node = object;
    for (String step : name.split("\\.", -1)) {
      if (node == null) return Optional.empty();
      node = node.get(step);
    }
    return Optional.ofNullable(node);
  }

  private Object read(Field field, JsonNode node) throws Refusal {
    return switch (field.encoding()) {
      case NUMBER -> {
        if (!node.isIntegralNumber() || !node.canConvertToLong())
          throw wrong(field, "is not a whole number");
        yield node.longValue();
      }
      case FLAG -> {
        if (!node.isBoolean()) throw wrong(field, "is neither true nor false");
        yield node.booleanValue();
      }
      case TEXT -> string(field, node, field.max());
      case HEX -> bytes(field, string(field, node, 2 * field.max()));
      case BASE64 -> bytes(field, string(field, node, (field.max() + 2) / 3 * 4));
      case TABLE -> table(field, node);
    };
  }

  private String string(Field field, JsonNode node, int max) throws Refusal {
    if (!node.isString()) throw wrong(field, "is not text");
    String text = node.stringValue();
    if (text.isEmpty()) throw wrong(field, "is empty");
    if (text.length() > max) throw wrong(field, "is too long");
    return text;
  }

  private byte[] bytes(Field field, String text) throws Refusal {
    try {
      return field.encoding() == Field.Encoding.HEX
          ? HexFormat.of().parseHex(text)
          : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw wrong(
          field, field.encoding() == Field.Encoding.HEX ? "is not hexadecimal" : "is not base64");
    }
  }

  private Map<String, Fields> table(Field field, JsonNode node) throws Refusal {
    if (!(node instanceof ObjectNode object)) throw wrong(field, "is not an object");
    if (object.size() > MOST_ENTRIES) throw wrong(field, "is too long");
    var table = new LinkedHashMap<String, Fields>();
    for (Map.Entry<String, JsonNode> entry : new ArrayList<>(object.properties())) {
      if (!(entry.getValue() instanceof ObjectNode inner))
        throw wrong(field, "holds something that is not an object");
      if (entry.getKey().length() > field.max()) throw wrong(field, "has a name that is too long");
      table.put(entry.getKey(), entries.orElseThrow().decode(inner));
    }
    return table;
  }

  private Refusal wrong(Field field, String how) {
    return Refusal.refused("The field " + field.name() + " of this " + name + " " + how + ".");
  }
}

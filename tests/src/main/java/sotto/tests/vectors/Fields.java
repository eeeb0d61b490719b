package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sotto.tests.vectors.Case.Mismatch;
import tools.jackson.databind.JsonNode;

/// A JSON object of a vector file, read with complaints in words.
record Fields(JsonNode node) {

  boolean has(String... names) {
    return Stream.of(names).allMatch(node::has);
  }

  /// Whether the field is there and not `null`.
  boolean present(String name) {
    JsonNode value = node.get(name);
    return value != null && !value.isNull();
  }

  byte[] hex(String name) throws Mismatch {
    return hex(name, required(name));
  }

  Optional<byte[]> optionalHex(String name) throws Mismatch {
    return present(name) ? Optional.of(hex(name)) : Optional.empty();
  }

  List<byte[]> hexes(String name) throws Mismatch {
    List<byte[]> values = new ArrayList<>();
    for (JsonNode element : list(name)) {
      values.add(hex(name, element));
    }
    return values;
  }

  List<byte[]> optionalHexes(String name) throws Mismatch {
    return present(name) ? hexes(name) : List.of();
  }

  String text(String name) throws Mismatch {
    JsonNode value = required(name);
    if (!value.isString()) {
      throw new Mismatch("the vector's " + name + " is not text");
    }
    return value.stringValue();
  }

  String text(String name, String otherwise) {
    JsonNode value = node.get(name);
    return value != null && value.isString() ? value.stringValue() : otherwise;
  }

  int integer(String name) throws Mismatch {
    long number = number(name);
    if (number != (int) number && number >>> Integer.SIZE != 0) {
      throw new Mismatch("the vector's " + name + " is too large a number");
    }
    return (int) number;
  }

  long number(String name) throws Mismatch {
    JsonNode value = required(name);
    if (!value.isIntegralNumber()) {
      throw new Mismatch("the vector's " + name + " is not a whole number");
    }
    if (value.bigIntegerValue().bitLength() > Long.SIZE) {
      throw new Mismatch("the vector's " + name + " is too large a number");
    }
    return value.bigIntegerValue().longValue();
  }

  Fields object(String name) throws Mismatch {
    return new Fields(required(name));
  }

  List<Fields> objects(String name) throws Mismatch {
    return list(name).valueStream().map(Fields::new).toList();
  }

  List<Fields> optionalObjects(String name) throws Mismatch {
    return present(name) ? objects(name) : List.of();
  }

  List<String> texts(String name) {
    JsonNode value = node.get(name);
    return value == null
        ? List.of()
        : value.valueStream().filter(JsonNode::isString).map(JsonNode::stringValue).toList();
  }

  JsonNode required(String name) throws Mismatch {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new Mismatch("the vector has no " + name);
    }
    return value;
  }

  private JsonNode list(String name) throws Mismatch {
    JsonNode value = required(name);
    if (!value.isArray()) {
      throw new Mismatch("the vector's " + name + " is not a list");
    }
    return value;
  }

  private static byte[] hex(String name, JsonNode value) throws Mismatch {
    try {
      return HexFormat.of().parseHex(value.isString() ? value.stringValue() : "?");
    } catch (IllegalArgumentException malformed) {
      throw new Mismatch("the vector's " + name + " is not hexadecimal");
    }
  }
}

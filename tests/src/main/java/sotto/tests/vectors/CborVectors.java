package sotto.tests.vectors;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import sotto.protocol.cbor.Cbor;
import sotto.tests.vectors.Case.Mismatch;
import tools.jackson.databind.JsonNode;

/// The examples of RFC 8949, appendix A. The product reads deterministic CBOR alone, so an example
/// in any other form must be refused; the others must mean what they say and come back as they
/// were. Beside them is a list of what is no CBOR at all.
final class CborVectors {
  private CborVectors() {}

  /// A list of objects that have `hex` and nothing else: each must be refused.
  static Optional<List<Case>> malformed(VectorFile file) {
    Optional<JsonNode> list = file.json().filter(JsonNode::isArray).filter(node -> !node.isEmpty());
    if (list.isEmpty()
        || !list.get().valueStream().allMatch(item -> item.size() == 1 && item.has("hex"))) {
      return Optional.empty();
    }
    List<Case> cases = new ArrayList<>();
    for (JsonNode item : list.get()) {
      Fields vector = new Fields(item);
      cases.add(
          new Case(
              "malformed CBOR case " + cases.size(),
              () -> {
                byte[] bytes = vector.hex("hex");
                Expect.refused("what is no CBOR", () -> Cbor.decode(bytes));
              }));
    }
    return Optional.of(List.copyOf(cases));
  }

  /// The first list has the item in Base64 alone.
  private static byte[] bytes(Fields vector) throws Mismatch {
    byte[] base64;
    try {
      base64 = Base64.getDecoder().decode(vector.text("cbor"));
    } catch (IllegalArgumentException malformed) {
      throw new Mismatch("the vector's cbor is not Base64");
    }
    if (vector.has("hex")) {
      Expect.equal("the item in Base64", vector.hex("hex"), base64);
    }
    return base64;
  }

  static void check(Fields vector) throws Exception {
    byte[] bytes = bytes(vector);
    if (!vector.has("roundtrip")) {
      throw new Case.Unused("CBOR that the vector does not call deterministic or not");
    }
    if (!vector.required("roundtrip").asBoolean() || isShortSimpleValue(bytes)) {
      Expect.refused("CBOR that is not deterministic", () -> Cbor.decode(bytes));
      return;
    }
    Cbor item = Cbor.decode(bytes);
    Expect.equal("the encoding", bytes, item.encoded());
    if (vector.has("decoded")) {
      JsonNode value = vector.required("decoded");
      Expect.holds(item + " means " + value, means(item, value));
    }
    if (vector.has("diagnostic")) {
      Expect.equal("the notation", vector.text("diagnostic"), CborNotation.of(item));
    }
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      Expect.refused("CBOR cut after " + length + " bytes", () -> Cbor.decode(cut));
    }
  }

  /// The list dates from RFC 7049; RFC 8949 §3.3 made values below 32 in two bytes "not
  /// well-formed".
  private static boolean isShortSimpleValue(byte[] bytes) {
    return bytes.length == 2 && bytes[0] == (byte) 0xf8 && bytes[1] >= 0 && bytes[1] < 32;
  }

  private static boolean means(Cbor item, JsonNode value) throws Mismatch {
    return switch (item) {
      case Cbor.Unsigned number -> number(value, unsigned(number.value()));
      case Cbor.Negative number -> number(value, unsigned(number.n()).not());
      case Cbor.Text text -> value.isString() && value.stringValue().equals(text.text());
      case Cbor.Array array -> array(array.items(), value);
      case Cbor.Map map -> map(map, value);
      case Cbor.Simple simple ->
          switch (simple.value()) {
            case 20, 21 -> value.isBoolean() && value.asBoolean() == (simple.value() == 21);
            case 22 -> value.isNull();
            default -> false;
          };
      case Cbor.Floating number -> value.isNumber() && value.doubleValue() == number.value();
      case Cbor.Tag tag -> bigNumber(tag, value);
      case Cbor.ByteString _ -> false;
    };
  }

  private static boolean number(JsonNode value, BigInteger number) {
    return value.isIntegralNumber() && value.bigIntegerValue().equals(number);
  }

  static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private static boolean array(List<Cbor> items, JsonNode value) throws Mismatch {
    boolean same = value.isArray() && value.size() == items.size();
    for (int i = 0; same && i < items.size(); i++) {
      same = means(items.get(i), value.get(i));
    }
    return same;
  }

  private static boolean map(Cbor.Map map, JsonNode value) throws Mismatch {
    boolean same = value.isObject() && value.size() == map.entries().size();
    for (Cbor.Entry entry : map.entries()) {
      same =
          same
              && entry.key() instanceof Cbor.Text key
              && value.has(key.text())
              && means(entry.value(), value.get(key.text()));
    }
    return same;
  }

  /// RFC 8949 §3.4.3.
  private static boolean bigNumber(Cbor.Tag tag, JsonNode value) {
    if (!(tag.content() instanceof Cbor.ByteString digits) || tag.number() > 3) {
      return false;
    }
    BigInteger magnitude = new BigInteger(1, digits.bytes().toArray());
    return number(value, tag.number() == 2 ? magnitude : magnitude.not());
  }
}

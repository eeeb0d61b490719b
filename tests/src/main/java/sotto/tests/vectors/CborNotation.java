package sotto.tests.vectors;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.stream.Collectors;
import sotto.protocol.cbor.Cbor;

/// Diagnostic notation (RFC 8949 §8) of what the product decoded.
final class CborNotation {
  private CborNotation() {}

  static String of(Cbor item) {
    return switch (item) {
      case Cbor.Unsigned number -> Long.toUnsignedString(number.value());
      case Cbor.Negative number -> CborVectors.unsigned(number.n()).not().toString();
      case Cbor.ByteString string ->
          "h'" + HexFormat.of().formatHex(string.bytes().toArray()) + "'";
      case Cbor.Text text -> '"' + text.text().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
      case Cbor.Array array ->
          array.items().stream().map(CborNotation::of).collect(Collectors.joining(", ", "[", "]"));
      case Cbor.Map map ->
          map.entries().stream()
              .map(entry -> of(entry.key()) + ": " + of(entry.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Cbor.Tag tag -> Long.toUnsignedString(tag.number()) + "(" + of(tag.content()) + ")";
      case Cbor.Simple simple -> simple(simple.value());
      case Cbor.Floating number -> number(number.value());
    };
  }

  private static String simple(int value) {
    return switch (value) {
      case 20 -> "false";
      case 21 -> "true";
      case 22 -> "null";
      case 23 -> "undefined";
      default -> "simple(" + value + ")";
    };
  }

  private static String number(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(Double.toString(value)).toPlainString()
        : Double.toString(value);
  }
}

package sotto.protocol.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.Writer;

/// An encoding, taken apart with a word on every part.
final class Example {
  private static final int BYTES_A_LINE = 16;

  private record Part(byte[] bytes, String words) {}

  private final List<Part> parts = new ArrayList<>();

  Example part(String words, byte[] bytes) {
    parts.add(new Part(bytes, words));
    return this;
  }

  Example part(String words, Encodable value) {
    return part(words, value.encoded());
  }

  Example number(String words, int bytes, long value) {
    Writer out = new Writer().uint64(value);
    return part(words, Arrays.copyOfRange(out.toBytes(), 8 - bytes, 8));
  }

  /// As the document shows it, once the parts are exactly `whole`.
  String of(byte[] whole) {
    ByteArrayOutputStream together = new ByteArrayOutputStream();
    parts.forEach(part -> together.writeBytes(part.bytes()));
    assertThat(together.toByteArray()).isEqualTo(whole);
    StringBuilder out = new StringBuilder("```\n");
    parts.forEach(part -> append(out, part));
    return out.append("```\n").toString();
  }

  private static void append(StringBuilder out, Part part) {
    for (int from = 0; from < Math.max(1, part.bytes().length); from += BYTES_A_LINE) {
      int to = Math.min(part.bytes().length, from + BYTES_A_LINE);
      String hex = HexFormat.of().formatHex(part.bytes(), from, to);
      String line = String.format("%-32s  %s", hex, from == 0 ? part.words() : "");
      out.append(line.stripTrailing()).append('\n');
    }
  }
}

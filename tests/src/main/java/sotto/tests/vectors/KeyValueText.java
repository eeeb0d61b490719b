package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sotto.tests.vectors.Case.Mismatch;

/// The text format of NIST's CAVP, which RFC vectors are kept in too: `# comment`, `[section]`, and
/// blocks of `NAME = value` lines. A block ends where a section starts, where `COUNT` comes, or
/// where a name comes again.
record KeyValueText(String comments, List<Block> blocks) {

  /// One vector; names are in lower case.
  record Block(String section, Map<String, String> fields) {

    boolean has(String... names) {
      return Stream.of(names).allMatch(fields::containsKey);
    }

    String text(String name) throws Mismatch {
      String value = fields.get(name);
      if (value == null) {
        throw new Mismatch("the vector has no " + name);
      }
      return value;
    }

    byte[] hex(String name) throws Mismatch {
      try {
        return HexFormat.of().parseHex(text(name));
      } catch (IllegalArgumentException malformed) {
        throw new Mismatch("the vector's " + name + " is not hexadecimal");
      }
    }

    int integer(String name) throws Mismatch {
      try {
        return Integer.parseInt(text(name));
      } catch (NumberFormatException malformed) {
        throw new Mismatch("the vector's " + name + " is not a number");
      }
    }

    /// A length that the vector states, in bytes or bits, must be that of `bytes`.
    void checkLength(String name, byte[] bytes) throws Mismatch {
      if (has(name)) {
        int stated = integer(name);
        Expect.holds(
            name + " = " + stated + " is the length of " + bytes.length + " bytes",
            stated == bytes.length || stated == 8 * bytes.length);
      }
    }

    /// What the case is called in a message.
    String name(int index) {
      String count = fields.getOrDefault("count", Integer.toString(index));
      return section.isEmpty() ? "vector " + count : section + " " + count;
    }
  }

  static KeyValueText parse(String text) {
    String comments =
        text.lines().filter(line -> line.startsWith("#")).collect(Collectors.joining("\n"));
    List<Block> blocks = new ArrayList<>();
    Map<String, String> fields = new LinkedHashMap<>();
    String section = "";
    for (String line : text.lines().map(String::strip).toList()) {
      int equals = line.indexOf('=');
      boolean starts = line.startsWith("[");
      String name =
          equals < 0 || starts ? "" : line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      if (!fields.isEmpty() && (starts || name.equals("count") || fields.containsKey(name))) {
        blocks.add(new Block(section, Map.copyOf(fields)));
        fields.clear();
      }
      if (starts) {
        section = line.substring(1, line.length() - (line.endsWith("]") ? 1 : 0)).strip();
      } else if (!name.isEmpty() && !line.startsWith("#")) {
        fields.put(name, line.substring(equals + 1).strip());
      }
    }
    if (!fields.isEmpty()) {
      blocks.add(new Block(section, Map.copyOf(fields)));
    }
    return new KeyValueText(comments, List.copyOf(blocks));
  }

  /// The first block that has any of what a family looks for.
  boolean has(String... names) {
    return blocks.stream().anyMatch(block -> block.has(names));
  }
}

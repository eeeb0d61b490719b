package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// X-Wing's vectors as the draft prints them: a name, then its octets in hex on the same line or on
/// indented lines that follow. A vector ends with `ss`.
final class XWingText implements Family {
  private static final Pattern NAME =
      Pattern.compile("^\\s*(seed|sk|pk|eseed|ct|ss)(?:\\s+([0-9a-f]+))?\\s*$");
  private static final Pattern OCTETS = Pattern.compile("^\\s*([0-9a-f]+)\\s*$");
  private static final List<String> NAMES = List.of("seed", "sk", "pk", "eseed", "ct", "ss");
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    List<Case> cases = new ArrayList<>();
    Map<String, StringBuilder> fields = new LinkedHashMap<>();
    StringBuilder value = new StringBuilder();
    // A last name closes the last vector.
    for (String line : Stream.concat(file.text().orElse("").lines(), Stream.of("seed")).toList()) {
      Matcher name = NAME.matcher(line);
      Matcher octets = OCTETS.matcher(line);
      if (name.matches()) {
        if (fields.keySet().containsAll(NAMES) && fields.containsKey(name.group(1))) {
          cases.add(one(cases.size(), fields));
          fields.clear();
        }
        value = new StringBuilder(Optional.ofNullable(name.group(2)).orElse(""));
        fields.put(name.group(1), value);
      } else if (octets.matches()) {
        value.append(octets.group(1));
      }
    }
    return cases.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(cases));
  }

  private static Case one(int index, Map<String, StringBuilder> fields) {
    var vector = JSON.createObjectNode();
    fields.forEach((name, value) -> vector.put(name, value.toString()));
    return new Case("X-Wing case " + index, () -> HpkeVectors.xWing(new Fields(vector)));
  }
}

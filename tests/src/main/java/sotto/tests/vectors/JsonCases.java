package sotto.tests.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A kind of file that is a JSON array of vectors, known by the fields of its elements: one that
/// has them all tells the kind, and the others must have them too.
final class JsonCases implements Family {
  /// Runs one element of the array.
  @FunctionalInterface
  interface Element {
    void check(Fields vector) throws Exception;
  }

  private final String kind;
  private final Element element;
  private final List<String> fields;

  JsonCases(String kind, Element element, String... fields) {
    this.kind = kind;
    this.element = element;
    this.fields = List.of(fields);
  }

  @Override
  public Optional<List<Case>> recognise(VectorFile file) {
    Optional<JsonNode> array = file.json().filter(JsonNode::isArray);
    if (array.isEmpty()
        || array.get().isEmpty()
        || array.get().valueStream().noneMatch(this::matches)) {
      return Optional.empty();
    }
    List<Case> cases = new ArrayList<>();
    for (JsonNode vector : array.get()) {
      String name = kind + " case " + cases.size();
      cases.add(new Case(name, () -> element.check(new Fields(vector))));
    }
    return Optional.of(cases);
  }

  private boolean matches(JsonNode element) {
    return element.isObject() && fields.stream().allMatch(element::has);
  }
}

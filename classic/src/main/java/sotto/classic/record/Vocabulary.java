package sotto.classic.record;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import sotto.classic.part.Refusal;
import tools.jackson.databind.node.ObjectNode;

/// All record kinds that a profile's wire knows. A record is known by its `type`, or where it has
/// none by the fields it has.
public record Vocabulary(List<Layout> layouts) {

  /// A record with the layout that it was read by.
  public record Said(Layout layout, Fields fields) {
    public boolean is(Layout other) {
      return layout.name().equals(other.name());
    }
  }

  /// One field as `lab watch` shows it.
  public record Note(String field, String value, String meaning) {}

  public static Vocabulary of(Layout... layouts) {
    return new Vocabulary(List.of(layouts));
  }

  public Said read(byte[] bytes) throws Refusal {
    ObjectNode object = Json.object(bytes);
    Layout layout =
        layoutOf(object)
            .orElseThrow(() -> Refusal.refused("What arrived is no known kind of record."));
    return new Said(layout, layout.decode(object));
  }

  private Optional<Layout> layoutOf(ObjectNode object) {
    var type = object.get("type");
    if (type != null && type.isString())
      return layouts.stream().filter(l -> l.name().equals(type.stringValue())).findFirst();
    return layouts.stream().filter(l -> type == null && l.fits(object)).findFirst();
  }

  /// Each field of a record on the wire with what it means; empty when this is no record of ours.
  public List<Note> describe(byte[] bytes) {
    try {
      Said said = read(bytes);
      var notes = new ArrayList<Note>();
      for (Field field : said.layout().fields()) {
        Object value = said.fields().values().get(field.name());
        if (value != null) notes.add(new Note(field.name(), shown(field, value), field.meaning()));
      }
      return List.copyOf(notes);
    } catch (Refusal e) {
      return List.of();
    }
  }

  /// As it stands in the record.
  private static String shown(Field field, Object value) {
    if (!(value instanceof byte[] bytes)) return value.toString();
    return field.encoding() == Field.Encoding.BASE64
        ? Base64.getEncoder().encodeToString(bytes)
        : HexFormat.of().formatHex(bytes);
  }
}

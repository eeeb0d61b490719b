package sotto.classic.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import sotto.classic.part.Refusal;
import tools.jackson.databind.node.ObjectNode;

/// Every field of every record kind: missing, null, of the wrong type, too long, not UTF-8, cut.
/// Each is one sentence.
class RecordFaultsTest {
  static final List<Layout> LAYOUTS = layouts();

  private static List<Layout> layouts() {
    var all = new ArrayList<>(RelayRecords.PHONE_VOCABULARY.layouts());
    all.add(RelayRecords.SIGNED_MESSAGE);
    all.addAll(ChallengeRecords.VOCABULARY.layouts());
    all.addAll(FolderRecords.VOCABULARY.layouts());
    return all;
  }

  /// A record with every field, each as long as it may be.
  private static Fields full(Layout layout) {
    Fields fields = Fields.none();
    for (Field field : layout.fields()) fields = fields.with(field.name(), value(field, layout));
    return fields;
  }

  private static Object value(Field field, Layout layout) {
    return switch (field.encoding()) {
      case TEXT -> field.name().equals("type") ? layout.name() : "x".repeat(field.max());
      case HEX, BASE64 -> new byte[field.max()];
      case NUMBER -> 7L;
      case FLAG -> true;
      case TABLE -> Map.of("somebody", full(layout.entries().orElseThrow()));
    };
  }

  private static void set(ObjectNode object, String name, tools.jackson.databind.JsonNode value) {
    int dot = name.indexOf('.');
    if (dot < 0) object.set(name, value);
    else object.withObject("/" + name.substring(0, dot)).set(name.substring(dot + 1), value);
  }

  private static void remove(ObjectNode object, String name) {
    int dot = name.indexOf('.');
    if (dot < 0) object.remove(name);
    else object.withObject("/" + name.substring(0, dot)).remove(name.substring(dot + 1));
  }

  private static void refused(Layout layout, ObjectNode object, Field field) {
    assertThatThrownBy(() -> layout.decode(object))
        .as("%s.%s of %s", layout.name(), field.name(), object)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("field " + field.name())
        .hasMessageEndingWith(".");
  }

  @ParameterizedTest
  @FieldSource("LAYOUTS")
  void aFullRecordComesBackAsItWas(Layout layout) throws Refusal {
    byte[] bytes = layout.encode(full(layout));
    assertThat(layout.encode(layout.decode(bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @FieldSource("LAYOUTS")
  void aMissingFieldIsRefused(Layout layout) {
    for (Field field : layout.fields()) {
      if (field.need() == Field.Need.OPTIONAL) continue;
      ObjectNode object = layout.toJson(full(layout));
      remove(object, field.name());
      refused(layout, object, field);
    }
  }

  @ParameterizedTest
  @FieldSource("LAYOUTS")
  void nullAndEveryWrongTypeIsRefused(Layout layout) throws Refusal {
    for (Field field : layout.fields())
      for (String wrong :
          List.of(
              "null",
              "[]",
              "{\"a\":{}}",
              "1.5",
              "99999999999999999999",
              "\"\"",
              "[[1]]",
              "\"ü\"")) {
        if (field.encoding() == Field.Encoding.TEXT && wrong.equals("\"ü\"")) continue;
        if (field.encoding() == Field.Encoding.TABLE && wrong.startsWith("{")) continue;
        ObjectNode object = layout.toJson(full(layout));
        set(object, field.name(), Json.read(wrong.getBytes(StandardCharsets.UTF_8)));
        refused(layout, object, field);
      }
  }

  @ParameterizedTest
  @FieldSource("LAYOUTS")
  void aFieldThatIsTooLongIsRefused(Layout layout) throws Refusal {
    for (Field field : layout.fields()) {
      int longer =
          field.encoding() == Field.Encoding.HEX ? 2 * field.max() + 2 : 2 * field.max() + 8;
      if (field.max() == 0 || field.encoding() == Field.Encoding.TABLE) continue;
      ObjectNode object = layout.toJson(full(layout));
      set(
          object,
          field.name(),
          Json.read(("\"" + "0".repeat(longer) + "\"").getBytes(StandardCharsets.UTF_8)));
      refused(layout, object, field);
    }
  }

  @ParameterizedTest
  @FieldSource("LAYOUTS")
  void everyTruncationIsRefused(Layout layout) {
    byte[] whole = layout.encode(full(layout));
    for (int length = 0; length < whole.length; length += 1 + length / 64) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> layout.decode(cut)).isInstanceOf(Refusal.class);
    }
  }

  @ParameterizedTest
  @FieldSource("LAYOUTS")
  void whatIsNotUtf8OrFollowedBySomethingIsRefused(Layout layout) {
    byte[] whole = layout.encode(full(layout));
    byte[] notText = whole.clone();
    notText[whole.length / 2] = (byte) 0xff;
    assertThatThrownBy(() -> layout.decode(notText)).hasMessage("What arrived is not UTF-8 text.");
    byte[] more = Arrays.copyOf(whole, whole.length + 1);
    more[whole.length] = '}';
    assertThatThrownBy(() -> layout.decode(more)).hasMessage("What arrived is not a JSON object.");
  }

  @ParameterizedTest
  @FieldSource("LAYOUTS")
  void everyFieldIsExplained(Layout layout) {
    assertThat(layout.fields()).allSatisfy(f -> assertThat(f.meaning()).isNotBlank());
    var notes = new Vocabulary(List.of(layout)).describe(layout.encode(full(layout)));
    assertThat(notes).hasSameSizeAs(layout.fields());
  }
}

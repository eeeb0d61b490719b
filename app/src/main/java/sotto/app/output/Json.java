package sotto.app.output;

import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// One JSON object on one line. Everything beyond ASCII is escaped, so that a line is the same in
/// every encoding and can do nothing to a terminal.
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Map<String, Object> fields = new LinkedHashMap<>();

  private Json() {}

  public static Json event(String name) {
    return new Json().put("event", name);
  }

  public static Json object() {
    return new Json();
  }

  public Json put(String key, String value) {
    fields.put(key, value);
    return this;
  }

  public Json put(String key, long value) {
    fields.put(key, value);
    return this;
  }

  public Json put(String key, boolean value) {
    fields.put(key, value);
    return this;
  }

  /// RFC 3339 in UTC, to the millisecond.
  public Json put(String key, Instant value) {
    return put(key, value.truncatedTo(ChronoUnit.MILLIS).toString());
  }

  /// Left out when empty.
  public Json put(String key, Optional<String> value) {
    value.ifPresent(present -> fields.put(key, present));
    return this;
  }

  public Json put(String key, List<String> values) {
    fields.put(key, values);
    return this;
  }

  public Json put(String key, Json value) {
    fields.put(key, value);
    return this;
  }

  public Json putAll(String key, List<Json> values) {
    fields.put(key, values);
    return this;
  }

  @Override
  public String toString() {
    var text = new StringWriter();
    try (JsonGenerator to = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(to, this);
    }
    return text.toString();
  }

  private static void write(JsonGenerator to, Object value) {
    switch (value) {
      case Json object -> {
        to.writeStartObject();
        object.fields.forEach((key, field) -> {
          to.writeName(key);
          write(to, field);
        });
        to.writeEndObject();
      }
      case List<?> list -> {
        to.writeStartArray();
        list.forEach(item -> write(to, item));
        to.writeEndArray();
      }
      case Long number -> to.writeNumber(number);
      case Boolean truth -> to.writeBoolean(truth);
      default -> to.writeString(value.toString());
    }
  }
}

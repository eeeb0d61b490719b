package sotto.classic.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sotto.classic.part.Refusal;

/// The values of a record by name: String, byte[], Long, Boolean, or for a table Map<String,
/// Fields>. Immutable.
public record Fields(Map<String, Object> values) {

  public Fields {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public static Fields none() {
    return new Fields(Map.of());
  }

  public static Fields of(String name, Object value) {
    return none().with(name, value);
  }

  public Fields with(String name, Object value) {
    var more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Fields(more);
  }

  /// Nothing is added when the value is empty.
  public Fields withBytes(String name, byte[] value) {
    return value.length == 0 ? this : with(name, value);
  }

  public String text(String name) throws Refusal {
    return value(name, String.class);
  }

  public byte[] bytes(String name) throws Refusal {
    return value(name, byte[].class);
  }

  /// An optional field that is absent is no bytes.
  public byte[] bytesOrNone(String name) {
    return values.get(name) instanceof byte[] bytes ? bytes : new byte[0];
  }

  public long number(String name) throws Refusal {
    return value(name, Long.class);
  }

  public boolean flag(String name) throws Refusal {
    return value(name, Boolean.class);
  }

  public Optional<String> maybeText(String name) {
    return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  @SuppressWarnings("unchecked") // A table is only ever put in by Layout, with these types.
  public Map<String, Fields> table(String name) throws Refusal {
    return value(name, Map.class);
  }

  private <T> T value(String name, Class<T> type) throws Refusal {
    Object value = values.get(name);
    if (!type.isInstance(value)) throw Refusal.refused("The field " + name + " is missing.");
    return type.cast(value);
  }
}

package sotto.protocol.limits;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.wire.Fields;

/// The server's limits as data.
///
/// ```
/// struct { uint16 id; uint64 value; } PolicyItem;
/// struct { PolicyItem items<V>; } Policy;           // rising ids
/// ```
public record Policy(Map<Limit, Long> values) implements Encodable {
  public static final Policy NORMAL = new Policy(Map.of());

  /// Limits that `values` leaves out have their normal value.
  public Policy {
    EnumMap<Limit, Long> all = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      long value = values.getOrDefault(limit, limit.normal());
      if (value < 0) {
        throw new IllegalArgumentException(limit + " is negative");
      }
      all.put(limit, value);
    }
    values = Collections.unmodifiableMap(all);
  }

  public long of(Limit limit) {
    return values.getOrDefault(limit, limit.normal());
  }

  public Policy with(Limit limit, long value) {
    EnumMap<Limit, Long> changed = new EnumMap<>(values);
    changed.put(limit, value);
    return new Policy(changed);
  }

  @Override
  public void encode(Writer out) {
    Writer items = new Writer();
    values.forEach((limit, value) -> items.uint16(limit.id()).uint64(value));
    out.opaque(items.toBytes());
  }

  public static Policy decode(Reader in) throws MlsException {
    Map<Limit, Long> values = new EnumMap<>(Limit.class);
    int[] last = {-1};
    Fields.list(
        in,
        Limits.MAX_POLICY_ITEMS,
        item -> {
          int id = item.uint16();
          long value = Fields.count(item);
          if (id <= last[0]) {
            throw new MlsException("The ids of a policy do not rise.");
          }
          last[0] = id;
          Limit.ofId(id).ifPresent(limit -> values.put(limit, value));
          return id;
        });
    return new Policy(values);
  }
}

package sotto.protocol.document;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import sotto.protocol.frame.ClientFrame;
import sotto.protocol.frame.ErrorCode;
import sotto.protocol.frame.ServerFrame;
import sotto.protocol.identity.Label;
import sotto.protocol.limits.Limit;
import sotto.protocol.limits.Limits;

/// The parts of `docs/protocol.md` that are made from the code, by name.
final class DocumentBlocks {
  private DocumentBlocks() {}

  static Map<String, String> all() throws Exception {
    Map<String, String> blocks = new LinkedHashMap<>(WorkedExample.blocks());
    blocks.put("labels", labels());
    blocks.put("frames", frames());
    blocks.put("errors", errors());
    blocks.put("policy", policy());
    blocks.put("limits", limits());
    return blocks;
  }

  private static String labels() {
    StringBuilder out = new StringBuilder("| label | constant |\n|---|---|\n");
    for (Label label : Label.values()) {
      out.append("| `").append(label.text()).append("` | ").append(label).append(" |\n");
    }
    return out.toString();
  }

  private static String frames() throws Exception {
    StringBuilder out = new StringBuilder("| type | frame | from |\n|---|---|---|\n");
    for (var frame : WorkedExample.frames()) {
      String from = frame instanceof ClientFrame ? "client" : "server";
      int type =
          switch (frame) {
            case ClientFrame client -> client.type();
            case ServerFrame server -> server.type();
            default -> throw new IllegalStateException("not a frame: " + frame);
          };
      String name = frame.getClass().getSimpleName();
      out.append(String.format("| %d | `%s` | %s |%n", type, name, from));
    }
    return out.toString();
  }

  private static String errors() {
    StringBuilder out = new StringBuilder("| code | name | sentence |\n|---|---|---|\n");
    for (ErrorCode code : ErrorCode.values()) {
      out.append(String.format("| %d | %s | %s |%n", code.number(), code, code.sentence()));
    }
    return out.toString();
  }

  private static String policy() {
    StringBuilder out = new StringBuilder("| id | limit | unless set |\n|---|---|---|\n");
    for (Limit limit : Limit.values()) {
      out.append(String.format("| %d | %s | %s |%n", limit.id(), limit, number(limit.normal())));
    }
    return out.toString();
  }

  private static String limits() throws Exception {
    StringBuilder out = new StringBuilder("| limit | value |\n|---|---|\n");
    for (Field field : Limits.class.getFields()) {
      Object value = field.get(null);
      String text =
          value instanceof Duration duration
              ? duration.toString().substring(1).replace("T", "").toLowerCase(Locale.ROOT)
              : number(((Number) value).longValue());
      out.append(String.format("| %s | %s |%n", field.getName(), text));
    }
    return out.toString();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

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
    blocks.putAll(WorkedGroup.blocks());
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
    StringBuilder out =
        new StringBuilder("| type | frame | from | answered by |\n|---|---|---|---|\n");
    for (Object frame : WorkedExample.frames()) {
      String row =
          switch (frame) {
            case ClientFrame client ->
                String.format(
                    "| %d | `%s` | client | %s |%n", client.type(), name(frame), answer(client));
            case ServerFrame server ->
                String.format("| %d | `%s` | server | |%n", server.type(), name(frame));
            default -> throw new IllegalStateException("not a frame: " + frame);
          };
      out.append(row);
    }
    return out.toString();
  }

  private static String name(Object frame) {
    return frame.getClass().getSimpleName();
  }

  /// Instead of any of these, and of nothing, there may be `Failed`.
  private static String answer(ClientFrame frame) {
    return switch (frame) {
      case ClientFrame.Hello _ -> "`ServerProof`";
      case ClientFrame.Login _ -> "`LoggedIn`";
      case ClientFrame.RequestCode _ -> "`CodeSent`";
      case ClientFrame.Register _ -> "`Registered`";
      case ClientFrame.PublishKeyPackages _ -> "`Stock`";
      case ClientFrame.Lookup _ -> "`Answer`";
      case ClientFrame.ReplaceClientList _ -> "`ListReplaced`";
      case ClientFrame.Submit _ -> "`Judged`";
      case ClientFrame.Acknowledge _ -> "nothing";
      case ClientFrame.ShowTo _ -> "nothing";
      case ClientFrame.PutBlob _ -> "`BlobProgress`";
      case ClientFrame.GetBlob _ -> "`BlobChunk`";
      case ClientFrame.GetPolicy _ -> "`CurrentPolicy`";
    };
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

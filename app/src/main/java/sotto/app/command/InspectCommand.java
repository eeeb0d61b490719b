package sotto.app.command;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.app.output.Shown;
import sotto.app.output.Width;
import sotto.client.ClientException;
import sotto.client.Inspection;
import sotto.client.MessageId;

@Command(
    name = "inspect",
    description =
        "Shows one message from the inside: sizes, epoch, generation, suite, key exchange, what the server saw.",
    footer = {"", "Example: ./sotto inspect MESSAGE-ID"})
final class InspectCommand implements Callable<Integer> {
  private static final int DUMPED = 64;
  private static final int PER_LINE = 16;

  private final Sotto sotto;

  @Parameters(
      paramLabel = "MESSAGE-ID",
      description = "As send, receive --json or history --json print it.")
  private String id = "";

  InspectCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException {
    var wanted = MessageId.parse(id);
    try (var client = sotto.open()) {
      var inspection = client.inspect(wanted);
      var output = sotto.output();
      if (output.format() == Output.Format.JSON) {
        output.print(json(inspection), () -> "");
      } else {
        text(output, inspection);
      }
    }
    return 0;
  }

  private static void text(Output output, Inspection inspection) {
    var style = output.style();
    output.text(style.bold("message " + inspection.id().hex()));
    int widest = inspection.facts().keySet().stream().mapToInt(Width::of).max().orElse(0);
    inspection
        .facts()
        .forEach((label, value) ->
            output.text(
                "  "
                    + style.faint(Width.pad(Shown.line(label), widest))
                    + "  "
                    + Shown.line(value)));
    byte[] bytes = inspection.ciphertext();
    if (bytes.length > 0) {
      output.text("");
      output.text(style.faint("  the ciphertext, %d bytes, begins".formatted(bytes.length)));
      dump(bytes).forEach(output::text);
    }
  }

  private static List<String> dump(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < Math.min(bytes.length, DUMPED); at += PER_LINE) {
      int end = Math.min(at + PER_LINE, bytes.length);
      lines.add("  %04x  %s".formatted(at, HexFormat.ofDelimiter(" ").formatHex(bytes, at, end)));
    }
    return lines;
  }

  private static Json json(Inspection inspection) {
    var facts = Json.object();
    inspection.facts().forEach(facts::put);
    return Json.event("inspection")
        .put("id", inspection.id().hex())
        .put("facts", facts)
        .put("ciphertext", HexFormat.of().formatHex(inspection.ciphertext()));
  }
}

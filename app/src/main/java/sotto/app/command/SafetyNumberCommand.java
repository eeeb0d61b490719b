package sotto.app.command;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.app.output.Output;
import sotto.app.output.QrCode;
import sotto.app.output.Shown;
import sotto.client.ClientException;
import sotto.client.SafetyNumber;

@Command(
    name = "safety-number",
    description = "Prints 60 digits made from both account keys; both sides see the same.",
    footer = {"", "Example: ./sotto safety-number bob --qr"})
final class SafetyNumberCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Parameters(paramLabel = "NAME", description = "An address, or an account on your server.")
  private String name = "";

  @Option(names = "--qr", description = "Also as a QR code.")
  private boolean qr;

  SafetyNumberCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException {
    try (var client = sotto.open()) {
      var number = client.safetyNumber(name);
      var output = sotto.output();
      if (output.format() == Output.Format.JSON) {
        output.print(json(number), () -> "");
      } else {
        text(output, number);
      }
    }
    return 0;
  }

  private void text(Output output, SafetyNumber number) {
    output.text(
        "%s and %s (%s)"
            .formatted(
                Shown.line(number.mine()),
                Shown.line(number.theirs()),
                ConversationsCommand.lower(number.trust())));
    var groups = number.grouped().split(" ");
    for (int at = 0; at < groups.length; at += 4) {
      output.text(
          "  " + String.join(" ", Arrays.copyOfRange(groups, at, Math.min(at + 4, groups.length))));
    }
    if (qr) {
      QrCode.lines(number.qrText(), output.style()).forEach(output::text);
    }
    output.text(
        "If both of you see the same, say so with: sotto trust " + Shown.line(number.theirs()));
  }

  private Json json(SafetyNumber number) {
    return Json.event("safety-number")
        .put("address", number.theirs())
        .put("digits", number.digits())
        .put("trust", ConversationsCommand.lower(number.trust()))
        .put("qr", qr ? Optional.of(number.qrText()) : Optional.empty());
  }
}

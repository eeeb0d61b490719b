package sotto.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.app.output.TrustText;
import sotto.client.ClientException;
import sotto.client.Trusted;

@Command(
    name = "trust",
    description = "Marks a contact's key as verified, or accepts a changed one.",
    footer = {"", "Example: ./sotto trust bob"})
final class TrustCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Parameters(paramLabel = "NAME", description = "An address, or an account on your server.")
  private String name = "";

  TrustCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException {
    try (var client = sotto.open()) {
      var address = client.safetyNumber(name).theirs();
      var done = client.trust(name);
      sotto
          .output()
          .print(
              Json.event("trusted")
                  .put("address", address)
                  .put("addedAgain", done == Trusted.ADDED_AGAIN),
              () -> TrustText.of(done, address));
    }
    return 0;
  }
}

package sotto.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.app.output.Shown;
import sotto.client.ClientException;

@Command(
    name = "move",
    description =
        "Says where to connect from now on, when the server has moved to another host or port.",
    footer = {"", "Example: ./sotto move sotto://127.0.0.1:7668/#FINGERPRINT"})
final class MoveCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Parameters(
      paramLabel = "LINK",
      description = "Any link of the same server, from its operator; its token is not used.")
  private String link = "";

  MoveCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException {
    try (var client = sotto.open()) {
      String server = client.move(link);
      sotto
          .output()
          .print(
              Json.event("moved").put("server", server),
              () -> "Connects to " + Shown.line(server) + " from now on.");
    }
    return 0;
  }
}

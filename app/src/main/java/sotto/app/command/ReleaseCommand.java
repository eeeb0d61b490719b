package sotto.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.server.Accounts;
import sotto.server.ServerException;

@Command(
    name = "release",
    description =
        "Ends an account of this server for good: what waits for it is dropped, its contacts are"
            + " warned, and the name can be registered by somebody else. Works while the server"
            + " runs.",
    footer = {"", "Example: ./sotto release bob"})
final class ReleaseCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Mixin private final DataOption data = new DataOption();

  @Parameters(
      paramLabel = "ADDRESS",
      description = "The account's address, or its name on this server.")
  private String account = "";

  ReleaseCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ServerException {
    String address = Accounts.release(data.folder(sotto), account);
    sotto
        .output()
        .print(Json.event("released").put("address", address), () -> "Released " + address + ".");
    return 0;
  }
}

package sotto.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.client.Client;
import sotto.client.ClientException;

@Command(
    name = "verify",
    description = "Completes a registration with the six-digit code that was sent.",
    footer = {"", "Example: ./sotto verify 123456"})
final class VerifyCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Parameters(paramLabel = "CODE", description = "Six digits.")
  private String code = "";

  VerifyCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException {
    String digits = code.replaceAll("[\\s-]", "");
    if (!digits.matches("[0-9]{6}")) {
      throw new ClientException.Usage("A code is six digits; look again at the one that was sent.");
    }
    try (var client = Client.verify(sotto.profileFolder(), sotto.unlock(), digits)) {
      RegisterCommand.registered(sotto, client);
    }
    return 0;
  }
}

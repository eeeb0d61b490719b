package sotto.app.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.client.ClientException;
import sotto.server.Invites;
import sotto.server.ServerException;

@Command(
    name = "invite",
    description = "Prints an invite link. Works while the server runs.",
    footer = {"", "Example: ./sotto invite --uses 5 --expires 7d"})
final class InviteCommand implements Callable<Integer> {
  private static final int MOST_USES = 100_000;

  private final Sotto sotto;

  @Mixin private final DataOption data = new DataOption();

  @Option(
      names = "--uses",
      paramLabel = "N",
      description = "How many accounts it registers. Default: 1.")
  private int uses = 1;

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      converter = Durations.class,
      description = "How long it lasts, such as 30m, 24h or 7d. Default: 7d.")
  private Duration expires = Duration.ofDays(7);

  InviteCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ServerException, ClientException {
    if (uses < 1 || uses > MOST_USES) {
      throw new ClientException.Usage("--uses takes a number from 1 to 100000.");
    }
    String link = Invites.create(data.folder(sotto), uses, expires);
    sotto.output().print(Json.event("invite").put("link", link), () -> link);
    return 0;
  }
}

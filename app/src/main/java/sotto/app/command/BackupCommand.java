package sotto.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sotto.app.Sotto;
import sotto.app.output.Json;
import sotto.app.output.Shown;
import sotto.client.Client;
import sotto.client.Client.ProfileKind;
import sotto.client.ClientException;

@Command(
    name = "backup",
    description =
        "Copies the profile, with its keys and history, into a new folder, for the day on which"
            + " this device is lost. Go on with it then by --profile; the passphrase is the same.",
    footer = {"", "Example: ./sotto backup /media/stick/sotto-alice"})
final class BackupCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Parameters(paramLabel = "DIR", description = "The folder to make; it must not exist yet.")
  private Path folder = Path.of("");

  BackupCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ClientException {
    Client.backup(sotto.profileFolder(), folder);
    boolean sealed = Client.profileKind(folder) == ProfileKind.WITH_PASSPHRASE;
    sotto
        .output()
        .print(
            Json.event("backup").put("folder", folder.toAbsolutePath().toString()),
            () ->
                "Copied to "
                    + Shown.line(folder.toString())
                    + (sealed
                        ? ". It opens with this profile's passphrase only."
                        : ". It has no passphrase: whoever can read it can read and write as you."));
    return 0;
  }
}

package sotto.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import sotto.app.output.Output;
import sotto.app.output.Style;
import sotto.app.profile.Passphrases;
import sotto.app.profile.Places;
import sotto.client.Client;
import sotto.client.ClientException;
import sotto.client.Unlock;

/// The root command, and what all commands share: the common options, the output, the open profile.
@Command(
    name = "sotto",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class Sotto implements Runnable {
  private final Surroundings around;
  private @Nullable CommandSpec spec;
  private @Nullable Path profile;
  private @Nullable Path passphraseFile;
  private boolean json;
  private boolean noColor;

  Sotto(Surroundings around) {
    this.around = around;
  }

  @Spec
  void spec(CommandSpec spec) {
    this.spec = spec;
  }

  @Option(
      names = "--profile",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The profile to use; the platform's data folder if not given.")
  void profile(Path profile) {
    this.profile = profile;
  }

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Read the profile's passphrase from a file instead of asking for it.")
  void passphraseFile(Path file) {
    this.passphraseFile = file;
  }

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON object per line and nothing else.")
  void json(boolean json) {
    this.json = json;
  }

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "No colours (as with NO_COLOR).")
  void noColor(boolean noColor) {
    this.noColor = noColor;
  }

  public Surroundings around() {
    return around;
  }

  /// How long a command waits for the server before it gives up.
  public Duration patience() {
    return around.patience();
  }

  public Output output() {
    return new Output(
        around.out(), around.err(), json ? Output.Format.JSON : Output.Format.TEXT, style());
  }

  public Style style() {
    boolean coloured =
        !noColor
            && !json
            && around.screen() == Surroundings.Screen.TERMINAL
            && around.variable("NO_COLOR").isEmpty()
            && !"dumb".equals(around.variable("TERM").orElse(""));
    return coloured ? Style.COLOURED : Style.PLAIN;
  }

  public Path profileFolder() {
    return profile != null ? profile : Places.profile(around);
  }

  public Optional<Path> passphraseFile() {
    return Optional.ofNullable(passphraseFile);
  }

  /// What opens the profile that is there.
  public Unlock unlock() throws ClientException {
    return switch (Client.profileKind(profileFolder())) {
      case NONE ->
          throw new ClientException.Local(
              Files.isDirectory(profileFolder()) && !Files.isExecutable(profileFolder())
                  ? "The profile in %s may not be read by you; check its owner and mode."
                      .formatted(profileFolder())
                  : "There is no profile in %s; make one with: sotto register LINK --as NAME"
                      .formatted(profileFolder()));
      case WITH_PASSPHRASE -> Passphrases.existing(around, passphraseFile());
      case WITH_KEY_FILE -> new Unlock.KeyFile();
    };
  }

  /// The profile, open and not connected.
  public Client open() throws ClientException {
    Unlock unlock = unlock();
    try {
      return Client.open(profileFolder(), unlock);
    } finally {
      if (unlock instanceof Unlock.Passphrase passphrase) {
        passphrase.close();
      }
    }
  }

  /// Without a command: what there is.
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Name a command, for example ./sotto demo");
    }
  }
}

package sotto.app.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sotto.app.Sotto;
import sotto.app.Trouble;
import sotto.protocol.limits.Limit;
import sotto.server.Registration;
import sotto.server.Server;
import sotto.server.ServerException;
import sotto.server.ServerSettings;

@Command(
    name = "serve",
    description =
        "Runs the server. Prints invites and links first, then `ready HOST:PORT FINGERPRINT`.",
    footer = {"", "Example: ./sotto serve --listen 127.0.0.1:7667 --name example.org"})
final class ServeCommand implements Callable<Integer> {
  private final Sotto sotto;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final DataOption data = new DataOption();
  @Mixin private final LimitOption limits = new LimitOption();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to listen; port 0 picks one and keeps it. Default: 127.0.0.1:7667.")
  private @Nullable String listen;

  @Option(
      names = "--public",
      paramLabel = "HOST[:PORT]",
      description = "How clients reach the server, when that is not where it listens.")
  private @Nullable String reachedAt;

  @Option(
      names = "--name",
      description =
          "The host of addresses, fixed at the first start. Default: the --public host, else localhost.")
  private @Nullable String name;

  @Option(
      names = "--register",
      paramLabel = "code|open",
      description = "Also register by six-digit code, or anybody. An invite always works.")
  private @Nullable String register;

  @Option(names = "--max-accounts", paramLabel = "N", description = "No more accounts than this.")
  private int maxAccounts = ServerSettings.DEFAULT_MAX_ACCOUNTS;

  @Option(
      names = "--code-command",
      paramLabel = "CMD",
      description =
          "Sends codes: gets one line `ADDRESS CODE` on its standard input. Without it codes are printed.")
  private @Nullable String codeCommand;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "A certificate chain (PEM) instead of a self-made one.")
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The certificate's private key (PEM, PKCS #8).")
  private @Nullable Path key;

  ServeCommand(Sotto sotto) {
    this.sotto = sotto;
  }

  @Override
  public Integer call() throws ServerException {
    var settings = settings();
    var end = new CompletableFuture<Optional<String>>();
    Signals.register("TERM", () -> end.complete(Optional.empty()));
    Signals.register("INT", () -> end.complete(Optional.empty()));
    try (var _ = Server.start(settings, new ServeOutput(sotto.output(), end))) {
      return exitCode(end.get());
    } catch (InterruptedException e) {
      return 0;
    } catch (ExecutionException e) {
      throw new ServerException(String.valueOf(e.getMessage()), e);
    }
  }

  private int exitCode(Optional<String> failure) {
    failure.ifPresent(sentence -> sotto.output().remark("sotto: " + sentence));
    return failure.isPresent() ? Trouble.FAILED_HERE : 0;
  }

  private ServerSettings settings() {
    var address = address();
    if ((certificate == null) != (key == null)) {
      throw new ParameterException(line(), "--certificate and --key go together");
    }
    if (maxAccounts < 1) {
      throw wrong("--max-accounts", String.valueOf(maxAccounts));
    }
    return new ServerSettings(
        data.folder(sotto),
        address.host(),
        address.port(),
        Optional.ofNullable(reachedAt),
        Optional.ofNullable(name),
        registration(),
        limits.of(Limit.ACCOUNTS).map(Long::intValue).orElse(maxAccounts),
        Optional.ofNullable(codeCommand),
        Optional.ofNullable(certificate),
        Optional.ofNullable(key),
        limits.policy());
  }

  private Registration registration() {
    return switch (register == null ? "" : register.toLowerCase(Locale.ROOT)) {
      case "" -> Registration.INVITE;
      case "code" -> Registration.CODE;
      case "open" -> Registration.OPEN;
      default ->
          throw new ParameterException(
              line(), "--register takes code or open, not '%s'".formatted(register));
    };
  }

  private HostPort address() {
    if (listen == null) {
      return HostPort.DEFAULT;
    }
    String given = listen;
    return HostPort.parse(given).orElseThrow(() -> wrong("--listen", given));
  }

  private ParameterException wrong(String option, String value) {
    return new ParameterException(line(), "Invalid value for " + option + ": " + value);
  }

  private picocli.CommandLine line() {
    return Objects.requireNonNull(spec).commandLine();
  }
}

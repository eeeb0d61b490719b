package sotto.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import sotto.protocol.limits.Policy;

/// What the operator chose for one start of the server.
///
/// @param port 0 takes the port of the last start of this data folder, or a free one and keeps it
/// @param publicAddress `HOST[:PORT]` as clients reach it, when that is not where it listens
/// @param name the `host` of addresses; counts at the first start only, and never changes after it
/// @param codeCommand gets one line `ADDRESS CODE` on its standard input for each code
/// @param certificate the operator's own certificate chain (PEM) instead of a self-made one
/// @param certificateKey its private key (PEM, PKCS#8)
/// @param policy every limit that members can read
public record ServerSettings(
    Path data,
    String host,
    int port,
    Optional<String> publicAddress,
    Optional<String> name,
    Registration registration,
    int maxAccounts,
    Optional<String> codeCommand,
    Optional<Path> certificate,
    Optional<Path> certificateKey,
    Policy policy) {

  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 7667;
  public static final int DEFAULT_MAX_ACCOUNTS = 10_000;

  /// With every limit at its normal value.
  public ServerSettings(
      Path data,
      String host,
      int port,
      Optional<String> publicAddress,
      Optional<String> name,
      Registration registration,
      int maxAccounts,
      Optional<String> codeCommand,
      Optional<Path> certificate,
      Optional<Path> certificateKey) {
    this(
        data,
        host,
        port,
        publicAddress,
        name,
        registration,
        maxAccounts,
        codeCommand,
        certificate,
        certificateKey,
        Policy.NORMAL);
  }

  /// A server by invitation, at the default address.
  public static ServerSettings of(Path data) {
    return new ServerSettings(
        data,
        DEFAULT_HOST,
        DEFAULT_PORT,
        Optional.empty(),
        Optional.empty(),
        Registration.INVITE,
        DEFAULT_MAX_ACCOUNTS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Policy.NORMAL);
  }

  public ServerSettings listening(String host, int port) {
    return changed(draft -> {
      draft.host = host;
      draft.port = port;
    });
  }

  public ServerSettings reachedAt(String address) {
    return changed(draft -> draft.publicAddress = Optional.of(address));
  }

  public ServerSettings named(String name) {
    return changed(draft -> draft.name = Optional.of(name));
  }

  public ServerSettings registering(Registration mode, int maxAccounts) {
    return changed(draft -> {
      draft.registration = mode;
      draft.maxAccounts = maxAccounts;
    });
  }

  public ServerSettings sendingCodesThrough(String command) {
    return changed(draft -> draft.codeCommand = Optional.of(command));
  }

  public ServerSettings certifiedBy(Path certificate, Path key) {
    return changed(draft -> {
      draft.certificate = Optional.of(certificate);
      draft.certificateKey = Optional.of(key);
    });
  }

  public ServerSettings limitedBy(Policy limits) {
    return changed(draft -> draft.policy = limits);
  }

  private ServerSettings changed(Consumer<Draft> by) {
    Draft draft = new Draft(this);
    by.accept(draft);
    return draft.settings();
  }

  /// The parts of the next settings while some are exchanged; lives as long as that takes.
  private static final class Draft {
    final Path data;
    String host;
    int port;
    Optional<String> publicAddress;
    Optional<String> name;
    Registration registration;
    int maxAccounts;
    Optional<String> codeCommand;
    Optional<Path> certificate;
    Optional<Path> certificateKey;
    Policy policy;

    Draft(ServerSettings from) {
      data = from.data;
      host = from.host;
      port = from.port;
      publicAddress = from.publicAddress;
      name = from.name;
      registration = from.registration;
      maxAccounts = from.maxAccounts;
      codeCommand = from.codeCommand;
      certificate = from.certificate;
      certificateKey = from.certificateKey;
      policy = from.policy;
    }

    ServerSettings settings() {
      return new ServerSettings(
          data,
          host,
          port,
          publicAddress,
          name,
          registration,
          maxAccounts,
          codeCommand,
          certificate,
          certificateKey,
          policy);
    }
  }
}

package sotto.server;

import java.nio.file.Path;
import java.util.Optional;
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

  public ServerSettings reachedAt(String address) {
    return new ServerSettings(
        data,
        host,
        port,
        Optional.of(address),
        name,
        registration,
        maxAccounts,
        codeCommand,
        certificate,
        certificateKey,
        policy);
  }

  public ServerSettings named(String name) {
    return new ServerSettings(
        data,
        host,
        port,
        publicAddress,
        Optional.of(name),
        registration,
        maxAccounts,
        codeCommand,
        certificate,
        certificateKey,
        policy);
  }

  public ServerSettings registering(Registration mode, int maxAccounts) {
    return new ServerSettings(
        data,
        host,
        port,
        publicAddress,
        name,
        mode,
        maxAccounts,
        codeCommand,
        certificate,
        certificateKey,
        policy);
  }

  public ServerSettings sendingCodesThrough(String command) {
    return new ServerSettings(
        data,
        host,
        port,
        publicAddress,
        name,
        registration,
        maxAccounts,
        Optional.of(command),
        certificate,
        certificateKey,
        policy);
  }

  public ServerSettings certifiedBy(Path certificate, Path key) {
    return new ServerSettings(
        data,
        host,
        port,
        publicAddress,
        name,
        registration,
        maxAccounts,
        codeCommand,
        Optional.of(certificate),
        Optional.of(key),
        policy);
  }

  public ServerSettings limitedBy(Policy limits) {
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
        limits);
  }
}

package sotto.app.command;

import java.util.Optional;
import sotto.server.ServerSettings;

/// `HOST:PORT`, with brackets around an IPv6 address.
record HostPort(String host, int port) {
  static final HostPort DEFAULT =
      new HostPort(ServerSettings.DEFAULT_HOST, ServerSettings.DEFAULT_PORT);
  private static final int HIGHEST_PORT = 65_535;

  static Optional<HostPort> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      return Optional.empty();
    }
    return port > HIGHEST_PORT ? Optional.empty() : Optional.of(new HostPort(host, port));
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

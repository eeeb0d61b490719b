package sotto.protocol.identity;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sotto.mls.codec.MlsException;

/// `sotto://HOST:PORT/#FINGERPRINT.TOKEN`: where a server is, which key is its own, and, in an
/// invite, the right to register once.
public record InviteLink(
    String host, int port, Fingerprint fingerprint, Optional<InviteToken> token) {
  private static final Pattern LINK =
      Pattern.compile(
          "sotto://([^/:\\[\\]]+|\\[[0-9a-fA-F:.]+]):([0-9]{1,5})/#([0-9a-f]{64})(?:\\.([0-9a-f]{32}))?");

  public InviteLink {
    if (port < 1 || port > 65_535 || !Address.isHost(host)) {
      throw new IllegalArgumentException(host + ":" + port + " is not a place to connect to");
    }
  }

  public static InviteLink parse(String typed) throws MlsException {
    Matcher link = LINK.matcher(typed.strip());
    if (!link.matches()) {
      throw new MlsException(
          "This is not an invite link; it has the form sotto://HOST:PORT/#FINGERPRINT.TOKEN: copy"
              + " the whole of it.");
    }
    String host = link.group(1).toLowerCase(Locale.ROOT);
    int port = Integer.parseInt(link.group(2));
    if (port < 1 || port > 65_535 || !Address.isHost(host)) {
      throw new MlsException(
          "The invite link names no host and port that can exist: copy it again.");
    }
    return new InviteLink(
        host,
        port,
        Fingerprint.parse(link.group(3)),
        Optional.ofNullable(link.group(4)).map(t -> InviteToken.of(HexFormat.of().parseHex(t))));
  }

  /// The whole link, with its secret: for the one who is to receive it.
  public String text() {
    return place() + "#" + fingerprint + token.map(t -> "." + t.hex()).orElse("");
  }

  @Override
  public String toString() {
    return place() + "#" + fingerprint + token.map(t -> ".[hidden]").orElse("");
  }

  private String place() {
    return "sotto://" + host + ":" + port + "/";
  }
}

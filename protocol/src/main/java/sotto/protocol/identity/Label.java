package sotto.protocol.identity;

import java.nio.charset.StandardCharsets;
import sotto.mls.codec.Writer;

/// The labels of everything that Sotto signs or hashes. Every such struct begins with its label, so
/// that what was signed for one purpose is worth nothing for another.
///
/// ```
/// opaque Label<V>;       // ASCII: "Sotto 1.0 " and the words of one purpose
/// ```
///
/// MLS's own signatures begin with `MLS 1.0 ` in the same place, so a leaf key that signs both
/// cannot be made to sign one as the other.
public enum Label {
  LOGIN_SERVER("login server"),
  LOGIN_CLIENT("login client"),
  REGISTRATION("registration"),
  CLIENT("client"),
  CLIENT_LIST("client list"),
  DIRECTORY_ANSWER("directory answer"),
  REJOIN("rejoin"),
  ACCOUNT_SUCCESSOR("account successor"),
  ACCOUNT_RELEASE("account release"),
  /// Kept for linking a further client.
  LINK("link"),
  /// Hashed only: [Fingerprint].
  FINGERPRINT("fingerprint"),
  /// Hashed only: [SafetyNumber].
  SAFETY_NUMBER("safety number");

  private static final String PREFIX = "Sotto 1.0 ";

  private final String words;

  Label(String words) {
    this.words = words;
  }

  public String text() {
    return PREFIX + words;
  }

  void write(Writer out) {
    out.opaque(text().getBytes(StandardCharsets.US_ASCII));
  }
}

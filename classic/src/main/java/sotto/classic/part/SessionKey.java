package sotto.classic.part;

import java.util.Arrays;

/// The symmetric key of a session, chat or message. Where the integrity is keyed, the first bytes
/// encrypt and the last authenticate.
public final class SessionKey {
  private final byte[] bytes;

  public SessionKey(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  byte[] first(int count) {
    return Arrays.copyOf(bytes, count);
  }

  byte[] last(int count) {
    return Arrays.copyOfRange(bytes, bytes.length - count, bytes.length);
  }

  @Override
  public String toString() {
    return "SessionKey of " + bytes.length + " bytes";
  }
}

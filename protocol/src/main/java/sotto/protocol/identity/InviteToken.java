package sotto.protocol.identity;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;

/// The secret of an invite: 16 random bytes, compared in constant time, never printed by accident.
public final class InviteToken implements Encodable {
  private final byte[] bytes;

  private InviteToken(byte[] bytes) {
    this.bytes = bytes;
  }

  public static InviteToken of(byte[] bytes) {
    if (bytes.length != Limits.INVITE_TOKEN) {
      throw new IllegalArgumentException("an invite token has 16 bytes, not " + bytes.length);
    }
    return new InviteToken(bytes.clone());
  }

  /// The secret itself: for its keyed hash.
  public byte[] reveal() {
    return bytes.clone();
  }

  /// As it stands in a link.
  String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void encode(Writer out) {
    out.fixed(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InviteToken that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "InviteToken[hidden]";
  }
}

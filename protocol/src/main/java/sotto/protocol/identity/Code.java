package sotto.protocol.identity;

import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;
import sotto.mls.codec.Reader;
import sotto.mls.codec.Writer;
import sotto.protocol.limits.Limits;

/// A six-digit code; never printed by accident.
public final class Code implements Encodable {
  private final String digits;

  private Code(String digits) {
    this.digits = digits;
  }

  /// What a person typed; spaces and dashes between the digits do not matter.
  public static Code parse(String typed) throws MlsException {
    String digits = typed.strip().replaceAll("[ -]", "");
    if (!digits.matches("[0-9]{" + Limits.CODE_DIGITS + "}")) {
      throw new MlsException("A code has six digits; type it as you received it.");
    }
    return new Code(digits);
  }

  /// The digits: for the keyed hash, and for the one who is to receive them.
  public String digits() {
    return digits;
  }

  @Override
  public void encode(Writer out) {
    digits.chars().forEach(digit -> out.uint8(digit - '0'));
  }

  static Code decode(Reader in) throws MlsException {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < Limits.CODE_DIGITS; i++) {
      int digit = in.uint8();
      if (digit > 9) {
        throw new MlsException("A code has something other than digits.");
      }
      digits.append((char) ('0' + digit));
    }
    return new Code(digits.toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Code that && digits.equals(that.digits);
  }

  @Override
  public int hashCode() {
    return digits.hashCode();
  }

  @Override
  public String toString() {
    return "Code[hidden]";
  }
}

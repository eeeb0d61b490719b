package sotto.classic.record;

/// One named place in a record: how its value is written, how long it may be, and what it means
/// (for `lab watch`).
public record Field(String name, Encoding encoding, int max, Need need, String meaning) {

  public enum Encoding {
    TEXT,
    HEX,
    BASE64,
    NUMBER,
    FLAG,
    /// An object whose keys are names and whose values are records of another layout.
    TABLE
  }

  public enum Need {
    REQUIRED,
    OPTIONAL
  }

  /// At most `max` characters, at least one.
  public static Field text(String name, int max, String meaning) {
    return new Field(name, Encoding.TEXT, max, Need.REQUIRED, meaning);
  }

  /// At most `max` bytes, in hexadecimal.
  public static Field hex(String name, int max, String meaning) {
    return new Field(name, Encoding.HEX, max, Need.REQUIRED, meaning);
  }

  public static Field base64(String name, int max, String meaning) {
    return new Field(name, Encoding.BASE64, max, Need.REQUIRED, meaning);
  }

  public static Field number(String name, String meaning) {
    return new Field(name, Encoding.NUMBER, 0, Need.REQUIRED, meaning);
  }

  public static Field flag(String name, String meaning) {
    return new Field(name, Encoding.FLAG, 0, Need.REQUIRED, meaning);
  }

  public Field optional() {
    return new Field(name, encoding, max, Need.OPTIONAL, meaning);
  }
}

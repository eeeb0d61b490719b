package sotto.mls.message;

import sotto.mls.codec.MlsException;

/// `enum { reserved(0), application(1), proposal(2), commit(3), (255) } ContentType` (RFC 9420 §6).
public enum ContentType {
  APPLICATION(1),
  PROPOSAL(2),
  COMMIT(3);

  private final int value;

  ContentType(int value) {
    this.value = value;
  }

  public int value() {
    return value;
  }

  static ContentType of(int value) throws MlsException {
    return switch (value) {
      case 1 -> APPLICATION;
      case 2 -> PROPOSAL;
      case 3 -> COMMIT;
      default -> throw new MlsException("Content type " + value + " is not defined.");
    };
  }
}

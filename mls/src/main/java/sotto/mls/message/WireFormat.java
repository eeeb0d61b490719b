package sotto.mls.message;

import sotto.mls.codec.MlsException;

/// `uint16 WireFormat` (RFC 9420 §6, §17.2).
public enum WireFormat {
  PUBLIC_MESSAGE(1),
  PRIVATE_MESSAGE(2),
  WELCOME(3),
  GROUP_INFO(4),
  KEY_PACKAGE(5);

  private final int value;

  WireFormat(int value) {
    this.value = value;
  }

  public int value() {
    return value;
  }

  /// @throws MlsException when there is no such format
  public static WireFormat of(int value) throws MlsException {
    return switch (value) {
      case 1 -> PUBLIC_MESSAGE;
      case 2 -> PRIVATE_MESSAGE;
      case 3 -> WELCOME;
      case 4 -> GROUP_INFO;
      case 5 -> KEY_PACKAGE;
      default -> throw new MlsException("Wire format " + value + " is not known.");
    };
  }
}

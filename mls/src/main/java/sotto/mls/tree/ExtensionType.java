package sotto.mls.tree;

/// Values of `ExtensionType` (RFC 9420 §17.3 and draft-ietf-mls-extensions); any other `uint16` is
/// an extension that this library carries without understanding it.
public final class ExtensionType {
  public static final int APPLICATION_ID = 0x0001;
  public static final int RATCHET_TREE = 0x0002;
  public static final int REQUIRED_CAPABILITIES = 0x0003;
  public static final int EXTERNAL_PUB = 0x0004;
  public static final int EXTERNAL_SENDERS = 0x0005;
  public static final int APP_DATA_DICTIONARY = 0x0006;
  public static final int SUPPORTED_WIRE_FORMATS = 0x0007;
  public static final int REQUIRED_WIRE_FORMATS = 0x0008;

  private ExtensionType() {}

  /// RFC 9420 §7.2: the types of the RFC itself, which are "default" and "MUST NOT be listed".
  public static boolean isDefault(int type) {
    return type >= APPLICATION_ID && type <= EXTERNAL_SENDERS;
  }
}

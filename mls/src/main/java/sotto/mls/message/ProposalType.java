package sotto.mls.message;

/// Values of `ProposalType` (RFC 9420 §17.4 and draft-ietf-mls-extensions); any other `uint16` is a
/// proposal that the application may define.
public final class ProposalType {
  public static final int ADD = 0x0001;
  public static final int UPDATE = 0x0002;
  public static final int REMOVE = 0x0003;
  public static final int PSK = 0x0004;
  public static final int REINIT = 0x0005;
  public static final int EXTERNAL_INIT = 0x0006;
  public static final int GROUP_CONTEXT_EXTENSIONS = 0x0007;
  public static final int APP_DATA_UPDATE = 0x0008;
  public static final int APP_EPHEMERAL = 0x0009;
  public static final int SELF_REMOVE = 0x000a;

  private ProposalType() {}

  /// RFC 9420 §7.2: the types of the RFC itself, which are "default" and "MUST NOT be listed".
  public static boolean isDefault(int type) {
    return type >= ADD && type <= GROUP_CONTEXT_EXTENSIONS;
  }
}

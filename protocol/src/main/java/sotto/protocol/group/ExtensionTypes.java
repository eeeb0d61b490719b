package sotto.protocol.group;

/// The MLS extension types of Sotto's own, in the range for private use (RFC 9420 §17.3: 0xF000 -
/// 0xFFFF).
public final class ExtensionTypes {
  /// [ConversationData], in the GroupContext. Every leaf of a conversation of ours names this type
  /// in its capabilities.
  public static final int CONVERSATION = 0xF501;

  /// [TreePointer], in a GroupInfo.
  public static final int TREE_POINTER = 0xF502;

  private ExtensionTypes() {}
}

package sotto.mls.group;

/// An application message that is ready to travel (RFC 9420 §6.3).
///
/// @param group the state to store before the message leaves
/// @param message the bytes of an MLSMessage
public record Sent(Group group, byte[] message, Consumed consumed) {}

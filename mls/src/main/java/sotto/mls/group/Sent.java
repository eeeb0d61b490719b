package sotto.mls.group;

import static sotto.mls.Given.allGiven;

/// An application message that is ready to travel (RFC 9420 §6.3).
///
/// @param group the state to store before the message leaves
/// @param message the bytes of an MLSMessage: the padded content, a signature (64 bytes in suite 1)
///   and some 100 bytes more; at most 64 MiB
/// @param generation of the sender's ratchet (RFC 9420 §9.1)
public record Sent(Group group, byte[] message, long generation, Consumed consumed) {
  public Sent {
    allGiven("group message consumed", group, message, consumed);
  }
}

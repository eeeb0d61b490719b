package sotto.mls.schedule;

/// How far a receiver lets a sender ratchet run (RFC 9420 §15.3).
///
/// @param maxForward how many messages may be missing before the next one that is accepted
/// @param maxSkipped how many keys of missing messages are kept, the newest ones
public record RatchetBounds(int maxForward, int maxSkipped) {
  public RatchetBounds {
    if (maxForward < 0 || maxSkipped < 0) {
      throw new IllegalArgumentException("Ratchet bounds are not negative.");
    }
  }
}

package sotto.mls.schedule;

/// Which ratchet of a sender a message uses (RFC 9420 §9): Proposals and Commits the first.
public enum RatchetType {
  HANDSHAKE,
  APPLICATION
}

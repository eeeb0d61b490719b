package sotto.client;

import java.time.Instant;

/// Two signed client lists of one account that cannot both be true: the one that was known, and the
/// one that was shown instead. Whoever sees the bytes need not believe this client.
///
/// @param knownHash of what was signed, as the next list would name it; `shownHash` likewise
/// @param signed both, as `SignedClientList`s one after the other
public record Contradiction(
    String address,
    long knownVersion,
    String knownHash,
    Instant knownAt,
    long shownVersion,
    String shownHash,
    Instant shownAt,
    byte[] signed) {
  public Contradiction {
    signed = signed.clone();
  }

  @Override
  public byte[] signed() {
    return signed.clone();
  }
}

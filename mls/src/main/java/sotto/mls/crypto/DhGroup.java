package sotto.mls.crypto;

/// The groups for Diffie-Hellman key agreement (RFC 9180 §4.1, RFC 7748).
///
/// Private keys of P curves are big-endian scalars, public keys uncompressed points.
public enum DhGroup {
  P256(32, 65, 32),
  P384(48, 97, 48),
  P521(66, 133, 66),
  X25519(32, 32, 32),
  X448(56, 56, 56);

  private final int privateKeyLength;
  private final int publicKeyLength;
  private final int sharedLength;

  DhGroup(int privateKeyLength, int publicKeyLength, int sharedLength) {
    this.privateKeyLength = privateKeyLength;
    this.publicKeyLength = publicKeyLength;
    this.sharedLength = sharedLength;
  }

  public int privateKeyLength() {
    return privateKeyLength;
  }

  public int publicKeyLength() {
    return publicKeyLength;
  }

  /// Bytes of the shared value: the x-coordinate.
  public int sharedLength() {
    return sharedLength;
  }

  /// Whether keys are points of a NIST curve and not the strings of RFC 7748.
  public boolean isNist() {
    return switch (this) {
      case P256, P384, P521 -> true;
      case X25519, X448 -> false;
    };
  }
}

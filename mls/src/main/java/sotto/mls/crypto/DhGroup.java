package sotto.mls.crypto;

import sotto.mls.codec.MlsException;

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

  /// In bytes.
  public int privateKeyLength() {
    return privateKeyLength;
  }

  /// In bytes.
  public int publicKeyLength() {
    return publicKeyLength;
  }

  /// Bytes of the shared value: the x-coordinate.
  public int sharedLength() {
    return sharedLength;
  }

  /// RFC 9180 §7.1.4: "senders and recipients MUST perform partial public key validation on all
  /// public key inputs" of NIST curves. A key of the others is refused here when every agreement
  /// with it would give the all-zero value.
  ///
  /// @throws MlsException when no agreement with this key can succeed
  void checkPublicKey(byte[] publicKey) throws MlsException {
    if (isNist()) {
      NistCurve.of(this).checkPoint(publicKey);
    } else {
      MontgomeryCurve.checkOrder(this, publicKey);
    }
  }

  /// Whether keys are points of a NIST curve and not the strings of RFC 7748.
  public boolean isNist() {
    return switch (this) {
      case P256, P384, P521 -> true;
      case X25519, X448 -> false;
    };
  }
}

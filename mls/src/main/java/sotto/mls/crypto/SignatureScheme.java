package sotto.mls.crypto;

/// The signature schemes of the cipher suites, named as in TLS (RFC 8446 §4.2.3).
///
/// Private keys are 32-byte seeds (57 for Ed448) or big-endian scalars. ECDSA public keys are
/// uncompressed points and its signatures DER, as RFC 9420 §5.1.2 has them.
public enum SignatureScheme {
  ED25519(0x0807, 32, 32),
  ED448(0x0808, 57, 57),
  ECDSA_P256(0x0403, 32, 65),
  ECDSA_P384(0x0503, 48, 97),
  ECDSA_P521(0x0603, 66, 133),
  MLDSA44(0x0904, 32, 1312),
  MLDSA65(0x0905, 32, 1952),
  MLDSA87(0x0906, 32, 2592);

  private final int id;
  private final int privateKeyLength;
  private final int publicKeyLength;

  SignatureScheme(int id, int privateKeyLength, int publicKeyLength) {
    this.id = id;
    this.privateKeyLength = privateKeyLength;
    this.publicKeyLength = publicKeyLength;
  }

  /// The identifier in the TLS SignatureScheme registry.
  public int id() {
    return id;
  }

  /// In bytes.
  public int privateKeyLength() {
    return privateKeyLength;
  }

  /// In bytes.
  public int publicKeyLength() {
    return publicKeyLength;
  }
}

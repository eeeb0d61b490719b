package sotto.mls.crypto;

/// A signature key pair as it is stored (sizes in [SignatureScheme]); [Crypto#signingKey] expands
/// it for use (RFC 9420 §5.1.2).
public record SignatureKeyPair(SignatureScheme scheme, Secret privateKey, byte[] publicKey) {
  public SignatureKeyPair {
    publicKey = publicKey.clone();
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  public void erase() {
    privateKey.erase();
  }
}

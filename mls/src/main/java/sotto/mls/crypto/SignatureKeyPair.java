package sotto.mls.crypto;

/// A signature key pair as it is stored (sizes in [SignatureScheme]); [Crypto#signingKey] expands
/// it for use (RFC 9420 §5.1.2). The public key's array is the pair's own: read it, never write.
public record SignatureKeyPair(SignatureScheme scheme, Secret privateKey, byte[] publicKey) {
  public void erase() {
    privateKey.erase();
  }
}

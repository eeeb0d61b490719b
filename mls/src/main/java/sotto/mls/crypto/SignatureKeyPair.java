package sotto.mls.crypto;

import static sotto.mls.Given.allGiven;

/// A signature key pair as it is stored (sizes in [SignatureScheme]); [Crypto#signingKey] expands
/// it for use (RFC 9420 §5.1.2).
public record SignatureKeyPair(SignatureScheme scheme, Secret privateKey, byte[] publicKey) {
  public SignatureKeyPair {
    allGiven("scheme privateKey publicKey", scheme, privateKey, publicKey);
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

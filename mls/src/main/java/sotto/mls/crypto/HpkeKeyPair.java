package sotto.mls.crypto;

import static sotto.mls.Given.allGiven;

/// A key pair for HPKE in serialized form (RFC 9180 §4; sizes in [Kem]).
///
/// Post-quantum private keys are seeds. The arrays are the pair's own: read them, never write.
public record HpkeKeyPair(Kem kem, Secret privateKey, byte[] publicKey) {
  public HpkeKeyPair {
    allGiven("kem privateKey publicKey", kem, privateKey, publicKey);
  }

  public void erase() {
    privateKey.erase();
  }
}

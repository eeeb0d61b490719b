package sotto.mls.crypto;

import java.security.spec.EncodedKeySpec;

/// Key bytes without a wrapper, as the JDK's ML-KEM and ML-DSA factories accept public keys.
final class RawKey extends EncodedKeySpec {
  RawKey(byte[] bytes) {
    super(bytes);
  }

  @Override
  public String getFormat() {
    return "RAW";
  }
}

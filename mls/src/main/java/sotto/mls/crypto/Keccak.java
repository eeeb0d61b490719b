package sotto.mls.crypto;

import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHAKEDigest;

/// SHAKE and SHA3-256 (FIPS 202), for the post-quantum KEMs of HPKE.
final class Keccak {
  private Keccak() {}

  static byte[] shake256(int length, byte[]... parts) {
    return squeeze(new SHAKEDigest(256), length, parts);
  }

  static byte[] shake(Kdf kdf, int length, byte[]... parts) {
    return switch (kdf) {
      case SHAKE128 -> squeeze(new SHAKEDigest(128), length, parts);
      case SHAKE256 -> squeeze(new SHAKEDigest(256), length, parts);
      case HKDF_SHA256, HKDF_SHA384, HKDF_SHA512 ->
          throw new IllegalArgumentException(kdf + " is no extendable-output function.");
    };
  }

  static byte[] sha3(byte[]... parts) {
    SHA3Digest digest = new SHA3Digest(256);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] output = new byte[digest.getDigestSize()];
    digest.doFinal(output, 0);
    return output;
  }

  private static byte[] squeeze(SHAKEDigest digest, int length, byte[]... parts) {
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] output = new byte[length];
    digest.doFinal(output, 0, length);
    return output;
  }
}

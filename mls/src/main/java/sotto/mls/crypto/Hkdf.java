package sotto.mls.crypto;

import java.util.Arrays;

/// HKDF (RFC 5869) over the HMAC of a [Crypto].
public final class Hkdf {
  private static final byte[] FIRST = {1};

  private Hkdf() {}

  public static Secret extract(Crypto crypto, HashFunction hash, Secret salt, Secret inputKey) {
    return Secret.owning(crypto.hmac(hash, salt.raw(), inputKey.raw()));
  }

  /// @param length at most 255 hashes
  public static Secret expand(
      Crypto crypto, HashFunction hash, Secret key, byte[] info, int length) {
    if (length < 0 || length > 255 * hash.length()) {
      throw new IllegalArgumentException("HKDF cannot expand to " + length + " bytes.");
    }
    byte[] first = crypto.hmac(hash, key.raw(), info, FIRST);
    if (length == first.length) {
      return Secret.owning(first);
    }
    byte[] output = Arrays.copyOf(first, length);
    byte[] block = first;
    for (int at = hash.length(), counter = 2; at < length; at += hash.length(), counter++) {
      byte[] next = crypto.hmac(hash, key.raw(), block, info, new byte[] {(byte) counter});
      Arrays.fill(block, (byte) 0);
      block = next;
      System.arraycopy(block, 0, output, at, Math.min(block.length, length - at));
    }
    Arrays.fill(block, (byte) 0);
    return Secret.owning(output);
  }
}

package sotto.mls.crypto;

import static sotto.mls.Given.allGiven;

import java.util.Arrays;
import java.util.List;

/// HKDF (RFC 5869 §2) over the HMAC of a [Crypto].
public final class Hkdf {
  private static final byte[] FIRST = {1};

  private Hkdf() {}

  /// `HKDF-Extract(salt, IKM)`: one hash long.
  public static Secret extract(Crypto crypto, HashFunction hash, Secret salt, Secret inputKey) {
    allGiven("crypto hash salt inputKey", crypto, hash, salt, inputKey);
    return Secret.owning(salt.read(key -> inputKey.read(data -> crypto.hmac(hash, key, data))));
  }

  /// Several outputs of one key, each one hash long or shorter, in less time than one by one.
  ///
  /// @param messages for each output its info and the octet 1, which is what its first block hashes
  /// @param lengths of the outputs, one for each message
  static List<Secret> firstBlocks(
      Crypto crypto, HashFunction hash, Secret key, byte[][] messages, int[] lengths) {
    for (int length : lengths) {
      if (length < 0 || length > hash.length()) {
        throw new IllegalArgumentException("One hash has not " + length + " bytes.");
      }
    }
    byte[][] blocks = key.read(content -> crypto.hmacEach(hash, content, messages));
    Secret[] outputs = new Secret[blocks.length];
    for (int i = 0; i < blocks.length; i++) {
      outputs[i] = Secret.owning(shortened(blocks[i], lengths[i]));
    }
    return List.of(outputs);
  }

  private static byte[] shortened(byte[] block, int length) {
    if (length == block.length) {
      return block;
    }
    byte[] output = Arrays.copyOf(block, length);
    Arrays.fill(block, (byte) 0);
    return output;
  }

  /// `HKDF-Expand(PRK, info, L)`.
  ///
  /// @param length in bytes, at most 255 hashes
  /// @throws IllegalArgumentException when it is negative or more
  public static Secret expand(
      Crypto crypto, HashFunction hash, Secret key, byte[] info, int length) {
    allGiven("crypto hash key info", crypto, hash, key, info);
    if (length < 0 || length > 255 * hash.length()) {
      throw new IllegalArgumentException("HKDF cannot expand to " + length + " bytes.");
    }
    return key.read(content -> expand(crypto, hash, content, info, length));
  }

  private static Secret expand(
      Crypto crypto, HashFunction hash, byte[] key, byte[] info, int length) {
    byte[] first = crypto.hmac(hash, key, info, FIRST);
    if (length == first.length) {
      return Secret.owning(first);
    }
    byte[] output = Arrays.copyOf(first, length);
    byte[] block = first;
    for (int at = hash.length(), counter = 2; at < length; at += hash.length(), counter++) {
      byte[] next = crypto.hmac(hash, key, block, info, new byte[] {(byte) counter});
      Arrays.fill(block, (byte) 0);
      block = next;
      System.arraycopy(block, 0, output, at, Math.min(block.length, length - at));
    }
    Arrays.fill(block, (byte) 0);
    return Secret.owning(output);
  }
}

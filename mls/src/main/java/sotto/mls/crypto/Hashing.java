package sotto.mls.crypto;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;

/// SHA-2 and HMAC over the JDK's `MessageDigest`, one set for each thread.
///
/// HMAC is composed here because that takes half of the time of `javax.crypto.Mac` with a new key,
/// and MLS uses each key once or twice. What is kept between calls is zeroed.
final class Hashing {
  private static final ThreadLocal<Hashing> OF_THREAD = ThreadLocal.withInitial(Hashing::new);
  private static final byte INNER_PAD = 0x36;
  private static final byte OUTER_PAD = 0x5c;

  private final EnumMap<HashFunction, MessageDigest> digests = new EnumMap<>(HashFunction.class);
  private final EnumMap<HashFunction, byte[]> blocks = new EnumMap<>(HashFunction.class);

  private Hashing() {
    for (HashFunction hash : HashFunction.values()) {
      digests.put(hash, JdkProvider.SUN.engine(hash.algorithm(), MessageDigest::getInstance));
      blocks.put(hash, new byte[hash.blockLength()]);
    }
  }

  static Hashing ofThread() {
    return OF_THREAD.get();
  }

  byte[] hash(HashFunction hash, byte[]... parts) {
    MessageDigest digest = digestOf(hash);
    for (byte[] part : parts) {
      digest.update(part);
    }
    byte[] output = digest.digest();
    digest.reset();
    return output;
  }

  /// RFC 2104: `H(K XOR opad, H(K XOR ipad, text))`.
  byte[] hmac(HashFunction hash, byte[] key, byte[]... parts) {
    MessageDigest digest = digestOf(hash);
    byte[] block = blockOf(hash);
    byte[] fitting = key.length <= block.length ? key : digest.digest(key);
    try {
      pad(block, fitting, INNER_PAD);
      digest.update(block);
      for (byte[] part : parts) {
        digest.update(part);
      }
      byte[] output = new byte[hash.length()];
      digest.digest(output, 0, output.length);
      pad(block, fitting, OUTER_PAD);
      digest.update(block);
      digest.update(output);
      digest.digest(output, 0, output.length);
      return output;
    } catch (DigestException e) {
      throw new IllegalStateException("This JDK's " + hash.algorithm() + " fails.", e);
    } finally {
      Arrays.fill(block, (byte) 0);
      digest.reset();
    }
  }

  /// The same for each message by itself. A digest of the padded key is copied for every message,
  /// so that the key is hashed twice and not twice a message.
  byte[][] hmacEach(HashFunction hash, byte[] key, byte[]... messages) {
    MessageDigest digest = digestOf(hash);
    byte[] block = blockOf(hash);
    byte[] fitting = key.length <= block.length ? key : digest.digest(key);
    byte[][] outputs = new byte[messages.length][];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = new byte[hash.length()];
    }
    try {
      pad(block, fitting, INNER_PAD);
      digestEach(digest, block, messages, outputs);
      pad(block, fitting, OUTER_PAD);
      digestEach(digest, block, outputs, outputs);
      return outputs;
    } catch (DigestException | CloneNotSupportedException e) {
      throw new IllegalStateException("This JDK's " + hash.algorithm() + " fails.", e);
    } finally {
      Arrays.fill(block, (byte) 0);
      digest.reset();
    }
  }

  /// Digests `prefix` with each input; the last time with `digest` itself, before with copies of
  /// it.
  private static void digestEach(
      MessageDigest digest, byte[] prefix, byte[][] inputs, byte[][] outputs)
      throws DigestException, CloneNotSupportedException {
    digest.update(prefix);
    for (int i = 0; i < inputs.length; i++) {
      boolean last = i == inputs.length - 1;
      MessageDigest one = last ? digest : (MessageDigest) digest.clone();
      one.update(inputs[i]);
      one.digest(outputs[i], 0, outputs[i].length);
      one.reset();
    }
  }

  private static void pad(byte[] block, byte[] key, byte pad) {
    Arrays.fill(block, pad);
    for (int i = 0; i < key.length; i++) {
      block[i] ^= key[i];
    }
  }

  @SuppressWarnings("NullAway") // the constructor puts one for every hash
  private MessageDigest digestOf(HashFunction hash) {
    return digests.get(hash);
  }

  @SuppressWarnings("NullAway") // the constructor puts one for every hash
  private byte[] blockOf(HashFunction hash) {
    return blocks.get(hash);
  }
}

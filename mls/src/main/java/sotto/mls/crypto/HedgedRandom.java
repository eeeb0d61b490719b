package sotto.mls.crypto;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// The randomness of one ECDSA signature: what the caller draws, and beside it the private key and
/// what is signed. A generator that repeats itself, as after a snapshot of a machine is restored,
/// then does not give the key away, as it would where the nonce comes from it alone
/// (draft-irtf-cfrg-det-sigs-with-noise has the same aim).
///
/// The stream is HMAC-SHA-512 of a counter, under HMAC-SHA-512 of fresh randomness and the digest
/// under the private key.
final class HedgedRandom implements RandomGenerator {
  private static final byte[] LABEL = "Sotto hedged ECDSA".getBytes(StandardCharsets.US_ASCII);
  private static final int FRESH_BYTES = 32;

  private final Secret key;
  private int blocks;

  private HedgedRandom(Secret key) {
    this.key = key;
  }

  static HedgedRandom of(Secret privateKey, byte[] digest, RandomGenerator random) {
    byte[] fresh = new byte[FRESH_BYTES];
    random.nextBytes(fresh);
    return new HedgedRandom(
        Secret.owning(
            privateKey.read(secret ->
                Hashing.ofThread().hmac(HashFunction.SHA512, secret, LABEL, fresh, digest))));
  }

  @Override
  public void nextBytes(byte[] bytes) {
    for (int at = 0; at < bytes.length; ) {
      byte[] counter = {
        (byte) (blocks >>> 24), (byte) (blocks >>> 16), (byte) (blocks >>> 8), (byte) blocks
      };
      byte[] block =
          key.read(secret -> Hashing.ofThread().hmac(HashFunction.SHA512, secret, counter));
      int length = Math.min(block.length, bytes.length - at);
      System.arraycopy(block, 0, bytes, at, length);
      Secret.owning(block).erase();
      at += length;
      blocks++;
    }
  }

  @Override
  public long nextLong() {
    throw new IllegalStateException("This JDK does not draw its randomness as bytes.");
  }

  void erase() {
    key.erase();
  }
}

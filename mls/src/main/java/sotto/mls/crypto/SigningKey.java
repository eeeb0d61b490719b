package sotto.mls.crypto;

import java.util.random.RandomGenerator;

/// A private signature key that is expanded once and used often, from any thread.
public interface SigningKey {
  SignatureScheme scheme();

  /// The public key in its encoding on the wire: read it, never write.
  byte[] publicKey();

  /// Signs `message`. ECDSA and ML-DSA draw from `random`; Ed25519 and Ed448 need none.
  byte[] sign(byte[] message, RandomGenerator random);
}

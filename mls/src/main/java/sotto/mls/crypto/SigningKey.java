package sotto.mls.crypto;

import java.util.random.RandomGenerator;

/// A private signature key that is expanded once and used often, from any thread (RFC 9420 §5.1.2).
///
/// An Ed25519 or Ed448 key is the [Secret] that it was made of and ends with it. Keys for ECDSA and
/// ML-DSA are objects of the JDK besides, which Java cannot overwrite: they stay in memory until
/// nothing holds the `SigningKey` and the collector comes by. The stored form is a [Secret] always.
public interface SigningKey {
  SignatureScheme scheme();

  /// The public key in its encoding on the wire: read it, never write.
  byte[] publicKey();

  /// Signs `message`. ECDSA and ML-DSA draw from `random`; Ed25519 and Ed448 need none.
  byte[] sign(byte[] message, RandomGenerator random);
}

package sotto.mls.crypto;

import java.util.random.RandomGenerator;

/// A private signature key, used often and from any thread (RFC 9420 §5.1.2).
///
/// It is the [Secret] that it was made of, and ends with it: after that is erased, signing throws.
/// ECDSA and ML-DSA sign with a key object that is made for the one signature; Java cannot
/// overwrite it, so that its bytes stay in unused memory until the collector comes by. The engine
/// of the JDK that signs stays with its thread and lets go of the key at once.
public interface SigningKey {
  SignatureScheme scheme();

  /// The public key in its encoding on the wire: read it, never write.
  byte[] publicKey();

  /// Signs `message`. ECDSA and ML-DSA draw from `random`; Ed25519 and Ed448 need none.
  byte[] sign(byte[] message, RandomGenerator random);
}

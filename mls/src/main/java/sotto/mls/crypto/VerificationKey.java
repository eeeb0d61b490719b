package sotto.mls.crypto;

/// A public signature key that is decoded and checked once and used often, from any thread (RFC
/// 9420 §5.1.2).
public interface VerificationKey {
  SignatureScheme scheme();

  /// The public key in its encoding on the wire: read it, never write.
  byte[] publicKey();

  /// Whether `signature` is one of `message`; false for a malformed signature too.
  boolean verify(byte[] message, byte[] signature);
}

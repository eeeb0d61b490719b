package sotto.protocol.identity;

/// Verifies Ed25519 signatures; a malformed key or signature is simply not valid.
@FunctionalInterface
public interface SignatureCheck {
  boolean verifies(byte[] publicKey, byte[] message, byte[] signature);
}

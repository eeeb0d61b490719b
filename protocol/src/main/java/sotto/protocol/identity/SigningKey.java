package sotto.protocol.identity;

/// Signs with one Ed25519 private key.
@FunctionalInterface
public interface SigningKey {
  byte[] sign(byte[] message);
}

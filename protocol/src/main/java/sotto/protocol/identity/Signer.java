package sotto.protocol.identity;

/// Signs with one Ed25519 private key.
@FunctionalInterface
public interface Signer {
  byte[] sign(byte[] message);
}

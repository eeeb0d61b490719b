package sotto.mls.crypto;

import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import sotto.mls.codec.MlsException;

/// Ed25519 (RFC 8032 §5.1) of BouncyCastle.
///
/// The verdict on edge cases, which every provider must share: public keys that are not canonical
/// or of small order are refused; R and S must be canonical; then the group equation of RFC 8032
/// §5.1.7 with the cofactor decides: `[8][S]B = [8]R + [8][k]A`.
final class Ed25519Key {
  private Ed25519Key() {}

  record Signing(Secret seed, byte[] publicKey) implements SigningKey {
    @Override
    public SignatureScheme scheme() {
      return SignatureScheme.ED25519;
    }

    @Override
    public byte[] sign(byte[] message, RandomGenerator random) {
      return seed.read(key -> {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(key, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
      });
    }
  }

  record Verification(byte[] publicKey, Ed25519.PublicPoint point) implements VerificationKey {
    @Override
    public SignatureScheme scheme() {
      return SignatureScheme.ED25519;
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
      return signature.length == Ed25519.SIGNATURE_SIZE
          && Ed25519.verify(signature, 0, point, message, 0, message.length);
    }
  }

  static byte[] publicKey(Secret seed) throws MlsException {
    if (seed.length() != Ed25519.SECRET_KEY_SIZE) {
      throw new MlsException("An Ed25519 private key does not have 32 bytes.");
    }
    return seed.read(key -> {
      byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
      Ed25519.generatePublicKey(key, 0, publicKey, 0);
      return publicKey;
    });
  }

  static VerificationKey verification(byte[] publicKey) throws MlsException {
    Ed25519.PublicPoint point =
        publicKey.length == Ed25519.PUBLIC_KEY_SIZE
            ? Ed25519.validatePublicKeyPartialExport(publicKey, 0)
            : null;
    if (point == null) {
      throw new MlsException("An Ed25519 public key is malformed or of small order.");
    }
    return new Verification(publicKey.clone(), point);
  }
}

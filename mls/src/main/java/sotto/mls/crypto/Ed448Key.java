package sotto.mls.crypto;

import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc8032.Ed448;
import sotto.mls.codec.MlsException;

/// Ed448 (RFC 8032 §5.2) of BouncyCastle.
///
/// The verdict on edge cases, which every provider must share: public keys that are not canonical
/// or of small order are refused; R and S must be canonical; then the group equation of RFC 8032
/// §5.2.7 with the cofactor decides: `[4][S]B = [4]R + [4][k]A`.
final class Ed448Key {
  private Ed448Key() {}

  record Signing(Secret seed, byte[] publicKey) implements SigningKey {
    @Override
    public SignatureScheme scheme() {
      return SignatureScheme.ED448;
    }

    @Override
    public byte[] sign(byte[] message, RandomGenerator random) {
      return seed.read(key -> {
        byte[] signature = new byte[Ed448.SIGNATURE_SIZE];
        Ed448.sign(key, 0, publicKey, 0, Labels.EMPTY, message, 0, message.length, signature, 0);
        return signature;
      });
    }
  }

  record Verification(byte[] publicKey, Ed448.PublicPoint point) implements VerificationKey {
    @Override
    public SignatureScheme scheme() {
      return SignatureScheme.ED448;
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
      return signature.length == Ed448.SIGNATURE_SIZE
          && Ed448.verify(signature, 0, point, Labels.EMPTY, message, 0, message.length);
    }
  }

  static byte[] publicKey(Secret seed) throws MlsException {
    if (seed.length() != Ed448.SECRET_KEY_SIZE) {
      throw new MlsException("An Ed448 private key does not have 57 bytes.");
    }
    return seed.read(key -> {
      byte[] publicKey = new byte[Ed448.PUBLIC_KEY_SIZE];
      Ed448.generatePublicKey(key, 0, publicKey, 0);
      return publicKey;
    });
  }

  static VerificationKey verification(byte[] publicKey) throws MlsException {
    Ed448.PublicPoint point =
        publicKey.length == Ed448.PUBLIC_KEY_SIZE
            ? Ed448.validatePublicKeyPartialExport(publicKey, 0)
            : null;
    if (point == null) {
      throw new MlsException("An Ed448 public key is malformed or of small order.");
    }
    return new Verification(publicKey.clone(), point);
  }
}

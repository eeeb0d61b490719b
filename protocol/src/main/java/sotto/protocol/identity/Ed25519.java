package sotto.protocol.identity;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.SigningKey;

/// Signing and verifying with the library's Ed25519: every signature of ours is of this scheme.
public final class Ed25519 {
  /// Ed25519 draws nothing when it signs (RFC 8032 §5.1.6).
  private static final RandomGenerator NONE =
      () -> {
        throw new IllegalStateException("Ed25519 asked for randomness.");
      };

  private Ed25519() {}

  public static Signer signer(SigningKey key) {
    if (key.scheme() != SignatureScheme.ED25519) {
      throw new IllegalArgumentException("Sotto signs with Ed25519, not " + key.scheme());
    }
    return message -> key.sign(message, NONE);
  }

  public static SignatureCheck check(Crypto crypto) {
    return (publicKey, message, signature) -> {
      try {
        return crypto
            .verificationKey(SignatureScheme.ED25519, publicKey)
            .verify(message, signature);
      } catch (MlsException malformedKey) {
        return false;
      }
    };
  }
}

package sotto.classic.challenge;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import sotto.classic.part.Integrity;
import sotto.classic.part.Refusal;
import sotto.classic.part.Sealing;
import sotto.classic.part.SignatureScheme;
import sotto.classic.profile.Profile;

/// The server's signature over a client's public key: over its PEM text, and not over the name.
final class SignedKeys {
  private final SignatureScheme scheme;

  SignedKeys(Profile profile) {
    this.scheme =
        profile.sealing().integrity() instanceof Integrity.Signed s
            ? s.scheme()
            : SignatureScheme.PSS_SHA256;
  }

  byte[] sign(String pem, PrivateKey server, SecureRandom random) throws Refusal {
    return scheme.sign(text(pem), server, random);
  }

  boolean verify(String pem, byte[] signature, PublicKey server) {
    return scheme.verify(text(pem), signature, server);
  }

  /// Textbook RSA signs nothing longer than a number, so it gets the hash.
  private byte[] text(String pem) {
    byte[] bytes = pem.getBytes(StandardCharsets.UTF_8);
    return scheme == SignatureScheme.TEXTBOOK ? Sealing.sha256(bytes) : bytes;
  }
}

package sotto.tests.bench.mls;

import java.util.Arrays;
import java.util.List;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.CipherSuite;
import sotto.mls.crypto.Derivation;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SuiteCrypto;

/// The symmetric primitives of a private message in their order, without its structs (RFC 9420
/// §6.3, §9.1): three secrets of the ratchet, the content, two secrets for the sender data and
/// these. The secrets are always the same, which no primitive can tell.
record SymmetricSteps(
    SuiteCrypto crypto, Derivation ratchet, Derivation sender, Secret secret, byte[] nonce) {
  private static final byte[] AAD = new byte[30];
  private static final byte[] SENDER = new byte[12];

  record Sealed(byte[] content, byte[] sender) {}

  SymmetricSteps(SuiteCrypto crypto) {
    CipherSuite suite = crypto.suite();
    Derivation.Output key = new Derivation.Output("key", suite.aead().keyLength());
    Derivation.Output nonce = new Derivation.Output("nonce", suite.aead().nonceLength());
    Derivation.Output next = new Derivation.Output("secret", crypto.hashLength());
    this(
        crypto,
        Derivation.of(key, nonce, next),
        Derivation.of(key, nonce),
        Secret.zero(crypto.hashLength()),
        new byte[suite.aead().nonceLength()]);
  }

  Sealed seal(byte[] content) throws MlsException {
    List<Secret> message = crypto.deriveTreeSecrets(secret, 0, ratchet);
    return crypto.together(() -> {
      byte[] sealed = crypto.seal(message.getFirst(), nonce, AAD, content);
      return new Sealed(sealed, crypto.seal(senderKey(sealed), nonce, AAD, SENDER));
    });
  }

  byte[] open(Sealed sealed) throws MlsException {
    return crypto.together(() -> {
      crypto.open(senderKey(sealed.content()), nonce, AAD, sealed.sender());
      List<Secret> message = crypto.deriveTreeSecrets(secret, 0, ratchet);
      return crypto.open(message.getFirst(), nonce, AAD, sealed.content());
    });
  }

  private Secret senderKey(byte[] ciphertext) {
    byte[] sample = Arrays.copyOf(ciphertext, crypto.hashLength());
    return crypto.expandWithLabels(secret, sample, sender).getFirst();
  }
}

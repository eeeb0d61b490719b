package sotto.protocol.identity;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.PortableCrypto;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;

/// A real Ed25519 key pair from a seed.
record Keys(Signer signer, byte[] publicKey) {
  static final Crypto CRYPTO = PortableCrypto.create();
  static final SignatureCheck CHECK = Ed25519.check(CRYPTO);

  static Keys generate(RandomGenerator random) throws MlsException {
    SignatureKeyPair pair = CRYPTO.generateSignatureKeyPair(SignatureScheme.ED25519, random);
    return new Keys(Ed25519.signer(CRYPTO.signingKey(pair)), pair.publicKey());
  }

  AccountKey account() {
    return AccountKey.of(publicKey);
  }

  LeafKey leaf() {
    return LeafKey.of(publicKey);
  }

  ServerKey server() {
    return ServerKey.of(publicKey);
  }
}

package sotto.client.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.random.RandomGenerator;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.SigningKey;

/// An Ed25519 key that a native provider signs with, until its pair is erased.
record NativeSigningKey(NativeCurve curve, SignatureKeyPair keys, PrivateKey key)
    implements SigningKey {
  @Override
  public SignatureScheme scheme() {
    return SignatureScheme.ED25519;
  }

  @Override
  public byte[] publicKey() {
    return keys.publicKey();
  }

  @Override
  public byte[] sign(byte[] message, RandomGenerator random) {
    if (keys.privateKey().isErased()) {
      throw new IllegalStateException("This signature key was erased; it signs nothing more.");
    }
    try {
      return curve.sign(key, message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The native Ed25519 fails to sign.", e);
    }
  }

  @Override
  public String toString() {
    return "NativeSigningKey[ED25519]";
  }
}

package sotto.client.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.random.RandomGenerator;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.SigningKey;

/// An Ed25519 key that a native provider signs with, until its pair is erased.
///
/// It keeps its `Signature`: a provider that turns a key into its own form does so once.
final class NativeSigningKey implements SigningKey {
  private final SignatureKeyPair keys;
  private final PrivateKey key;
  private final Signature signer;

  NativeSigningKey(NativeCurve curve, SignatureKeyPair keys, PrivateKey key)
      throws GeneralSecurityException {
    this.keys = keys;
    this.key = key;
    this.signer = curve.signature();
  }

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
    synchronized (signer) {
      try {
        signer.initSign(key);
        signer.update(message);
        return signer.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("The native Ed25519 fails to sign.", e);
      }
    }
  }

  @Override
  public String toString() {
    return "NativeSigningKey[ED25519]";
  }
}

package sotto.client.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.random.RandomGenerator;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.SigningKey;

/// An Ed25519 key that a native provider signs with, until its pair is erased.
///
/// It keeps its `Signature`: a provider that turns a key into its own form does so once. What the
/// provider does not take (Amazon's throws something unchecked when a message has more than 1 MiB,
/// as a Commit that adds thousands has) the portable key signs; the signature is the same.
final class NativeSigningKey implements SigningKey {
  private final SigningKey portable;
  private final Secret seed;
  private final PrivateKey key;
  private final Signature signer;

  NativeSigningKey(NativeCurve curve, SigningKey portable, Secret seed)
      throws GeneralSecurityException {
    this.portable = portable;
    this.seed = seed;
    this.key = curve.signingKey(seed);
    this.signer = curve.signature();
  }

  @Override
  public SignatureScheme scheme() {
    return SignatureScheme.ED25519;
  }

  @Override
  public byte[] publicKey() {
    return portable.publicKey();
  }

  @Override
  public byte[] sign(byte[] message, RandomGenerator random) {
    try {
      return natively(message);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return portable.sign(message, random);
    }
  }

  byte[] natively(byte[] message) throws GeneralSecurityException {
    if (seed.isErased()) {
      throw new IllegalStateException("This signature key was erased; it signs nothing more.");
    }
    synchronized (signer) {
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    }
  }

  @Override
  public String toString() {
    return "NativeSigningKey[ED25519]";
  }
}

package sotto.client.crypto;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.VerificationKey;

/// An Ed25519 key that a native provider verifies with.
///
/// BoringSSL and AWS-LC verify without the cofactor, so what they accept the portable primitive
/// accepts too, but not the reverse. So their yes counts, and their no is decided by the portable
/// one: all members give one verdict, and only forgeries cost more.
record NativeVerificationKey(NativeCurve curve, VerificationKey portable, PublicKey key)
    implements VerificationKey {
  @Override
  public SignatureScheme scheme() {
    return SignatureScheme.ED25519;
  }

  @Override
  public byte[] publicKey() {
    return portable.publicKey();
  }

  @Override
  public boolean verify(byte[] message, byte[] signature) {
    try {
      if (curve.verifies(key, message, signature)) {
        return true;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Such as Amazon's bound of 1 MiB.
      return portable.verify(message, signature);
    }
    return portable.verify(message, signature);
  }
}

package sotto.mls.crypto;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc7748.X448;
import sotto.mls.codec.MlsException;

/// X25519 and X448 (RFC 7748) of BouncyCastle.
final class MontgomeryCurve {
  private MontgomeryCurve() {}

  static byte[] publicKey(DhGroup group, Secret privateKey) throws MlsException {
    checkPrivateKey(group, privateKey);
    byte[] publicKey = new byte[group.publicKeyLength()];
    if (group == DhGroup.X25519) {
      X25519.scalarMultBase(privateKey.raw(), 0, publicKey, 0);
    } else {
      X448.scalarMultBase(privateKey.raw(), 0, publicKey, 0);
    }
    return publicKey;
  }

  static Secret agree(DhGroup group, Secret privateKey, byte[] publicKey) throws MlsException {
    checkPrivateKey(group, privateKey);
    if (publicKey.length != group.publicKeyLength()) {
      throw new MlsException("A public key of " + group + " has the wrong length.");
    }
    byte[] shared = new byte[group.sharedLength()];
    boolean contributory =
        group == DhGroup.X25519
            ? X25519.calculateAgreement(privateKey.raw(), 0, publicKey, 0, shared, 0)
            : X448.calculateAgreement(privateKey.raw(), 0, publicKey, 0, shared, 0);
    // RFC 9180 §7.1.4: "recipients MUST check whether the Diffie-Hellman shared secret is the
    // all-zero value and abort if so".
    if (!contributory) {
      Arrays.fill(shared, (byte) 0);
      throw new MlsException("A public key of " + group + " gives an all-zero shared secret.");
    }
    return Secret.owning(shared);
  }

  private static void checkPrivateKey(DhGroup group, Secret privateKey) throws MlsException {
    if (privateKey.length() != group.privateKeyLength()) {
      throw new MlsException("A private key of " + group + " has the wrong length.");
    }
  }
}

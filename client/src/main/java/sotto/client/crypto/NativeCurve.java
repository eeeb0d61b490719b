package sotto.client.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KeyAgreement;
import sotto.mls.crypto.Secret;

/// Ed25519 and X25519 of a provider, with keys as bare bytes.
record NativeCurve(Provider provider) {
  // RFC 8410: what precedes the 32 bytes of a key in PKCS #8 and in SubjectPublicKeyInfo.
  private static final byte[] ED25519_PRIVATE = hex("302e020100300506032b657004220420");
  private static final byte[] ED25519_PUBLIC = hex("302a300506032b6570032100");
  private static final byte[] X25519_PRIVATE = hex("302e020100300506032b656e04220420");
  private static final byte[] X25519_PUBLIC = hex("302a300506032b656e032100");

  /// What self-tests sign and agree with.
  static Secret example() {
    byte[] fixed = new byte[32];
    Arrays.fill(fixed, (byte) 0x2a);
    return Secret.owning(fixed);
  }

  PrivateKey signingKey(Secret seed) throws GeneralSecurityException {
    return privateKey("EdDSA", ED25519_PRIVATE, seed);
  }

  PublicKey verificationKey(byte[] publicKey) throws GeneralSecurityException {
    return publicKey("EdDSA", ED25519_PUBLIC, publicKey);
  }

  Signature signature() throws GeneralSecurityException {
    return Signature.getInstance("EdDSA", provider);
  }

  boolean verifies(PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = signature();
    verifier.initVerify(key);
    verifier.update(message);
    try {
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    }
  }

  Secret agree(Secret privateKey, byte[] publicKey) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("XDH", provider);
    agreement.init(privateKey("XDH", X25519_PRIVATE, privateKey));
    agreement.doPhase(publicKey("XDH", X25519_PUBLIC, publicKey), true);
    return Secret.owning(agreement.generateSecret());
  }

  private PrivateKey privateKey(String algorithm, byte[] prefix, Secret key)
      throws GeneralSecurityException {
    byte[] bytes = key.copy();
    byte[] encoded = joined(prefix, bytes);
    try {
      return factory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private PublicKey publicKey(String algorithm, byte[] prefix, byte[] key)
      throws GeneralSecurityException {
    return factory(algorithm).generatePublic(new X509EncodedKeySpec(joined(prefix, key)));
  }

  /// Amazon's provider makes no keys and takes those of the JDK, of its own provider by name.
  private KeyFactory factory(String algorithm) throws GeneralSecurityException {
    return provider.getService("KeyFactory", algorithm) == null
        ? KeyFactory.getInstance(algorithm, "SunEC")
        : KeyFactory.getInstance(algorithm, provider);
  }

  private static byte[] joined(byte[] prefix, byte[] key) {
    byte[] joined = Arrays.copyOf(prefix, prefix.length + key.length);
    System.arraycopy(key, 0, joined, prefix.length, key.length);
    return joined;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}

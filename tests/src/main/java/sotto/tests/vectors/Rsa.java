package sotto.tests.vectors;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// RSA as the classic designs use it through JCA. Randomness is played back, so that encrypting and
/// signing are compared with the vector as well as decrypting and verifying.
final class Rsa {
  enum Scheme {
    OAEP,
    PSS,
    PKCS1,
    PKCS1_ENCRYPTION
  }

  /// A key pair; the public exponent is 65537 in files that do not repeat it.
  record Keys(BigInteger modulus, BigInteger publicExponent, BigInteger privateExponent) {
    PublicKey publicKey() throws GeneralSecurityException {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(modulus, publicExponent));
    }

    PrivateKey privateKey() throws GeneralSecurityException {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(new RSAPrivateKeySpec(modulus, privateExponent));
    }
  }

  private Rsa() {}

  /// PKCS #1's own vectors use SHA-1 throughout.
  static void check(Scheme scheme, Keys keys, byte[] message, byte[] random, byte[] result)
      throws Exception {
    switch (scheme) {
      case OAEP -> {
        OAEPParameterSpec parameters = oaep("SHA-1", "SHA-1", new byte[0]);
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(Cipher.ENCRYPT_MODE, keys.publicKey(), parameters, new Playback(random));
        Expect.equal("the ciphertext", result, cipher.doFinal(message));
        Expect.equal("the plaintext", message, decrypt(keys.privateKey(), parameters, result));
      }
      case PSS -> {
        Signature signer = Signature.getInstance("RSASSA-PSS");
        signer.setParameter(pss("SHA-1", "SHA-1", random.length));
        sign(signer, keys, message, random, result);
      }
      case PKCS1_ENCRYPTION -> {
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.DECRYPT_MODE, keys.privateKey());
        Expect.equal("the plaintext", message, cipher.doFinal(result));
      }
      case PKCS1 -> sign(Signature.getInstance("SHA1withRSA"), keys, message, random, result);
    }
  }

  /// OAEP under two hashes; such vectors give no seed, so that they are decrypted only.
  static void checkOaep(Keys keys, String hash, String maskHash, byte[] message, byte[] result)
      throws Exception {
    OAEPParameterSpec parameters = oaep(hash, maskHash, new byte[0]);
    Expect.equal("the plaintext", message, decrypt(keys.privateKey(), parameters, result));
  }

  static byte[] decrypt(PrivateKey key, OAEPParameterSpec parameters, byte[] ciphertext)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(Cipher.DECRYPT_MODE, key, parameters);
    return cipher.doFinal(ciphertext);
  }

  static OAEPParameterSpec oaep(String hash, String mgfHash, byte[] label) {
    return new OAEPParameterSpec(
        hash, "MGF1", new MGF1ParameterSpec(mgfHash), new PSource.PSpecified(label));
  }

  static PSSParameterSpec pss(String hash, String mgfHash, int saltBytes) {
    return new PSSParameterSpec(
        hash, "MGF1", new MGF1ParameterSpec(mgfHash), saltBytes, PSSParameterSpec.TRAILER_FIELD_BC);
  }

  private static void sign(
      Signature signature, Keys keys, byte[] message, byte[] random, byte[] result)
      throws Exception {
    signature.initSign(keys.privateKey(), new Playback(random));
    signature.update(message);
    Expect.equal("the signature", result, signature.sign());
    signature.initVerify(keys.publicKey());
    signature.update(message);
    Expect.holds("the signature verifies", signature.verify(result));
  }
}

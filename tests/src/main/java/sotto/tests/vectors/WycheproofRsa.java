package sotto.tests.vectors;

import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import sotto.tests.vectors.Case.Unused;
import sotto.tests.vectors.Wycheproof.Group;

/// Wycheproof's tests of RSA, through the JCA names that the classic designs use.
final class WycheproofRsa {
  private WycheproofRsa() {}

  static Answer oaep(Group group, Fields test) throws Exception {
    PrivateKey key = privateKey(group);
    OAEPParameterSpec parameters =
        Rsa.oaep(group.fields().text("sha"), group.fields().text("mgfSha"), test.hex("label"));
    byte[] ciphertext = test.hex("ct");
    return Answer.comparing(test.hex("msg"), () -> Rsa.decrypt(key, parameters, ciphertext));
  }

  static Answer pkcs1Decrypt(Group group, Fields test) throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
    cipher.init(Cipher.DECRYPT_MODE, privateKey(group));
    byte[] ciphertext = test.hex("ct");
    return Answer.comparing(test.hex("msg"), () -> cipher.doFinal(ciphertext));
  }

  static Answer pss(Group group, Fields test) throws Exception {
    return pss(group, publicKey(group), test);
  }

  /// A key that says itself which hashes and salt it is for (RFC 8017, appendix A.2.3).
  static Answer pssOfKey(Group group, Fields test) throws Exception {
    PublicKey key =
        KeyFactory.getInstance("RSASSA-PSS")
            .generatePublic(new X509EncodedKeySpec(group.publicKeyInfo()));
    return pss(group, key, test);
  }

  private static Answer pss(Group group, PublicKey key, Fields test) throws Exception {
    String hash = group.fields().text("sha");
    String mgfHash = group.fields().text("mgfSha");
    if (!group.fields().text("mgf").equals("MGF1")) {
      throw new Unused("RSASSA-PSS with " + group.fields().text("mgf"));
    }
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(Rsa.pss(hash, mgfHash, group.fields().integer("sLen")));
    return verify(signature, key, test);
  }

  static Answer pkcs1Verify(Group group, Fields test) throws Exception {
    return verify(Signature.getInstance(signatureName(group)), publicKey(group), test);
  }

  static Answer pkcs1Sign(Group group, Fields test) throws Exception {
    PrivateKey key = privateKey(group);
    byte[] message = test.hex("msg");
    return Answer.comparing(
        test.hex("sig"),
        () -> {
          Signature signature = Signature.getInstance(signatureName(group));
          signature.initSign(key);
          signature.update(message);
          return signature.sign();
        });
  }

  /// JCA writes `SHA256withRSA`, but `SHA3-256withRSA`.
  private static String signatureName(Group group) throws Exception {
    String hash = group.fields().text("sha");
    return (hash.startsWith("SHA3-") ? hash : hash.replace("-", "")) + "withRSA";
  }

  private static Answer verify(Signature signature, PublicKey key, Fields test) throws Exception {
    signature.initVerify(key);
    signature.update(test.hex("msg"));
    try {
      return Answer.verified(signature.verify(test.hex("sig")));
    } catch (SignatureException refused) {
      return Answer.REFUSED;
    }
  }

  private static PrivateKey privateKey(Group group) throws Exception {
    if (group.fields().node().path("privateKey").has("otherPrimeInfos")) {
      throw new Unused("RSA with more than two primes");
    }
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(group.fields().hex("privateKeyPkcs8")));
  }

  private static PublicKey publicKey(Group group) throws Exception {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new X509EncodedKeySpec(group.publicKeyInfo()));
  }
}

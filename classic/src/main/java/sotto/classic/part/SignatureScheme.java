package sotto.classic.part;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;

/// RSA signatures.
public enum SignatureScheme {
  /// PSS with SHA-256, MGF1-SHA-256 and a salt of 32 bytes.
  PSS_SHA256("RSASSA-PSS"),
  /// PKCS #1 v1.5 with SHA-256: what the published code of `signed` does.
  PKCS1_SHA256("SHA256withRSA"),
  /// No hash and no padding: text^d mod n, so that anybody reads the text out of the signature.
  TEXTBOOK("");

  private final String algorithm;

  SignatureScheme(String algorithm) {
    this.algorithm = algorithm;
  }

  public byte[] sign(byte[] text, PrivateKey signer, SecureRandom random) throws Refusal {
    try {
      if (this == TEXTBOOK) {
        Cipher rsa = Cipher.getInstance("RSA/ECB/NoPadding");
        rsa.init(Cipher.ENCRYPT_MODE, signer);
        return rsa.doFinal(text);
      }
      Signature signature = start();
      signature.initSign(signer, random);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw Refusal.here("This private key cannot sign.");
    }
  }

  /// A signature of the wrong size, of another key or of another text: all are just not valid.
  public boolean verify(byte[] text, byte[] signature, PublicKey signer) {
    try {
      if (this == TEXTBOOK) {
        byte[] recovered = recover(signature, signer);
        int zeros = recovered.length - text.length;
        return zeros >= 0
            && Arrays.equals(Arrays.copyOfRange(recovered, zeros, recovered.length), text);
      }
      Signature check = start();
      check.initVerify(signer);
      check.update(text);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// What a textbook signature gives away: signature^e mod n, left-padded with zeros.
  public static byte[] recover(byte[] signature, PublicKey signer) throws GeneralSecurityException {
    Cipher rsa = Cipher.getInstance("RSA/ECB/NoPadding");
    rsa.init(Cipher.DECRYPT_MODE, signer);
    return rsa.doFinal(signature);
  }

  private Signature start() throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    if (this == PSS_SHA256)
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    return signature;
  }
}

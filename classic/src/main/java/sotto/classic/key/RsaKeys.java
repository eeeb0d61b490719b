package sotto.classic.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import sotto.classic.part.Refusal;

/// RSA-2048 keys and their PEM text. Reads "PUBLIC KEY", "PRIVATE KEY" and Python's default "RSA
/// PRIVATE KEY".
public final class RsaKeys {
  public static final int BITS = 2048;

  /// A public key in PEM has 451 characters; nothing longer than this is looked at.
  public static final int MAX_PEM = 8192;

  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private RsaKeys() {}

  public static KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(BITS, random);
      return rsa.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks RSA", e);
    }
  }

  public static String pem(PublicKey key) {
    return pem("PUBLIC KEY", key.getEncoded());
  }

  public static String pem(PrivateKey key) {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  public static PublicKey publicKey(String pem) throws Refusal {
    try {
      var spec = new X509EncodedKeySpec(body(pem, "PUBLIC KEY"));
      return checked((RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw Refusal.here("This is not an RSA public key in PEM format.");
    }
  }

  /// The whole pair: an RSA private key contains its public half.
  public static KeyPair privateKey(String pem) throws Refusal {
    try {
      KeyFactory rsa = KeyFactory.getInstance("RSA");
      var key =
          (RSAPrivateCrtKey)
              (pem.contains("RSA PRIVATE KEY")
                  ? rsa.generatePrivate(pkcs1(body(pem, "RSA PRIVATE KEY")))
                  : rsa.generatePrivate(new PKCS8EncodedKeySpec(body(pem, "PRIVATE KEY"))));
      PublicKey half =
          rsa.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
      return new KeyPair(checked((RSAPublicKey) half), key);
    } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
      throw Refusal.here("This is not an RSA private key in PEM format.");
    }
  }

  private static PublicKey checked(RSAPublicKey key) throws Refusal {
    BigInteger e = key.getPublicExponent();
    // All five documents say RSA-2048; a shorter key would be weaker, a longer one a way to keep
    // the other side busy.
    if (key.getModulus().bitLength() != BITS
        || e.bitLength() > 32
        || !e.testBit(0)
        || e.intValue() == 1) throw Refusal.here("The public key is not an RSA key of 2048 bits.");
    return key;
  }

  private static RSAPrivateCrtKeySpec pkcs1(byte[] der) {
    var key = RSAPrivateKey.getInstance(der);
    return new RSAPrivateCrtKeySpec(
        key.getModulus(),
        key.getPublicExponent(),
        key.getPrivateExponent(),
        key.getPrime1(),
        key.getPrime2(),
        key.getExponent1(),
        key.getExponent2(),
        key.getCoefficient());
  }

  static String pem(String label, byte[] der) {
    String body = new String(LINES.encode(der), StandardCharsets.US_ASCII);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  static byte[] body(String pem, String label) {
    String begin = "-----BEGIN " + label + "-----";
    String end = "-----END " + label + "-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf(end);
    if (pem.length() > MAX_PEM || from < 0 || to < from)
      throw new IllegalArgumentException("no " + label);
    return Base64.getDecoder()
        .decode(pem.substring(from + begin.length(), to).replaceAll("\\s", ""));
  }
}

package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RSA in every kind of file that has it: RSA Laboratories' text, NIST's, and Wycheproof's.
class RsaVectorsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] MESSAGE = {1, 2, 3, 4};
  private static KeyPair keys;
  private static RSAPublicKey publicKey;
  private static RSAPrivateKey privateKey;

  @TempDir Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    publicKey = (RSAPublicKey) keys.getPublic();
    privateKey = (RSAPrivateKey) keys.getPrivate();
  }

  private String total(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("vectors"), content);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    RunVectors.run(List.of(file.toString()), stream, stream);
    return out.toString(StandardCharsets.UTF_8).lines().toList().getLast();
  }

  private void passesAndFailsWith(String content, String genuine, String altered) throws Exception {
    assertThat(total(content)).isEqualTo("1 passed, 0 failed, 0 skipped");
    assertThat(content).contains(genuine);
    assertThat(total(content.replace(genuine, altered))).isEqualTo("0 passed, 1 failed, 0 skipped");
  }

  private static String text(String title, String example, String... labelled) {
    StringBuilder text = new StringBuilder("# " + title + "\n\n# " + example + "\n");
    field(text, "Modulus", HEX.formatHex(privateKey.getModulus().toByteArray()));
    field(text, "Public exponent", "010001");
    field(text, "Exponent", HEX.formatHex(privateKey.getPrivateExponent().toByteArray()));
    for (int i = 0; i < labelled.length; i += 2) {
      field(text, labelled[i], labelled[i + 1]);
    }
    return text.toString();
  }

  private static void field(StringBuilder text, String label, String hex) {
    text.append("# ").append(label).append(":\n").append(hex).append("\n\n");
  }

  private static byte[] encrypted(String transformation, String... hashes) throws Exception {
    Cipher cipher = Cipher.getInstance(transformation);
    if (hashes.length == 0) {
      cipher.init(Cipher.ENCRYPT_MODE, publicKey);
    } else {
      cipher.init(Cipher.ENCRYPT_MODE, publicKey, Rsa.oaep(hashes[0], hashes[1], new byte[0]));
    }
    return cipher.doFinal(MESSAGE);
  }

  private static byte[] signed(String hash) throws Exception {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(Rsa.pss(hash, hash, 20));
    signature.initSign(privateKey);
    signature.update(MESSAGE);
    return signature.sign();
  }

  @Test
  void oaepUnderSha2IsDecrypted() throws Exception {
    String file =
        text(
            "Test vectors for RSA OAEP",
            "OAEP Example 1 alg=sha256 mgf1=sha1",
            "Message",
            "01020304",
            "Encryption",
            HEX.formatHex(encrypted("RSA/ECB/OAEPPadding", "SHA-256", "SHA-1")));
    passesAndFailsWith(file, "01020304", "01020305");
    passesAndFailsWith(file, "alg=sha256", "alg=sha384");
  }

  @Test
  void pkcs1EncryptionIsDecrypted() throws Exception {
    String file =
        text(
            "PKCS#1 v1.5 Encryption Test Vectors",
            "Example 1",
            "Message",
            "01020304",
            "Encryption",
            HEX.formatHex(encrypted("RSA/ECB/PKCS1Padding")));
    passesAndFailsWith(file, "01020304", "01020305");
  }

  /// The salt is played back: with another one the signature is another.
  @Test
  void pssIsSignedWithTheVectorsSaltAndVerified() throws Exception {
    byte[] salt = new byte[20];
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(Rsa.pss("SHA-1", "SHA-1", salt.length));
    signature.initSign(privateKey, new Playback(salt));
    signature.update(MESSAGE);
    String file =
        text(
            "RSA-PSS signature example",
            "Example 1",
            "Message",
            "01020304",
            "Salt",
            HEX.formatHex(salt),
            "Signature",
            HEX.formatHex(signature.sign()));
    passesAndFailsWith(file, HEX.formatHex(salt), "01" + HEX.formatHex(salt).substring(2));
  }

  @Test
  void nistsPssSignaturesVerifyOrNotAsTheySay() throws Exception {
    String file =
        """
        # "SigVer RSASSA-PSS" information
        [mod = 2048]

        n = %s
        e = 010001

        SHAAlg = SHA256
        Msg = 01020304
        S = %s
        SaltVal = %s
        Result = P
        """
            .formatted(
                publicKey.getModulus().toString(16),
                HEX.formatHex(signed("SHA-256")),
                "00".repeat(20));
    passesAndFailsWith(file, "Result = P", "Result = F (1 - Message changed)");
    passesAndFailsWith(file, "Msg = 01", "Msg = 02");
  }

  /// The first schemas say `keyDer`, later ones `publicKeyDer`; a key for PSS alone names its
  /// hashes.
  @Test
  void wycheproofsPssIsRunUnderAnyOfItsNames() throws Exception {
    String file =
        """
        {"algorithm": "RSASSA-PSS", "testGroups": [{"type": "RsassaPssVerify", "mgf": "MGF1",
          "sha": "SHA-256", "mgfSha": "SHA-256", "sLen": 20, "keyDer": "%s", "tests": [
            {"tcId": 1, "msg": "01020304", "sig": "%s", "result": "valid"}]}]}
        """
            .formatted(HEX.formatHex(publicKey.getEncoded()), HEX.formatHex(signed("SHA-256")));
    passesAndFailsWith(file, "01020304", "01020305");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSASSA-PSS");
    generator.initialize(
        new RSAKeyGenParameterSpec(
            2048, RSAKeyGenParameterSpec.F4, Rsa.pss("SHA-256", "SHA-256", 20)));
    KeyPair bound = generator.generateKeyPair();
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(Rsa.pss("SHA-256", "SHA-256", 20));
    signature.initSign(bound.getPrivate());
    signature.update(MESSAGE);
    String ofKey =
        file.replace("RsassaPssVerify", "RsassaPssWithParametersVerify")
            .replace(
                HEX.formatHex(publicKey.getEncoded()),
                HEX.formatHex(bound.getPublic().getEncoded()))
            .replaceAll(
                "\"sig\": \"[0-9a-f]*\"", "\"sig\": \"" + HEX.formatHex(signature.sign()) + "\"");
    passesAndFailsWith(ofKey, "01020304", "01020305");
  }
}

package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.mls.crypto.HashFunction;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;

/// Keys, nonces and salts of odd lengths in Wycheproof's files: refused, or taken, as the test
/// says.
class WycheproofRefusalsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String PASSED = "1 passed, 0 failed, 0 skipped";
  private static final String FAILED = "0 passed, 1 failed, 0 skipped";

  private static String invalid(String file) {
    return file.replace("\"result\": \"valid\"", "\"result\": \"invalid\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 17, 33})
  void aKeyOrNonceThatAesDoesNotHaveIsARefusal(int length) {
    String wrong = "00".repeat(length);
    for (String lengths :
        new String[] {
          "\"key\": \"%s\", \"iv\": \"%s\"".formatted(wrong, "00".repeat(16)),
          "\"key\": \"%s\", \"iv\": \"%s\"".formatted("00".repeat(16), wrong)
        }) {
      String file =
          Samples.wycheproof(
              "AES-CBC-PKCS5",
              "IndCpaTest",
              "",
              lengths + ", \"msg\": \"\", \"ct\": \"%s\"".formatted("00".repeat(16)));
      assertThat(Runs.total(invalid(file))).isEqualTo(PASSED);
      assertThat(Runs.total(file)).isEqualTo(FAILED);
    }
  }

  @Test
  void anMlDsaKeyOfAnotherLengthIsARefusalUnderAContextToo() throws Exception {
    byte[] seed = new byte[32];
    SignatureKeyPair keys =
        Product.crypto().generateSignatureKeyPair(SignatureScheme.MLDSA44, new Playback(seed));
    byte[] signature =
        ContextMlDsa.sign(
            SignatureScheme.MLDSA44, seed, new byte[] {7}, new byte[] {1}, new byte[32]);
    String file =
        Samples.wycheproof(
            "ML-DSA-44",
            "MlDsaVerify",
            "\"publicKey\": \"%s\",".formatted(HEX.formatHex(keys.publicKey())),
            "\"msg\": \"01\", \"ctx\": \"07\", \"sig\": \"%s\""
                .formatted(HEX.formatHex(signature)));
    assertThat(Runs.total(file)).isEqualTo(PASSED);
    assertThat(Runs.total(Runs.altered(file, "\"ctx\": \""))).isEqualTo(FAILED);
    for (String change : new String[] {"", "00"}) {
      String other = file.replaceFirst("\"publicKey\": \"..", "\"publicKey\": \"" + change);
      assertThat(Runs.total(invalid(other))).isEqualTo(PASSED);
    }
  }

  @Test
  void thePublicKeyOfASigningSeedIsCompared() throws Exception {
    String file = Samples.hedged(SignatureScheme.MLDSA44);
    assertThat(Runs.total(file)).isEqualTo(PASSED);
    assertThat(Runs.total(Runs.altered(file, "\"publicKey\": \""))).isEqualTo(FAILED);
    String withContext = file.replace("\"ctx\": \"\"", "\"ctx\": \"07\"");
    assertThat(Runs.total(withContext)).isEqualTo(FAILED);
  }

  @Test
  void pbkdf2TakesAnEmptySalt() {
    // PBKDF2 of one iteration is HMAC(password, salt || 00000001).
    byte[] key =
        Product.crypto().hmac(HashFunction.SHA256, new byte[] {0x70}, new byte[] {0, 0, 0, 1});
    String file =
        Samples.wycheproof(
            "PBKDF2-HMACSHA256",
            "PbkdfTest",
            "",
            "\"password\": \"70\", \"salt\": \"\", \"iterationCount\": 1, \"dkLen\": 32, \"dk\": \"%s\""
                .formatted(HEX.formatHex(key)));
    assertThat(Runs.total(file)).isEqualTo(PASSED);
    assertThat(Runs.total(Runs.altered(file, "\"dk\": \""))).isEqualTo(FAILED);
    assertThat(Runs.total(file.replace("\"dkLen\": 32", "\"dkLen\": 31"))).isEqualTo(FAILED);
  }

  @Test
  void anRsaKeyThatIsNoneIsARefusal() {
    String file =
        Samples.wycheproof(
            "RSASSA-PKCS1-v1_5",
            "RsassaPkcs1Verify",
            "\"sha\": \"SHA-256\", \"publicKeyDer\": \"3000\",",
            "\"msg\": \"\", \"sig\": \"00\"");
    assertThat(Runs.total(invalid(file))).isEqualTo(PASSED);
    assertThat(Runs.total(file)).isEqualTo(FAILED);
  }
}

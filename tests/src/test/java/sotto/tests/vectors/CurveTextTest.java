package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sotto.mls.crypto.Aead;
import sotto.mls.crypto.DhGroup;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;

/// Curves and AEADs in the text files of NIST and of the RFCs.
class CurveTextTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Random RANDOM = new Random(7);
  private static final String PASSED = "1 passed, 0 failed, 0 skipped";
  private static final String FAILED = "0 passed, 1 failed, 0 skipped";

  /// From NIST's PKV.rsp of 2011.
  private static final String PUBLIC_KEYS =
      """
      #  CAVS 11.0
      #  "PKV" information
      [P-192]

      Qx = 491c0c4761b0a4a147b5e4ce03a531546644f5d1e3d05e57
      Qy = 6fa5addd47c5d6be3933fbff88f57a6c8ca0232c471965de
      Result = F (2 - Point not on curve)

      [P-256]

      Qx = d2b419e62dc101b395401208b9868a3b3fd007ad92adb18921c068d416aa22e7
      Qy = 17952007e021b46a2ab12f14115aafb70608a37f0c3366e7e3921414b904d395a
      Result = F (1 - Q_x or Q_y out of range)

      Qx = 6f969d90fd494b04913eda9e0cf23f66eea5a70dfd5fb3e48f393397421c2b02
      Qy = c19ad66d7d6993b792b608879e1d861026805cf6fde1f5d8bb4f790ad1cee456
      Result = F (2 - Point not on curve)

      Qx = 98df269ff29c0d81d8d46da3a43843f4ae804d0f92022191ba19a444fee4948a
      Qy = a5eab66e8e72688711bfa17f22eb59997c8ef5160b2437e15f862483c0a4cf45
      Result = P (0 )
      """;

  @Test
  void publicKeysAreTakenOrRefusedAsNistSays() {
    assertThat(Runs.total(PUBLIC_KEYS)).isEqualTo("3 passed, 0 failed, 1 skipped");
    assertThat(Runs.total(PUBLIC_KEYS.replace("F (2 - P", "P (2 - P")))
        .isEqualTo("2 passed, 1 failed, 1 skipped");
    assertThat(Runs.total(PUBLIC_KEYS.replace("P (0 )", "F (0 )")))
        .isEqualTo("2 passed, 1 failed, 1 skipped");
  }

  /// `Qx` and `Qy` of a point.
  private static String coordinates(byte[] point, String prefix) {
    int middle = 1 + point.length / 2;
    return "%1$sx = %2$s\n%1$sy = %3$s\n"
        .formatted(
            prefix, HEX.formatHex(point, 1, middle), HEX.formatHex(point, middle, point.length));
  }

  @Test
  void signaturesAreVerifiedUnderTheHashOfTheirSection() throws Exception {
    byte[] message = {1, 2, 3};
    for (SignatureScheme scheme :
        new SignatureScheme[] {
          SignatureScheme.ECDSA_P256, SignatureScheme.ECDSA_P384, SignatureScheme.ECDSA_P521
        }) {
      SignatureKeyPair keys = Product.crypto().generateSignatureKeyPair(scheme, RANDOM);
      byte[] der = Product.crypto().signingKey(keys).sign(message, RANDOM);
      // DER: 30 length 02 length r 02 length s, with one more length byte on P-521.
      int at = der[1] == (byte) 0x81 ? 4 : 3;
      int end = at + 1 + der[at];
      String section = scheme.name().replace("ECDSA_P", "P-") + "," + HashedEcdsa.ownHash(scheme);
      String file =
          "[%s]\n\nMsg = 010203\nd = %s\n%sR = %s\nS = %s\n"
              .formatted(
                  section,
                  HEX.formatHex(keys.privateKey().copy()),
                  coordinates(keys.publicKey(), "Q"),
                  HEX.formatHex(der, at + 1, end),
                  HEX.formatHex(der, end + 2, der.length));
      assertThat(Runs.total(file)).isEqualTo(PASSED);
      assertThat(Runs.total(Runs.altered(file, "Msg = "))).isEqualTo(FAILED);
      assertThat(Runs.total(Runs.altered(file, "\nd = "))).isEqualTo(FAILED);
      assertThat(Runs.total(file + "Result = F (1 - Message changed)\n")).isEqualTo(FAILED);
      String otherHash = file.replace(HashedEcdsa.ownHash(scheme), "SHA-224");
      assertThat(Runs.total(otherHash)).isEqualTo(FAILED);
      assertThat(Runs.total(otherHash + "Result = F (1 - Message changed)\n")).isEqualTo(PASSED);
    }
  }

  @Test
  void keyAgreementAndKeyPairsGiveNistsPoints() throws Exception {
    Secret own = Secret.owning(scalar());
    Secret other = Secret.owning(scalar());
    byte[] point = Product.crypto().publicKey(DhGroup.P384, own);
    byte[] theirs = Product.crypto().publicKey(DhGroup.P384, other);
    String agreement =
        "[P-384]\n\nCOUNT = 0\n%sdIUT = %s\n%sZIUT = %s\n"
            .formatted(
                coordinates(theirs, "QCAVS"),
                HEX.formatHex(own.copy()),
                coordinates(point, "QIUT"),
                HEX.formatHex(Product.crypto().agree(DhGroup.P384, own, theirs).copy()));
    assertThat(Runs.total(agreement)).isEqualTo(PASSED);
    assertThat(Runs.total(Runs.altered(agreement, "ZIUT = "))).isEqualTo(FAILED);
    assertThat(Runs.total(agreement.replace("P-384", "K-283")))
        .isEqualTo("0 passed, 0 failed, 1 skipped");
    String pair =
        "[P-384]\n[B.4.2 Key Pair Generation by Testing Candidates]\nN = 1\n\nd = %s\n%s"
            .formatted(HEX.formatHex(own.copy()), coordinates(point, "Q"));
    assertThat(Runs.total(pair)).isEqualTo(PASSED);
    assertThat(Runs.total(Runs.altered(pair, "Qy = "))).isEqualTo(FAILED);
  }

  private static byte[] scalar() {
    byte[] scalar = new byte[48];
    RANDOM.nextBytes(scalar);
    scalar[0] = 0;
    return scalar;
  }

  @Test
  void rfc7748AndRfc8032AreRunAsText() {
    String product =
        """
        # From RFC 7748 section 5.2
        COUNT = 1
        INPUT_SCALAR = a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4
        INPUT_U = e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c
        OUTPUT_U = c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552
        """;
    assertThat(Runs.total(product)).isEqualTo(PASSED);
    assertThat(Runs.total(Runs.altered(product, "OUTPUT_U = "))).isEqualTo(FAILED);
    String signature =
        """
        # From RFC 8032
        COUNT = 0
        SECRET = 6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f95b
        PUBLIC = 5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180
        MESSAGE =
        SIGNATURE = 533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4dbb61149f05a7363268c71d95808ff2e652600
        """;
    assertThat(Runs.total(signature)).isEqualTo(PASSED);
    assertThat(Runs.total(Runs.altered(signature, "SIGNATURE = "))).isEqualTo(FAILED);
    assertThat(Runs.total(signature.replace("MESSAGE =", "CONTEXT = 00\nMESSAGE =")))
        .isEqualTo("0 passed, 0 failed, 1 skipped");
  }

  @Test
  void ed25519sOwnListIsRunLineByLine() {
    // RFC 8032 §7.1, test 1.
    String seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    String key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    String signature =
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
    String line = "%s%s:%s::%s:\n".formatted(seed, key, key, signature);
    assertThat(Runs.total(line + line)).isEqualTo("2 passed, 0 failed, 0 skipped");
    assertThat(Runs.total(line + line.replace("e5564300", "e5564301")))
        .isEqualTo("1 passed, 1 failed, 0 skipped");
    assertThat(Runs.total(line + "a cut line\n")).isEqualTo("1 passed, 1 failed, 0 skipped");
  }

  @Test
  void anAeadIsKnownByTheVectorThatOpensUnderIt() throws Exception {
    for (Aead aead : new Aead[] {Aead.AES_128_GCM, Aead.AES_256_GCM, Aead.CHACHA20_POLY1305}) {
      byte[] key = new byte[aead.keyLength()];
      RANDOM.nextBytes(key);
      byte[] nonce = new byte[Aead.NONCE_LENGTH];
      byte[] sealed = Product.crypto().seal(aead, key, nonce, new byte[] {5}, new byte[] {9});
      String block =
          "COUNT = 1\nKey = %s\nIV = %s\nAAD = 05\nTag = %s\nPlaintext = 09\nCiphertext = %s\n"
              .formatted(
                  HEX.formatHex(key),
                  HEX.formatHex(nonce),
                  HEX.formatHex(Arrays.copyOfRange(sealed, 1, sealed.length)),
                  HEX.formatHex(sealed, 0, 1));
      String forged = Runs.altered(block, "Tag = ");
      assertThat(Runs.total(block + forged + "Result = CIPHERFINAL_ERROR\n"))
          .isEqualTo("2 passed, 0 failed, 0 skipped");
      assertThat(Runs.total(block + forged)).isEqualTo("1 passed, 1 failed, 0 skipped");
      assertThat(Runs.total(block + block + "Result = CIPHERFINAL_ERROR\n"))
          .isEqualTo("1 passed, 1 failed, 0 skipped");
      assertThat(Runs.total(forged)).isEqualTo("0 passed, 0 failed, 1 skipped");
    }
  }
}

package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import sotto.mls.crypto.Encapsulation;
import sotto.mls.crypto.MlKem;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;

/// ML-KEM and ML-DSA in the competition's text, and NIST's ACVP files.
class LatticeFilesTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Random RANDOM = new Random(5);
  private static final String PASSED = "1 passed, 0 failed, 0 skipped";
  private static final String FAILED = "0 passed, 1 failed, 0 skipped";
  private static final String SKIPPED = "0 passed, 0 failed, 1 skipped";
  private static final SignatureScheme SCHEME = SignatureScheme.MLDSA44;
  private static final byte[] MESSAGE = {1, 2, 3};

  private final byte[] seed = bytes(32);
  private final SignatureKeyPair keys =
      Product.crypto().generateSignatureKeyPair(SCHEME, new Playback(seed));
  private final String publicKey = HEX.formatHex(keys.publicKey());
  private final String privateKey = HEX.formatHex(ContextMlDsa.expand(SCHEME, seed));

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static String acvp(String algorithm, String mode, String group, String test) {
    return """
    {"vsId": 0, "algorithm": "%s", "mode": "%s", "testGroups": [
      {"tgId": 1, "testType": "AFT", %s "tests": [{"tcId": 1, %s}]}]}
    """
        .formatted(algorithm, mode, group, test);
  }

  private String text(byte[] signature, String more) {
    return "count = 0\nxi = %s\npk = %s\nsk = %s\nmsg = 010203\nsm = %s010203\n%s"
        .formatted(HEX.formatHex(seed), publicKey, privateKey, HEX.formatHex(signature), more);
  }

  /// The first octets of what CCTV and others call `kat_MLDSA_44_det_pure`, count 0.
  @Test
  void theFirstKnownAnswerOfMlDsaIsGiven() throws Exception {
    byte[] xi = HEX.parseHex("f696484048ec21f96cf50a56d0759c448f3779752f0383d37449690694cf7a68");
    byte[] context = HEX.parseHex("480c658c0cb3e040bde084345cef0df7");
    byte[] message = HEX.parseHex("6dbbc4375136df3b07f7c70e639e223e");
    byte[] signature = ContextMlDsa.sign(SCHEME, xi, context, message, new byte[32]);
    assertThat(HEX.formatHex(signature, 0, 16)).isEqualTo("e7c82fca315573ef8cc7160ce95d92fa");
    assertThat(HEX.formatHex(ContextMlDsa.expand(SCHEME, xi), 32, 48))
        .isEqualTo("e9355a9ab1bcfbfc7d4decdf5ddd94b4");
  }

  @Test
  void mlDsaIsRunFromTheCompetitionsText() throws Exception {
    byte[] context = {9};
    byte[] zero = new byte[32];
    byte[] pure = ContextMlDsa.sign(SCHEME, seed, context, MESSAGE, zero);
    String file = text(pure, "ctx = 09\n");
    assertThat(Runs.total(file)).isEqualTo(PASSED);
    for (String name : new String[] {"sm = ", "pk = ", "sk = ", "ctx = "}) {
      assertThat(Runs.total(Runs.altered(file, name))).as(name).isEqualTo(FAILED);
    }
    byte[] random = bytes(32);
    byte[] hedged = Product.crypto().signingKey(keys).sign(MESSAGE, new Playback(random));
    assertThat(Runs.total(text(hedged, "rng = " + HEX.formatHex(random) + "\n"))).isEqualTo(PASSED);
    byte[] mu = ContextMlDsa.hash(keys.publicKey(), MESSAGE);
    String raw = text(ContextMlDsa.signHashed(SCHEME, seed, mu, zero), "");
    assertThat(Runs.total(raw)).isEqualTo(PASSED);
    assertThat(Runs.total(Runs.altered(raw, "sm = "))).isEqualTo(FAILED);
    assertThat(Runs.total(text(pure, "hash = SHA2-256\n"))).isEqualTo(SKIPPED);
  }

  private record Kem(byte[] seed, byte[] publicKey, byte[] message, Encapsulation made) {
    static Kem make() throws Exception {
      byte[] seed = bytes(MlKem.SEED_LENGTH);
      byte[] message = bytes(MlKem.RANDOMNESS_LENGTH);
      byte[] key = Product.crypto().publicKey(MlKem.ML_KEM_768, Secret.copyOf(seed));
      return new Kem(
          seed,
          key,
          message,
          Product.crypto().encapsulate(MlKem.ML_KEM_768, key, Secret.copyOf(message)));
    }

    /// The fields by the names of one kind of file.
    String in(String form) throws Exception {
      return form.formatted(
          HEX.formatHex(seed, 0, 32),
          HEX.formatHex(seed, 32, 64),
          HEX.formatHex(publicKey),
          HEX.formatHex(ExpandedMlKem.expand(MlKem.ML_KEM_768, seed)),
          HEX.formatHex(message),
          HEX.formatHex(made.encapsulated()),
          HEX.formatHex(made.sharedSecret().copy()));
    }
  }

  @Test
  void mlKemIsRunFromTheCompetitionsText() throws Exception {
    Kem kem = Kem.make();
    String file =
        kem.in(
            "count = 0\nd = %1$s\nz = %2$s\nmsg = %5$s\npk = %3$s\nsk = %4$s\nct_n = %6$s\n"
                + "ss_n = %7$s\nct = %6$s\nss = %7$s\n");
    assertThat(Runs.total(file)).isEqualTo(PASSED);
    for (String name : new String[] {"ss = ", "ss_n = ", "msg = "}) {
      assertThat(Runs.total(Runs.altered(file, "\n" + name))).as(name).isEqualTo(FAILED);
    }
  }

  @Test
  void mlKemIsRunFromAcvp() throws Exception {
    Kem kem = Kem.make();
    String set = "\"parameterSet\": \"ML-KEM-768\",";
    String key =
        kem.in(
            acvp(
                "ML-KEM",
                "keyGen",
                set,
                "\"d\": \"%1$s\", \"z\": \"%2$s\", \"ek\": \"%3$s\", \"dk\": \"%4$s\""));
    assertThat(Runs.total(key)).isEqualTo(PASSED);
    assertThat(Runs.total(Runs.altered(key, "\"dk\": \""))).isEqualTo(FAILED);
    String function = set + "\"function\": \"%s\",";
    String both =
        "\"ek\": \"%3$s\", \"dk\": \"%4$s\", \"m\": \"%5$s\", \"c\": \"%6$s\", \"k\": \"%7$s\"";
    for (String name : new String[] {"encapsulation", "decapsulation"}) {
      String file = kem.in(acvp("ML-KEM", "encapDecap", function.formatted(name), both));
      assertThat(Runs.total(file)).isEqualTo(PASSED);
      assertThat(Runs.total("[{\"acvVersion\": \"1.0\"}, " + file + "]")).isEqualTo(PASSED);
      assertThat(Runs.total(Runs.altered(file, "\"k\": \""))).isEqualTo(FAILED);
      assertThat(Runs.total(file.replace("\"k\"", "\"other\""))).isEqualTo(SKIPPED);
    }
    String check =
        kem.in(
            acvp(
                "ML-KEM",
                "encapDecap",
                function.formatted("encapsulationKeyCheck"),
                "\"ek\": \"%3$s\", \"testPassed\": true"));
    assertThat(Runs.total(check)).isEqualTo(PASSED);
    assertThat(Runs.total(check.replace("true", "false"))).isEqualTo(FAILED);
    String notReduced = check.replaceFirst("\"ek\": \"\\w{6}", "\"ek\": \"ffffff");
    assertThat(Runs.total(notReduced)).isEqualTo(FAILED);
    assertThat(Runs.total(notReduced.replace("true", "false"))).isEqualTo(PASSED);
  }

  @Test
  void mlDsaIsRunFromAcvp() throws Exception {
    String set = "\"parameterSet\": \"ML-DSA-44\",";
    String key =
        acvp(
            "ML-DSA",
            "keyGen",
            set,
            "\"seed\": \"%s\", \"pk\": \"%s\", \"sk\": \"%s\""
                .formatted(HEX.formatHex(seed), publicKey, privateKey));
    assertThat(Runs.total(key)).isEqualTo(PASSED);
    assertThat(Runs.total(Runs.altered(key, "\"pk\": \""))).isEqualTo(FAILED);
    String external = set + "\"signatureInterface\": \"external\", \"preHash\": \"pure\",";
    String internal = set + "\"signatureInterface\": \"internal\", \"externalMu\": false,";
    byte[] zero = new byte[32];
    byte[] mu = ContextMlDsa.hash(keys.publicKey(), MESSAGE);
    byte[] pure = ContextMlDsa.sign(SCHEME, seed, new byte[] {9}, MESSAGE, zero);
    signedAndVerified(external, pure);
    signedAndVerified(internal, ContextMlDsa.signHashed(SCHEME, seed, mu, zero));
    signedAndVerified(
        internal.replace("false", "true"), ContextMlDsa.signHashed(SCHEME, seed, mu, zero));
    String hashed = test(external.replace("pure", "preHash"), "sigGen", pure);
    assertThat(Runs.total(hashed)).isEqualTo(SKIPPED);
  }

  private String test(String group, String mode, byte[] signature) {
    return acvp(
        "ML-DSA",
        mode,
        group,
        "\"pk\": \"%s\", \"sk\": \"%s\", \"message\": \"010203\", \"mu\": \"%s\", \"context\": \"09\", \"testPassed\": true, \"signature\": \"%s\""
            .formatted(
                publicKey,
                privateKey,
                HEX.formatHex(ContextMlDsa.hash(keys.publicKey(), MESSAGE)),
                HEX.formatHex(signature)));
  }

  private void signedAndVerified(String group, byte[] signature) {
    for (String mode : new String[] {"sigGen", "sigVer"}) {
      String file = test(group, mode, signature);
      assertThat(Runs.total(file)).as(mode).isEqualTo(PASSED);
      String altered = Runs.altered(file, "\"signature\": \"");
      assertThat(Runs.total(altered)).as(mode).isEqualTo(FAILED);
      if (mode.equals("sigVer")) {
        assertThat(
                Runs.total(
                    altered
                        .replace("true}", "false}")
                        .replace("\": true, \"sig", "\": false, \"sig")))
            .isEqualTo(PASSED);
      }
    }
  }

  @Test
  void ciphersHashesAndMacsAreRunFromAcvp() throws Exception {
    byte[] key = bytes(16);
    byte[] iv = bytes(16);
    byte[] plain = bytes(32);
    Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    String aes =
        acvp(
            "ACVP-AES-CBC",
            "",
            "",
            "\"key\": \"%s\", \"iv\": \"%s\", \"pt\": \"%s\", \"ct\": \"%s\""
                .formatted(
                    HEX.formatHex(key),
                    HEX.formatHex(iv),
                    HEX.formatHex(plain),
                    HEX.formatHex(cipher.doFinal(plain))));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HMAC"));
    String hmac =
        acvp(
            "HMAC-SHA2-256",
            "",
            "",
            "\"key\": \"%s\", \"msg\": \"010203\", \"mac\": \"%s\""
                .formatted(HEX.formatHex(key), HEX.formatHex(mac.doFinal(MESSAGE), 0, 12)));
    String hash =
        acvp(
            "SHA2-384",
            "",
            "",
            "\"msg\": \"010203\", \"len\": 24, \"md\": \"%s\""
                .formatted(HEX.formatHex(MessageDigest.getInstance("SHA-384").digest(MESSAGE))));
    for (String file : new String[] {aes, hmac, hash}) {
      assertThat(Runs.total(file)).isEqualTo(PASSED);
      assertThat(Runs.total(file.replaceAll("\"(ct|mac|md)\": \"..", "\"$1\": \"zz")))
          .isEqualTo(FAILED);
      assertThat(Runs.total(file.replace("AFT", "MCT"))).isEqualTo(SKIPPED);
    }
    assertThat(Runs.total(acvp("LMS", "keyGen", "", "\"a\": 1"))).isEqualTo(SKIPPED);
  }
}

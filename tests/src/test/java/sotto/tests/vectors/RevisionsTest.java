package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sotto.mls.crypto.Aead;
import sotto.mls.crypto.Encapsulation;
import sotto.mls.crypto.MlKem;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureScheme;

/// Files beside those in the shared set: other schemas, forms and parameters of the same families.
class RevisionsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Random RANDOM = new Random(3);
  private static final String PASSED = "1 passed, 0 failed, 0 skipped";
  private static final String FAILED = "0 passed, 1 failed, 0 skipped";
  private static final String SKIPPED = "0 passed, 0 failed, 1 skipped";

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "secp256r1, SHA-512, SHA512withECDSA",
    "secp256r1, SHA3-256, SHA3-256withECDSA",
    "secp384r1, SHA-256, SHA256withECDSA",
    "secp521r1, SHA3-512, SHA3-512withECDSA"
  })
  void ecdsaIsVerifiedUnderAnyHash(String curve, String hash, String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    KeyPair keys = generator.generateKeyPair();
    byte[] info = keys.getPublic().getEncoded();
    int size = Integer.parseInt(curve.substring(4, 7));
    byte[] point = Arrays.copyOfRange(info, info.length - 2 * ((size + 7) / 8) - 1, info.length);
    String group =
        "\"publicKey\": {\"curve\": \"%s\", \"uncompressed\": \"%s\"}, \"sha\": \"%s\","
            .formatted(curve, HEX.formatHex(point), hash);
    for (String form : new String[] {"", "inP1363Format"}) {
      Signature signer = Signature.getInstance(algorithm + form);
      signer.initSign(keys.getPrivate());
      signer.update(new byte[] {1});
      String file =
          Samples.wycheproof(
              "ECDSA",
              form.isEmpty() ? "EcdsaVerify" : "EcdsaP1363Verify",
              group,
              "\"msg\": \"01\", \"sig\": \"%s\"".formatted(HEX.formatHex(signer.sign())));
      assertThat(Runs.total(file)).isEqualTo(PASSED);
      assertThat(Runs.total(file.replace("\"msg\": \"01\"", "\"msg\": \"02\""))).isEqualTo(FAILED);
      assertThat(Runs.total(file.replace(curve, "secp256k1"))).isEqualTo(SKIPPED);
    }
  }

  @Test
  void aFileThatNamesNoAlgorithmIsCountedByItsTests() {
    String file =
        """
        {"schema": "json_web_encryption_schema_v1.json", "testGroups": [
          {"type": "JsonWebEncryption", "tests": [{"tcId": 1}, {"tcId": 2}]}]}
        """;
    assertThat(Runs.lines(file.getBytes(StandardCharsets.UTF_8)).getFirst())
        .contains("JsonWebEncryption");
    assertThat(Runs.total(file)).isEqualTo("0 passed, 0 failed, 2 skipped");
  }

  @ParameterizedTest
  @CsvSource({"1, 128", "224, 192", "384, 256", "512, 128"})
  void pbes2IsRunWithEveryHashAndKey(String hash, int bits) throws Exception {
    byte[] password = "pass".getBytes(StandardCharsets.UTF_8);
    byte[] salt = bytes(8);
    byte[] iv = bytes(16);
    byte[] key = Pbkdf2.derive("SHA" + hash, password, salt, 3, bits / 8);
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    String file =
        Samples.wycheproof(
            "PbeWithHmacSha%sAndAes_%d".formatted(hash, bits),
            "PbeTest",
            "",
            "\"password\": \"%s\", \"salt\": \"%s\", \"iterationCount\": 3, \"iv\": \"%s\", \"msg\": \"07\", \"ct\": \"%s\""
                .formatted(
                    HEX.formatHex(password),
                    HEX.formatHex(salt),
                    HEX.formatHex(iv),
                    HEX.formatHex(cipher.doFinal(new byte[] {7}))));
    assertThat(Runs.total(file)).isEqualTo(PASSED);
    assertThat(Runs.total(Runs.altered(file, "\"salt\": \""))).isEqualTo(FAILED);
  }

  @Test
  void mlDsaKeysAreFoundUnderTheFirstSchemasName() throws Exception {
    String file = Samples.signature(SignatureScheme.MLDSA44, "").replace("publicKey", "public_key");
    assertThat(Runs.total(file)).isEqualTo(PASSED);
    assertThat(Runs.total(Runs.altered(file, "\"sig\": \""))).isEqualTo(FAILED);
  }

  @Test
  void theExpandedKeyOfAnMlKemSeedIsCompared() throws Exception {
    byte[] seed = bytes(MlKem.SEED_LENGTH);
    byte[] publicKey = Product.crypto().publicKey(MlKem.ML_KEM_512, Secret.copyOf(seed));
    String file =
        Samples.wycheproof(
            "ML-KEM",
            "MLKEMKeyGen",
            "\"parameterSet\": \"ML-KEM-512\",",
            "\"seed\": \"%s\", \"ek\": \"%s\", \"dk\": \"%s\""
                .formatted(
                    HEX.formatHex(seed),
                    HEX.formatHex(publicKey),
                    HEX.formatHex(ExpandedMlKem.expand(MlKem.ML_KEM_512, seed))));
    assertThat(Runs.total(file)).isEqualTo(PASSED);
    assertThat(Runs.total(Runs.altered(file, "\"dk\": \""))).isEqualTo(FAILED);
    assertThat(Runs.total(Runs.altered(file, HEX.formatHex(seed, 0, 60)))).isEqualTo(FAILED);
  }

  @Test
  void whatTheReferenceOfMlKemPrintsIsRun() throws Exception {
    byte[] seed = bytes(MlKem.SEED_LENGTH);
    byte[] message = bytes(MlKem.RANDOMNESS_LENGTH);
    byte[] publicKey = Product.crypto().publicKey(MlKem.ML_KEM_512, Secret.copyOf(seed));
    Encapsulation made =
        Product.crypto().encapsulate(MlKem.ML_KEM_512, publicKey, Secret.copyOf(message));
    byte[] foreign = bytes(made.encapsulated().length);
    String file =
        """
        Coins: %s
        Public Key: %s
        Secret Key: %s
        Message: %s
        Ciphertext: %s
        Shared Secret B: %6$s
        Shared Secret A: %6$s
        Pseudorandom Ciphertext: %7$s
        Pseudorandom shared Secret A: %8$s
        """
            .formatted(
                HEX.formatHex(seed),
                HEX.formatHex(publicKey),
                HEX.formatHex(ExpandedMlKem.expand(MlKem.ML_KEM_512, seed)),
                HEX.formatHex(message),
                HEX.formatHex(made.encapsulated()),
                HEX.formatHex(made.sharedSecret().copy()),
                HEX.formatHex(foreign),
                HEX.formatHex(
                    Product.crypto()
                        .decapsulate(MlKem.ML_KEM_512, Secret.copyOf(seed), foreign)
                        .copy()));
    assertThat(Runs.total(file)).isEqualTo(PASSED);
    assertThat(Runs.total(file + file)).isEqualTo("2 passed, 0 failed, 0 skipped");
    for (String name :
        new String[] {"Message", "Shared Secret B", "Pseudorandom shared Secret A"}) {
      assertThat(Runs.total(Runs.altered(file, name + ": "))).as(name).isEqualTo(FAILED);
    }
    String withoutSeed = file.lines().skip(1).reduce("", (a, b) -> a + b + "\n");
    assertThat(Runs.total(withoutSeed)).isEqualTo(SKIPPED);
  }

  @Test
  void xWingIsRunFromItsTextToo() throws Exception {
    Fields vector =
        new Fields(
            VectorFile.of("", "", Samples.xWing().getBytes(StandardCharsets.UTF_8))
                .json()
                .orElseThrow()
                .get(0));
    StringBuilder text = new StringBuilder();
    for (String name : new String[] {"seed", "sk", "pk", "eseed", "ct", "ss"}) {
      String value = vector.text(name);
      text.append(name);
      if (value.length() < 70) {
        text.append("     ").append(value).append('\n');
        continue;
      }
      text.append('\n');
      for (int at = 0; at < value.length(); at += 72) {
        text.append("  ").append(value, at, Math.min(at + 72, value.length())).append('\n');
      }
    }
    assertThat(Runs.total(text + "\n" + text)).isEqualTo("2 passed, 0 failed, 0 skipped");
    assertThat(Runs.total(Runs.altered(text.toString(), "ct\n  "))).isEqualTo(FAILED);
    String old = "[{\"seed\": \"\", \"eseed\": \"\", \"ss\": \"\", \"ct\": \"\", \"sk\": \"%s\"}]";
    assertThat(Runs.total(old.formatted("00".repeat(2464)))).isEqualTo(SKIPPED);
  }

  @Test
  void malformedCborIsAListOfHexAlone() {
    assertThat(Runs.total("[{\"hex\": \"1c\"}, {\"hex\": \"5f00\"}, {\"hex\": \"ff\"}]"))
        .isEqualTo("3 passed, 0 failed, 0 skipped");
    assertThat(Runs.total("[{\"hex\": \"1c\"}, {\"hex\": \"00\"}]"))
        .isEqualTo("1 passed, 1 failed, 0 skipped");
    assertThat(Runs.total("[{\"hex\": \"1c\", \"other\": 1}]")).isEqualTo(SKIPPED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d74401020304 | 23(h'01020304')",
        "a201020304 | {1: 2, 3: 4}",
        "f0 | simple(16)",
        "f9fc00 | -Infinity",
        "c1fb41d452d9ec200000 | 1(1363896240.5)"
      })
  void cborMeansWhatItsNotationSays(String hex, String notation) {
    String base64 = Base64.getEncoder().encodeToString(HEX.parseHex(hex));
    String file =
        "[{\"cbor\": \"%s\", \"hex\": \"%s\", \"roundtrip\": true, \"diagnostic\": \"%s\"}]"
            .formatted(base64, hex, notation);
    assertThat(Runs.total(file)).isEqualTo(PASSED);
    assertThat(Runs.total(file.replace(notation, "0"))).isEqualTo(FAILED);
    assertThat(Runs.total(file.replace(base64, "AA=="))).isEqualTo(FAILED);
    assertThat(Runs.total(file.replace("\"roundtrip\": true, ", ""))).isEqualTo(SKIPPED);
  }

  @Test
  void wycheproofsFirstTextOfMlKemIsRun() throws Exception {
    byte[] seed = bytes(MlKem.SEED_LENGTH);
    byte[] randomness = bytes(MlKem.RANDOMNESS_LENGTH);
    byte[] publicKey = Product.crypto().publicKey(MlKem.ML_KEM_768, Secret.copyOf(seed));
    Encapsulation made =
        Product.crypto().encapsulate(MlKem.ML_KEM_768, publicKey, Secret.copyOf(randomness));
    String secret = HEX.formatHex(made.sharedSecret().copy());
    String ciphertext = HEX.formatHex(made.encapsulated());
    String key =
        "comment = a key\nentropy = %s\nexpected_public_key = %s\nexpected_expanded_private_key = %s\n\n"
            .formatted(
                HEX.formatHex(seed),
                HEX.formatHex(publicKey),
                HEX.formatHex(ExpandedMlKem.expand(MlKem.ML_KEM_768, seed)));
    String there =
        "comment = there\nentropy = %s\npublic_key = %s\nexpected_result = pass\nexpected_ciphertext = %s\nexpected_shared_secret = %s\n\n"
            .formatted(HEX.formatHex(randomness), HEX.formatHex(publicKey), ciphertext, secret);
    String back =
        "comment = back\nprivate_key = %s\nciphertext = %s\nexpected_result = pass\nexpected_shared_secret = %s\n\n"
            .formatted(HEX.formatHex(seed), ciphertext, secret);
    for (String file : new String[] {key, there, back}) {
      assertThat(Runs.total(file + file)).isEqualTo("2 passed, 0 failed, 0 skipped");
      assertThat(
              Runs.total(Runs.altered(file, file.equals(key) ? "_private_key = " : "_secret = ")))
          .isEqualTo(FAILED);
    }
    String cut = back.replace(ciphertext, ciphertext.substring(2)).replace("pass", "fail");
    assertThat(Runs.total(back + cut)).isEqualTo("2 passed, 0 failed, 0 skipped");
    assertThat(Runs.total(back + back.replace("pass", "fail")))
        .isEqualTo("1 passed, 1 failed, 0 skipped");
  }

  @Test
  void jsonInLinesIsAListAndAThreefoldModeIsCountedBlockByBlock() {
    String tree =
        "{\"n_leaves\": 1, \"n_nodes\": 1, \"root\": 0, \"left\": [null], \"right\": [null], \"parent\": [null], \"sibling\": [null]}\n";
    assertThat(Runs.total(tree + tree)).isEqualTo("2 passed, 0 failed, 0 skipped");
    assertThat(Runs.total("{\"sk\": \"00\"}\n{\"sk\": \"01\"}\n")).isEqualTo(SKIPPED);
    String interleaved =
        """
        # SUBSTITUTION TABLE - KAT for OFBI
        [ENCRYPT]
        COUNT = 0
        KEYs = 7ca110454a1a6e57
        IV1 = 01a1d6d039776742
        PLAINTEXT = 0000000000000000
        CIPHERTEXT1 = 690f5b0d9a26939b
        COUNT = 1
        KEYs = 0131d9619dc1376e
        IV1 = 5cd54ca83def57da
        PLAINTEXT = 0000000000000000
        CIPHERTEXT1 = 7a389d10354bd271
        """;
    assertThat(Runs.total(interleaved)).isEqualTo("0 passed, 0 failed, 2 skipped");
  }

  @Test
  void anAeadsFieldsMayBeTextInQuotes() throws Exception {
    byte[] key = bytes(32);
    byte[] sealed =
        Product.crypto()
            .seal(
                Aead.CHACHA20_POLY1305,
                key,
                new byte[12],
                "head".getBytes(StandardCharsets.UTF_8),
                "hi".getBytes(StandardCharsets.UTF_8));
    String file =
        "COUNT = 0\nKEY = %s\nNONCE = %s\nIN = \"hi\"\nAD = \"head\"\nCT = %s\nTAG = %s\n"
            .formatted(
                HEX.formatHex(key),
                "00".repeat(12),
                HEX.formatHex(sealed, 0, 2),
                HEX.formatHex(sealed, 2, 18));
    assertThat(Runs.total(file)).isEqualTo(PASSED);
    assertThat(Runs.total(file + file.replace("head", "heed")))
        .isEqualTo("1 passed, 1 failed, 0 skipped");
  }

  @Test
  void anExtractedKeyIsComparedAndADifferenceIsLocated() throws Exception {
    byte[] extracted = Hkdf.extract("SHA-256", new byte[] {1}, new byte[] {2});
    String file =
        "Hash = SHA-256\nIKM = 01\nsalt = 02\ninfo =\nPRK = %s\nOKM = %s\n"
            .formatted(
                HEX.formatHex(extracted),
                HEX.formatHex(
                    Hkdf.derive("SHA-256", new byte[] {1}, new byte[] {2}, new byte[0], 20)));
    assertThat(Runs.total(file)).isEqualTo(PASSED);
    String altered = Runs.altered(file, HEX.formatHex(extracted, 0, 30));
    assertThat(Runs.lines(altered.getBytes(StandardCharsets.UTF_8)).getFirst())
        .contains("from byte 30 on");
  }
}

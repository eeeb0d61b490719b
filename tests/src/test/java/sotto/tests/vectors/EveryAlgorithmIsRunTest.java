package sotto.tests.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.crypto.Aead;
import sotto.mls.crypto.DhGroup;
import sotto.mls.crypto.Kdf;
import sotto.mls.crypto.Kem;
import sotto.mls.crypto.MlKem;
import sotto.mls.crypto.SignatureScheme;

/// Whatever algorithm stands in the product's sources, `tests/run-vectors` has a kind of file that
/// runs it.
class EveryAlgorithmIsRunTest {
  /// Names as JCA has them, and bcprov's classes.
  private static final Pattern NAME =
      Pattern.compile(
          "\"((?:AES|DES|DESede|RSA|ChaCha20)[/-][\\w/-]+|\\w+with[A-Z]+|SHA3?-\\d+|Hmac\\w+"
              + "|PBKDF2With\\w+|HKDF-\\w+|ML-(?:KEM|DSA)[-\\d]*|RSASSA-PSS|Ed\\d+|EdDSA|XDH|ECDH|X\\d+"
              + "|secp\\w+)\"|(?:getInstance|engine)\\(\\s*\"([\\w./-]+)\""
              + "|import org\\.bouncycastle\\.(?:crypto\\.(?:digests|generators|signers|engines|macs)"
              + "|math\\.ec\\.rfc\\d+)\\.(\\w+);");

  /// A small file of each kind.
  enum Sample {
    AES_128_GCM,
    AES_256_GCM,
    CHACHA20,
    HMAC_256,
    HMAC_384,
    HMAC_512,
    HKDF_256,
    HKDF_384,
    HKDF_512,
    PBKDF2_1,
    PBKDF2_256,
    ECDH_256,
    ECDH_384,
    ECDH_521,
    X25519,
    X448,
    ED25519,
    ED448,
    ECDSA_256,
    ECDSA_384,
    ECDSA_521,
    ML_DSA_44,
    ML_DSA_65,
    ML_DSA_87,
    ML_DSA_HEDGED,
    ML_KEM_512,
    ML_KEM_768,
    ML_KEM_1024,
    HPKE_LATTICE,
    HPKE_SEALING,
    HPKE_CURVE,
    X_WING,
    AES_CTR,
    AES_CBC,
    AES_CFB,
    AES_ECB,
    DES_CBC,
    DES_ECB
  }

  private static String file(Sample sample) throws Exception {
    return switch (sample) {
      case AES_128_GCM -> Samples.aead("AES-GCM", Aead.AES_128_GCM);
      case AES_256_GCM -> Samples.aead("AES-GCM", Aead.AES_256_GCM);
      case CHACHA20 -> Samples.aead("CHACHA20-POLY1305", Aead.CHACHA20_POLY1305);
      case HMAC_256 -> Samples.hmac("256");
      case HMAC_384 -> Samples.hmac("384");
      case HMAC_512 -> Samples.hmac("512");
      case HKDF_256 -> Samples.hkdf("SHA-256");
      case HKDF_384 -> Samples.hkdf("SHA-384");
      case HKDF_512 -> Samples.hkdf("SHA-512");
      case PBKDF2_1 -> Samples.pbkdf2("SHA1");
      case PBKDF2_256 -> Samples.pbkdf2("SHA256");
      case ECDH_256 -> Samples.agreement("EcdhEcpointTest", "secp256r1", DhGroup.P256);
      case ECDH_384 -> Samples.agreement("EcdhEcpointTest", "secp384r1", DhGroup.P384);
      case ECDH_521 -> Samples.agreement("EcdhEcpointTest", "secp521r1", DhGroup.P521);
      case X25519 -> Samples.agreement("XdhComp", "curve25519", DhGroup.X25519);
      case X448 -> Samples.agreement("XdhComp", "curve448", DhGroup.X448);
      case ED25519 -> Samples.signature(SignatureScheme.ED25519, "publicKey");
      case ED448 -> Samples.signature(SignatureScheme.ED448, "key");
      case ECDSA_256 -> Samples.signature(SignatureScheme.ECDSA_P256, "publicKey");
      case ECDSA_384 -> Samples.signature(SignatureScheme.ECDSA_P384, "key");
      case ECDSA_521 -> Samples.signature(SignatureScheme.ECDSA_P521, "publicKey");
      case ML_DSA_44 -> Samples.signature(SignatureScheme.MLDSA44, "publicKey");
      case ML_DSA_65 -> Samples.signature(SignatureScheme.MLDSA65, "publicKey");
      case ML_DSA_87 -> Samples.signature(SignatureScheme.MLDSA87, "publicKey");
      case ML_DSA_HEDGED -> Samples.hedged(SignatureScheme.MLDSA65);
      case ML_KEM_512 -> Samples.mlKem("MLKEMDecaps", MlKem.ML_KEM_512);
      case ML_KEM_768 -> Samples.mlKem("MLKEMEncaps", MlKem.ML_KEM_768);
      case ML_KEM_1024 -> Samples.mlKem("MLKEMTest", MlKem.ML_KEM_1024);
      case HPKE_LATTICE -> Samples.hpke("HpkeTest", Kem.MLKEM768, Kdf.SHAKE128);
      case HPKE_SEALING -> Samples.hpke("HpkeEncapTest", Kem.MLKEM1024, Kdf.SHAKE256);
      case HPKE_CURVE -> Samples.hpke("HpkeTest", Kem.DHKEM_X25519, Kdf.HKDF_SHA256);
      case X_WING -> Samples.xWing();
      case AES_CTR -> Samples.cipher("AES", "CTR");
      case AES_CBC -> Samples.cipher("AES", "CBC");
      case AES_CFB -> Samples.cipher("AES", "CFB128");
      case AES_ECB -> Samples.cipher("AES", "ECB");
      case DES_CBC -> Samples.cipher("DES", "CBC");
      case DES_ECB -> Samples.cipher("DES", "ECB");
    };
  }

  /// What runs each name that the sources have. A text names the test that shows it where no sample
  /// does.
  private static final Map<String, String> RUN_BY =
      Map.ofEntries(
          Map.entry("AES-GCM", "AES_128_GCM AES_256_GCM"),
          Map.entry("AES/GCM/NoPadding", "AES_128_GCM AES_256_GCM"),
          Map.entry("AES/CBC/PKCS5Padding", "AES_CBC"),
          Map.entry("AES/CFB/NoPadding", "AES_CFB"),
          Map.entry("AES/CTR/NoPadding", "AES_CTR"),
          Map.entry("AES/ECB/NoPadding", "AES_ECB"),
          Map.entry("DES/CBC/PKCS5Padding", "DES_CBC"),
          Map.entry("DES/ECB/NoPadding", "DES_ECB"),
          Map.entry("DES/ECB/PKCS5Padding", "DES_ECB"),
          Map.entry("ChaCha20-Poly1305", "CHACHA20"),
          Map.entry("HmacSHA256", "HMAC_256 HMAC_384 HMAC_512"),
          Map.entry("HKDF-SHA256", "HKDF_256 HKDF_384 HKDF_512"),
          Map.entry("PBKDF2WithHmac", "PBKDF2_1 PBKDF2_256"),
          Map.entry("EC", "ECDH_256 ECDSA_256"),
          Map.entry("ECDH", "ECDH_256 ECDH_384 ECDH_521"),
          Map.entry("secp256r1", "ECDH_256"),
          Map.entry("secp384r1", "ECDH_384"),
          Map.entry("secp521r1", "ECDH_521"),
          Map.entry("SHA256withECDSA", "ECDSA_256"),
          Map.entry("NONEwithECDSA", "ECDSA_256 ECDSA_384 ECDSA_521"),
          Map.entry("ECDSASigner", "ECDSA_256 ECDSA_384 ECDSA_521"),
          Map.entry("StandardDSAEncoding", "ECDSA_256"),
          Map.entry("Ed25519", "ED25519"),
          Map.entry("EdDSA", "ED25519"),
          Map.entry("Ed448", "ED448"),
          Map.entry("XDH", "X25519"),
          Map.entry("X25519", "X25519"),
          Map.entry("X448", "X448"),
          Map.entry("ML-DSA", "ML_DSA_44"),
          Map.entry("ML-DSA-44", "ML_DSA_44"),
          Map.entry("ML-DSA-65", "ML_DSA_65"),
          Map.entry("ML-DSA-87", "ML_DSA_87"),
          Map.entry("ML-KEM-512", "ML_KEM_512"),
          Map.entry("ML-KEM-768", "ML_KEM_768"),
          Map.entry("ML-KEM-1024", "ML_KEM_1024"),
          Map.entry("SHA3Digest", "X_WING"),
          Map.entry("SHAKEDigest", "HPKE_LATTICE HPKE_SEALING"),
          Map.entry("Argon2BytesGenerator", "NistVectorsTest#argon2idStretchesPasswords"),
          Map.entry("SHA-1", "NistVectorsTest#hashesAreOfMessagesAndChains"),
          Map.entry("SHA-256", "NistVectorsTest#hashesAreOfMessagesAndChains"),
          Map.entry("SHA-384", "HKDF_384"),
          Map.entry("SHA-512", "HKDF_512"),
          Map.entry("RSA", "RsaVectorsTest#pkcs1EncryptionIsDecrypted"),
          Map.entry("RSA/ECB/NoPadding", "RsaVectorsTest#pkcs1EncryptionIsDecrypted"),
          Map.entry("RSA/ECB/OAEPPadding", "RsaVectorsTest#oaepUnderSha2IsDecrypted"),
          Map.entry("RSASSA-PSS", "RsaVectorsTest#nistsPssSignaturesVerifyOrNotAsTheySay"),
          Map.entry("SHA256withRSA", "RunVectorsTest#rsaSignaturesAreRunWithEveryHashThatJcaHas"),
          Map.entry("X.509", "no algorithm: the form of certificates"));

  @TempDir Path folder;

  private static Set<String> named() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module : List.of("mls", "protocol", "server", "client", "classic", "app")) {
      Path sources = Path.of(System.getProperty("sotto.root", "..")).resolve(module + "/src/main");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          Matcher matcher = NAME.matcher(Files.readString(file));
          while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
              if (matcher.group(group) != null) {
                names.add(matcher.group(group));
              }
            }
          }
        }
      }
    }
    return names;
  }

  @Test
  void everyNameInTheSourcesHasAKindOfFileThatRunsIt() throws IOException {
    Set<String> named = named();
    assertThat(RUN_BY.keySet()).containsAll(named);
    assertThat(named).containsAll(RUN_BY.keySet());
    for (String sample : String.join(" ", RUN_BY.values()).split(" ")) {
      if (sample.matches("[A-Z0-9_]+")) {
        Sample.valueOf(sample);
      }
    }
  }

  @Test
  void theTestsThatShowTheOthersExist() throws IOException {
    Path tests = Path.of(System.getProperty("sotto.root", ".."), "tests/src/test/java");
    Path folder = tests.resolve("sotto/tests/vectors");
    for (String runBy : RUN_BY.values()) {
      int hash = runBy.indexOf('#');
      if (hash >= 0) {
        assertThat(Files.readString(folder.resolve(runBy.substring(0, hash) + ".java")))
            .contains("void " + runBy.substring(hash + 1) + "(");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Sample.class)
  void aSampleOfEachKindIsRunAndAnAlteredOneFails(Sample sample) throws Exception {
    String file = file(sample);
    assertThat(total(file)).isEqualTo("1 passed, 0 failed, 0 skipped");
    Matcher last = Pattern.compile("([0-9a-f])(\"\\}|\"\\s*\\}|\\n$)").matcher(file);
    int end = -1;
    while (last.find()) {
      end = last.start();
    }
    char other = file.charAt(end) == '0' ? '1' : '0';
    String altered = file.substring(0, end) + other + file.substring(end + 1);
    assertThat(total(altered)).isEqualTo("0 passed, 1 failed, 0 skipped");
  }

  private String total(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("sample"), content);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    RunVectors.run(List.of(file.toString()), stream, stream);
    return out.toString(StandardCharsets.UTF_8).lines().toList().getLast();
  }
}

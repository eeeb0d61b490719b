package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.Vectors.hex;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sotto.mls.Vectors;
import sotto.mls.codec.MlsException;
import tools.jackson.databind.JsonNode;

/// The vectors of what cipher suites use; docs/acceptable.md says what is done where they leave a
/// choice.
class WycheproofTest {
  private static final Crypto CRYPTO = PortableCrypto.create();

  private interface Trial {
    boolean succeeds(JsonNode group, JsonNode test) throws MlsException;
  }

  private static void run(String file, Trial trial) {
    int tried = 0;
    for (JsonNode group : Vectors.json("wycheproof/" + file).get("testGroups")) {
      for (JsonNode test : group.get("tests")) {
        boolean acceptable = test.get("result").asString().equals("acceptable");
        boolean expected = acceptable ? taken(test) : test.get("result").asString().equals("valid");
        assertThat(succeeds(trial, group, test)).as("%s %s", file, test).isEqualTo(expected);
        tried++;
      }
    }
    assertThat(tried).isPositive();
  }

  private static boolean succeeds(Trial trial, JsonNode group, JsonNode test) {
    try {
      return trial.succeeds(group, test);
    } catch (MlsException e) {
      return false;
    }
  }

  private static boolean taken(JsonNode test) {
    for (JsonNode flag : test.get("flags")) {
      if (flag.asString().startsWith("Compressed") || flag.asString().equals("ZeroSharedSecret")) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes_gcm_test.json.gz", "chacha20_poly1305_test.json.gz"})
  void aeadsSealAndOpen(String file) {
    run(
        file,
        (group, test) -> {
          int keySize = group.get("keySize").asInt();
          if (group.get("ivSize").asInt() != 96 || keySize == 192) {
            return test.get("result").asString().equals("valid");
          }
          Aead aead =
              file.startsWith("chacha")
                  ? Aead.CHACHA20_POLY1305
                  : keySize == 128 ? Aead.AES_128_GCM : Aead.AES_256_GCM;
          byte[] sealed = Labels.join(hex(test, "ct"), hex(test, "tag"));
          byte[] key = hex(test, "key");
          byte[] opened = CRYPTO.open(aead, key, hex(test, "iv"), hex(test, "aad"), sealed);
          return Arrays.equals(opened, hex(test, "msg"))
              && Arrays.equals(
                  CRYPTO.seal(aead, key, hex(test, "iv"), hex(test, "aad"), opened), sealed);
        });
  }

  @ParameterizedTest
  @CsvSource({"256,SHA256", "384,SHA384", "512,SHA512"})
  void hmacAndHkdfAgree(int bits, HashFunction hash) {
    run(
        "hmac_sha" + bits + "_test.json",
        (group, test) -> {
          byte[] mac = CRYPTO.hmac(hash, hex(test, "key"), hex(test, "msg"));
          return Arrays.equals(
              Arrays.copyOf(mac, group.get("tagSize").asInt() / 8), hex(test, "tag"));
        });
    run(
        "hkdf_sha" + bits + "_test.json",
        (group, test) -> {
          Secret key =
              Hkdf.extract(
                  CRYPTO, hash, Secret.owning(hex(test, "salt")), Secret.owning(hex(test, "ikm")));
          int size = test.get("size").asInt();
          return size <= 255 * hash.length()
              && Hkdf.expand(CRYPTO, hash, key, hex(test, "info"), size)
                  .equals(Secret.owning(hex(test, "okm")));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256r1_sha256,ECDSA_P256,uncompressed",
    "ecdsa_secp384r1_sha384,ECDSA_P384,uncompressed",
    "ecdsa_secp521r1_sha512,ECDSA_P521,uncompressed",
    "ed25519,ED25519,pk"
  })
  void signaturesVerify(String file, SignatureScheme scheme, String field) {
    run(
        file + "_test.json.gz",
        (group, test) -> verifies(scheme, hex(group.get("publicKey"), field), test));
  }

  @ParameterizedTest
  @ValueSource(strings = "ed448_test.json")
  void ed448Verifies(String file) {
    run(
        file,
        (group, test) -> verifies(SignatureScheme.ED448, hex(group.get("publicKey"), "pk"), test));
  }

  @ParameterizedTest
  @ValueSource(ints = {44, 65, 87})
  void mlDsaVerifiesAndSigns(int set) {
    SignatureScheme scheme = SignatureScheme.valueOf("MLDSA" + set);
    run(
        "mldsa_" + set + "_verify_test.json.gz",
        (group, test) ->
            hasContext(test)
                ? test.get("result").asString().equals("valid")
                : verifies(scheme, hex(group, "publicKey"), test));
    run(
        "mldsa_" + set + "_sign_seed_test.json.gz",
        (group, test) -> {
          if (hasContext(test) || !test.has("msg")) {
            return test.get("result").asString().equals("valid");
          }
          SignatureKeyPair keys =
              CRYPTO.signatureKeyPair(scheme, Secret.owning(hex(group, "privateSeed")));
          byte[] random = test.has("rnd") ? hex(test, "rnd") : new byte[32];
          byte[] signature =
              CRYPTO.signingKey(keys).sign(hex(test, "msg"), new FixedRandom(random));
          return Arrays.equals(signature, hex(test, "sig"));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "x25519,X25519",
    "x448,X448",
    "ecdh_secp256r1_ecpoint,P256",
    "ecdh_secp384r1_ecpoint,P384",
    "ecdh_secp521r1_ecpoint,P521"
  })
  void keyAgreementAgrees(String file, DhGroup group) {
    run(
        file + "_test.json.gz",
        (unused, test) ->
            CRYPTO
                .agree(group, privateKey(group, hex(test, "private")), hex(test, "public"))
                .equals(Secret.owning(hex(test, "shared"))));
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 768, 1024})
  void mlKemDecapsulates(int set) {
    MlKem parameters = MlKem.valueOf("ML_KEM_" + set);
    run(
        "mlkem_" + set + "_test.json.gz",
        (group, test) -> {
          Secret seed = Secret.owning(hex(test, "seed"));
          return Arrays.equals(CRYPTO.publicKey(parameters, seed), hex(test, "ek"))
              && CRYPTO
                  .decapsulate(parameters, seed, hex(test, "c"))
                  .equals(Secret.owning(hex(test, "K")));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {768, 1024})
  void mlKemEncapsulatesAndGenerates(int set) {
    MlKem parameters = MlKem.valueOf("ML_KEM_" + set);
    run(
        "mlkem_" + set + "_encaps_test.json.gz",
        (group, test) -> {
          Encapsulation made =
              CRYPTO.encapsulate(parameters, hex(test, "ek"), Secret.owning(hex(test, "m")));
          return Arrays.equals(made.encapsulated(), hex(test, "c"))
              && made.sharedSecret().equals(Secret.owning(hex(test, "K")));
        });
    run(
        "mlkem_" + set + "_keygen_seed_test.json.gz",
        (group, test) ->
            Arrays.equals(
                CRYPTO.publicKey(parameters, Secret.owning(hex(test, "seed"))), hex(test, "ek")));
  }

  private static boolean verifies(SignatureScheme scheme, byte[] publicKey, JsonNode test)
      throws MlsException {
    return CRYPTO.verificationKey(scheme, publicKey).verify(hex(test, "msg"), hex(test, "sig"));
  }

  private static boolean hasContext(JsonNode test) {
    return test.has("ctx") && hex(test, "ctx").length > 0;
  }

  /// Wycheproof writes scalars as signed numbers: with a zero more, or with zeros missing.
  private static Secret privateKey(DhGroup group, byte[] bytes) {
    boolean longer = group.isNist() && bytes.length > group.privateKeyLength();
    return Secret.owning(longer ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }
}

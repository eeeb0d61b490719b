package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static sotto.mls.Vectors.hex;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sotto.mls.Vectors;
import tools.jackson.databind.JsonNode;

class CryptoBasicsTest {
  static List<JsonNode> cases() {
    return StreamSupport.stream(
            Vectors.json("mls-implementations/test-vectors/crypto-basics.json").spliterator(),
            false)
        .toList();
  }

  private static SuiteCrypto suite(JsonNode vector) {
    int id = vector.get("cipher_suite").asInt();
    return new SuiteCrypto(CipherSuite.of(id).orElseThrow(), PortableCrypto.create());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theLabelledHashAndKeyDerivationsAgree(JsonNode vector) {
    SuiteCrypto crypto = suite(vector);
    JsonNode ref = vector.get("ref_hash");
    assertThat(crypto.refHash(ref.get("label").asString(), hex(ref, "value")))
        .isEqualTo(hex(ref, "out"));
    JsonNode expand = vector.get("expand_with_label");
    assertThat(
            crypto
                .expandWithLabel(
                    Secret.owning(hex(expand, "secret")),
                    expand.get("label").asString(),
                    hex(expand, "context"),
                    expand.get("length").asInt())
                .copy())
        .isEqualTo(hex(expand, "out"));
    JsonNode derive = vector.get("derive_secret");
    assertThat(
            crypto
                .deriveSecret(Secret.owning(hex(derive, "secret")), derive.get("label").asString())
                .copy())
        .isEqualTo(hex(derive, "out"));
    JsonNode tree = vector.get("derive_tree_secret");
    assertThat(
            crypto
                .deriveTreeSecret(
                    Secret.owning(hex(tree, "secret")),
                    tree.get("label").asString(),
                    (int) tree.get("generation").asLong(),
                    tree.get("length").asInt())
                .copy())
        .isEqualTo(hex(tree, "out"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void signaturesVerifyBothWays(JsonNode vector) throws Exception {
    SuiteCrypto crypto = suite(vector);
    JsonNode sign = vector.get("sign_with_label");
    String label = sign.get("label").asString();
    VerificationKey key = crypto.verificationKey(hex(sign, "pub"));
    crypto.verifyWithLabel(key, label, hex(sign, "content"), hex(sign, "signature"));

    SignatureKeyPair pair =
        crypto
            .crypto()
            .signatureKeyPair(crypto.suite().signature(), Secret.owning(hex(sign, "priv")));
    assertThat(pair.publicKey()).isEqualTo(hex(sign, "pub"));
    byte[] signature =
        crypto.signWithLabel(
            crypto.crypto().signingKey(pair), label, hex(sign, "content"), new SecureRandom());
    crypto.verifyWithLabel(key, label, hex(sign, "content"), signature);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void publicKeyEncryptionOpensBothWays(JsonNode vector) throws Exception {
    SuiteCrypto crypto = suite(vector);
    JsonNode encrypt = vector.get("encrypt_with_label");
    String label = encrypt.get("label").asString();
    HpkeKeyPair keys = crypto.hpke().keyPair(Secret.owning(hex(encrypt, "priv")));
    assertThat(keys.publicKey()).isEqualTo(hex(encrypt, "pub"));
    HpkeCiphertext given =
        new HpkeCiphertext(hex(encrypt, "kem_output"), hex(encrypt, "ciphertext"));
    assertThat(crypto.decryptWithLabel(keys, label, hex(encrypt, "context"), given))
        .isEqualTo(hex(encrypt, "plaintext"));

    HpkeCiphertext own =
        crypto.encryptWithLabel(
            keys.publicKey(),
            label,
            hex(encrypt, "context"),
            hex(encrypt, "plaintext"),
            new SecureRandom());
    assertThat(crypto.decryptWithLabel(keys, label, hex(encrypt, "context"), own))
        .isEqualTo(hex(encrypt, "plaintext"));
  }
}

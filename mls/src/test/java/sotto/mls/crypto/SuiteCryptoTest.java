package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.codec.Decoder;
import sotto.mls.codec.MlsException;

class SuiteCryptoTest {
  private final Random random = new Random(3);
  private final Crypto crypto = PortableCrypto.create();

  @ParameterizedTest
  @EnumSource
  void aSuiteSealsSignsAndDerives(CipherSuite suite) throws Exception {
    SuiteCrypto own = new SuiteCrypto(suite, crypto);
    assertThat(CipherSuite.of(suite.id())).contains(suite);
    byte[] message = {1, 2, 3};
    Secret key = Secret.random(suite.aead().keyLength(), random);
    byte[] nonce = new byte[suite.aead().nonceLength()];
    byte[] sealed = own.seal(key, nonce, message, message);
    assertThat(sealed).hasSize(3 + Aead.TAG_LENGTH);
    assertThat(own.open(key, nonce, message, sealed)).isEqualTo(message);

    SigningKey signer = crypto.signingKey(own.generateSignatureKeyPair(random));
    assertThat(signer.scheme()).isEqualTo(suite.signature());
    assertThat(signer.publicKey()).hasSize(suite.signature().publicKeyLength());
    VerificationKey verifier = own.verificationKey(signer.publicKey());
    assertThat(verifier.scheme()).isEqualTo(suite.signature());
    assertThat(verifier.publicKey()).isEqualTo(signer.publicKey());
    own.verifyWithLabel(
        verifier, "label", message, own.signWithLabel(signer, "label", message, random));

    HpkeKeyPair keys = own.generateHpkeKeyPair(random);
    HpkeCiphertext given = own.encryptWithLabel(keys.publicKey(), "l", message, message, random);
    HpkeCiphertext decoded =
        ((Decoder<HpkeCiphertext>) HpkeCiphertext::decode).decodeAll(given.encoded());
    assertThat(own.decryptWithLabel(keys, "l", message, decoded)).isEqualTo(message);
    Secret secret = Secret.random(own.hashLength(), random);
    assertThat(own.deriveHpkeKeyPair(secret).publicKey())
        .isEqualTo(own.deriveHpkeKeyPair(secret).publicKey())
        .hasSize(suite.kem().publicKeyLength());
    assertThat(own.mac(secret, message))
        .isEqualTo(crypto.hmac(suite.hash(), secret.copy(), message));
    assertThat(own.extract(secret, key).length()).isEqualTo(own.hashLength());
  }

  /// A label that was never used before in this process is no special case.
  @Test
  void anyLabelIsALabel() {
    SuiteCrypto own =
        new SuiteCrypto(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519, crypto);
    Secret secret = Secret.zero(32);
    for (int i = 0; i < 600; i++) {
      String label = "application's label " + i;
      byte[] derived = own.deriveSecret(secret, label).copy();
      assertThat(own.deriveSecret(secret, label).copy()).isEqualTo(derived);
    }
    byte[] longContext = new byte[0x40];
    assertThat(own.expandWithLabel(secret, "x", longContext, 16).copy())
        .isNotEqualTo(own.expandWithLabel(secret, "x", new byte[0x3f], 16).copy());
  }

  /// The TLS registry of signature schemes, and FIPS 180-4.
  @Test
  void tablesAreAsRegistered() {
    int[] ids = Arrays.stream(SignatureScheme.values()).mapToInt(SignatureScheme::id).toArray();
    assertThat(ids)
        .containsExactlyInAnyOrder(0x0807, 0x0808, 0x0403, 0x0503, 0x0603, 0x0904, 0x0905, 0x0906);
    assertThat(HashFunction.SHA256.blockLength()).isEqualTo(64);
    assertThat(HashFunction.SHA384.blockLength()).isEqualTo(128);
    assertThat(HashFunction.SHA512.blockLength()).isEqualTo(128);
  }

  @Test
  void keysShowNothingOfThemselves() throws Exception {
    for (SignatureScheme scheme : SignatureScheme.values()) {
      SignatureKeyPair keys = crypto.generateSignatureKeyPair(scheme, random);
      assertThat(crypto.signingKey(keys).toString())
          .isNotBlank()
          .doesNotContain(HexFormat.of().formatHex(keys.privateKey().copy()));
    }
    assertThat(Secret.zero(5).hashCode()).isEqualTo(5);
  }

  @Test
  void scalarsAreBelowTheOrderAndHaveTheirLength() {
    byte[] order =
        HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    NistCurve curve = NistCurve.of(DhGroup.P256);
    assertThat(curve.isPrivateKey(Secret.copyOf(order))).isFalse();
    order[31]--;
    assertThat(curve.isPrivateKey(Secret.copyOf(order))).isTrue();
    assertThat(curve.isPrivateKey(Secret.zero(32))).isFalse();
    assertThat(curve.isPrivateKey(Secret.zero(0))).isFalse();
    byte[] one = new byte[33];
    one[32] = 1;
    assertThat(curve.isPrivateKey(Secret.copyOf(one))).isFalse();
    byte[] nine = new byte[32];
    nine[0] = 9;
    assertThatThrownBy(() -> crypto.agree(DhGroup.X25519, Secret.zero(31), nine))
        .isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> crypto.publicKey(DhGroup.X25519, Secret.zero(33)))
        .isInstanceOf(MlsException.class);
  }

  @ParameterizedTest
  @EnumSource
  void hmacOfEachMessageIsHmacOfOne(HashFunction hash) {
    for (int keyLength : new int[] {0, 32, hash.blockLength(), hash.blockLength() + 1}) {
      byte[] key = new byte[keyLength];
      random.nextBytes(key);
      for (int messages = 0; messages < 4; messages++) {
        byte[][] all = new byte[messages][];
        byte[][] expected = new byte[messages][];
        for (int i = 0; i < messages; i++) {
          all[i] = new byte[60 * i];
          random.nextBytes(all[i]);
          expected[i] = crypto.hmac(hash, key, all[i]);
        }
        assertThat(crypto.hmacEach(hash, key, all)).isDeepEqualTo(expected);
      }
      assertThat(crypto.hash(hash)).isEqualTo(crypto.hash(hash, new byte[0]));
    }
  }

  @Test
  void secretsDerivedTogetherAreThoseDerivedOneByOne() {
    SuiteCrypto own =
        new SuiteCrypto(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519, crypto);
    Secret secret = Secret.random(32, random);
    int generation = 0x01020304;
    List<Secret> derived =
        own.deriveTreeSecrets(
            secret,
            generation,
            Derivation.of(new Derivation.Output("key", 16), new Derivation.Output("secret", 32)));
    assertThat(derived)
        .containsExactly(
            own.deriveTreeSecret(secret, "key", generation, 16),
            own.deriveTreeSecret(secret, "secret", generation, 32));
    byte[] context = new byte[70];
    random.nextBytes(context);
    assertThat(own.expandWithLabels(secret, context, only("nonce", 12)))
        .containsExactly(own.expandWithLabel(secret, "nonce", context, 12));
    for (int length : new int[] {-1, 33}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> own.expandWithLabels(secret, context, only("x", length)));
    }
  }

  private static Derivation only(String label, int length) {
    return Derivation.of(new Derivation.Output(label, length));
  }

  @Test
  void lengthsOfHkdfAreBounded() {
    Secret key = Secret.zero(32);
    assertThat(Hkdf.expand(crypto, HashFunction.SHA256, key, new byte[0], 255 * 32).length())
        .isEqualTo(255 * 32);
    assertThat(Hkdf.expand(crypto, HashFunction.SHA256, key, new byte[0], 0).length()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hkdf.expand(crypto, HashFunction.SHA256, key, new byte[0], 255 * 32 + 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hkdf.expand(crypto, HashFunction.SHA256, key, new byte[0], -1));
  }
}

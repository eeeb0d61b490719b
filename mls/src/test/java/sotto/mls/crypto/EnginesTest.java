package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Signature;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.Seed;
import sotto.mls.codec.MlsException;

/// The JDK's engines, which each thread has for itself and uses again.
class EnginesTest {
  private static final Crypto CRYPTO = PortableCrypto.create();
  private static final int THREADS = 2;
  private static final int ROUNDS = 12;

  private final Random random = new Random(Seed.value());

  @ParameterizedTest
  @EnumSource(
      value = SignatureScheme.class,
      names = {"ECDSA_P256", "MLDSA44"})
  void severalThreadsSignAndVerifyWithOneKey(SignatureScheme scheme) throws Exception {
    SignatureKeyPair keys = CRYPTO.generateSignatureKeyPair(scheme, random);
    SigningKey signing = CRYPTO.signingKey(keys);
    VerificationKey verification = CRYPTO.verificationKey(scheme, keys.publicKey());
    assertThat(
            together(own -> {
              byte[] message = new byte[1 + own.nextInt(3000)];
              own.nextBytes(message);
              byte[] signature = signing.sign(message, own);
              boolean holds = verification.verify(message, signature);
              message[own.nextInt(message.length)] ^= 1;
              return holds && !verification.verify(message, signature);
            }))
        .as(Seed.text())
        .hasSize(THREADS * ROUNDS)
        .containsOnly(true);
  }

  @Test
  void severalThreadsAgreeAndDecapsulateWithOneKey() throws Exception {
    Secret lattice = Secret.random(MlKem.SEED_LENGTH, random);
    byte[] latticeKey = CRYPTO.publicKey(MlKem.ML_KEM_768, lattice);
    Secret scalar = NistCurve.of(DhGroup.P256).generate(random);
    byte[] point = CRYPTO.publicKey(DhGroup.P256, scalar);
    assertThat(
            together(own -> {
              Secret randomness = Secret.random(MlKem.RANDOMNESS_LENGTH, own);
              Encapsulation made = CRYPTO.encapsulate(MlKem.ML_KEM_768, latticeKey, randomness);
              Secret other = NistCurve.of(DhGroup.P256).generate(own);
              Secret agreed =
                  CRYPTO.agree(DhGroup.P256, scalar, CRYPTO.publicKey(DhGroup.P256, other));
              return agreed.equals(CRYPTO.agree(DhGroup.P256, other, point))
                  && made.sharedSecret()
                      .equals(CRYPTO.decapsulate(MlKem.ML_KEM_768, lattice, made.encapsulated()));
            }))
        .as(Seed.text())
        .hasSize(THREADS * ROUNDS)
        .containsOnly(true);
  }

  /// Two signatures with one nonce give the private key away, and `r` shows the nonce.
  @ParameterizedTest
  @EnumSource(
      value = SignatureScheme.class,
      names = {"ECDSA_P256", "ECDSA_P384", "ECDSA_P521"})
  void aGeneratorThatRepeatsItselfDoesNotRepeatANonce(SignatureScheme scheme) throws Exception {
    SigningKey one = CRYPTO.signingKey(CRYPTO.generateSignatureKeyPair(scheme, random));
    SigningKey two = CRYPTO.signingKey(CRYPTO.generateSignatureKeyPair(scheme, random));
    assertThat(
            List.of(
                r(one.sign(new byte[] {1}, new Random(1))),
                r(one.sign(new byte[] {2}, new Random(1))),
                r(two.sign(new byte[] {1}, new Random(1))),
                r(one.sign(new byte[] {1}, new Random(2)))))
        .doesNotHaveDuplicates();
    assertThat(one.sign(new byte[] {1}, new Random(1)))
        .isEqualTo(one.sign(new byte[] {1}, new Random(1)));
  }

  private static String r(byte[] signature) {
    int header = (signature[1] & 0xff) > 0x80 ? 3 : 2;
    return HexFormat.of().formatHex(signature, header + 2, header + 2 + signature[header + 1]);
  }

  @Test
  void anEngineWorksAfterALongMessageAndAfterARefusedOne() throws Exception {
    SignatureKeyPair keys = CRYPTO.generateSignatureKeyPair(SignatureScheme.MLDSA44, random);
    SigningKey signing = CRYPTO.signingKey(keys);
    VerificationKey verification = CRYPTO.verificationKey(keys.scheme(), keys.publicKey());
    byte[] signature = signing.sign(new byte[1], random);
    for (int length : new int[] {3000, 0, 1024, 1025}) {
      byte[] message = new byte[length];
      assertThat(verification.verify(message, signing.sign(message, random))).isTrue();
      assertThat(verification.verify(message, signature)).isFalse();
      assertThat(verification.verify(message, new byte[3])).isFalse();
      assertThat(verification.verify(new byte[1], signature)).isTrue();
    }
  }

  /// Its buffer would stay as long as the longest message.
  @Test
  void anEngineIsGivenUpAfterALongMessage() throws Exception {
    SignatureKeyPair keys = CRYPTO.generateSignatureKeyPair(SignatureScheme.MLDSA44, random);
    MlDsaEngine engine = MlDsaEngine.ofThread(keys.scheme());
    assertSigns(keys, new byte[MlDsaEngine.LONGEST_KEPT]);
    assertThat(MlDsaEngine.ofThread(keys.scheme())).isSameAs(engine);
    assertSigns(keys, new byte[MlDsaEngine.LONGEST_KEPT + 1]);
    assertThat(MlDsaEngine.ofThread(keys.scheme())).isNotSameAs(engine);
  }

  @Test
  void aSeedOfAnotherLengthIsRefused() {
    byte[] ciphertext = new byte[MlKem.ML_KEM_768.ciphertextLength()];
    assertThatThrownBy(() -> CRYPTO.decapsulate(MlKem.ML_KEM_768, Secret.zero(63), ciphertext))
        .isInstanceOf(MlsException.class);
    assertThatThrownBy(() -> CRYPTO.publicKey(MlKem.ML_KEM_768, Secret.zero(65)))
        .isInstanceOf(MlsException.class);
  }

  private void assertSigns(SignatureKeyPair keys, byte[] message) throws MlsException {
    byte[] signature = CRYPTO.signingKey(keys).sign(message, random);
    assertThat(CRYPTO.verificationKey(keys.scheme(), keys.publicKey()).verify(message, signature))
        .isTrue();
  }

  /// Signing once more fails for want of randomness, so what was drawn from and signed with is
  /// gone.
  @Test
  void betweenTwoUsesAnEngineOfSignaturesHasNoRandomness() throws Exception {
    LatticeKeys keys = new LatticeKeys(JdkProvider.SUN, "ML-DSA-44");
    KeyPair idle = keys.pair(Secret.zero(32));
    KeyPair used = keys.pair(Secret.random(32, random));
    Signature engine = JdkProvider.SUN.engine("ML-DSA", Signature::getInstance);
    ReusedSignature reused = new ReusedSignature(engine, idle.getPrivate());
    byte[] message = new byte[2500];
    byte[] signature = reused.sign(used.getPrivate(), message, random);
    assertThatIllegalStateException().isThrownBy(engine::sign);
    assertThat(reused.verify(used.getPublic(), message, signature)).isTrue();
    assertThatIllegalStateException().isThrownBy(engine::sign);
  }

  @Test
  void whatThisJdkDoesNotHaveIsSaidInASentence() {
    assertThatIllegalStateException()
        .isThrownBy(() -> JdkProvider.SUN_EC.engine("EC-1999", KeyFactory::getInstance))
        .withMessage("This JDK has no EC-1999; use JDK 25 or newer.");
    assertThatIllegalStateException()
        .isThrownBy(() ->
            JdkProvider.SUN_EC.engine(
                "EC", (algorithm, provider) -> KeyFactory.getInstance(algorithm, "Moon")))
        .withMessage(
            "This Java has lost its provider SunEC, which has EC; leave the JDK's own providers in"
                + " place.");
  }

  /// One round of a thread, with randomness of its own.
  private interface Round {
    boolean holds(Random own) throws Exception;
  }

  private List<Boolean> together(Round round) throws Exception {
    List<Callable<List<Boolean>>> tasks = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      Random own = new Random(random.nextLong());
      tasks.add(() -> {
        List<Boolean> results = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
          results.add(round.holds(own));
        }
        return results;
      });
    }
    List<Boolean> results = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (Future<List<Boolean>> future : threads.invokeAll(tasks)) {
        results.addAll(future.get());
      }
    }
    return results;
  }
}

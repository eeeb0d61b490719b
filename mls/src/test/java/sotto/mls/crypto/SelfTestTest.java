package sotto.mls.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sotto.mls.codec.MlsException;

/// The self-test finds each fault for which it is there, and what fails it is not used.
class SelfTestTest {
  private final Random random = new Random(1);

  /// What a platform might do wrong, and whom the self-test then names.
  enum Fault {
    KEY_GENERATION("ML-KEM"),
    ENCAPSULATION("ML-KEM"),
    SHARED_SECRET("ML-KEM"),
    DECAPSULATION("ML-KEM"),
    SIGNATURE("ML-DSA"),
    SIGNATURE_KEY("ML-DSA"),
    SEALING("AES-GCM"),
    OPENING("AES-GCM"),
    VERDICT("Ed25519");

    private final String named;

    Fault(String named) {
      this.named = named;
    }
  }

  /// Right but for one fault.
  private static final class Faulty extends ObservedCrypto {
    private final Fault fault;
    private int seals;

    Faulty(Fault fault) {
      this.fault = fault;
    }

    private byte[] spoiled(Fault here, byte[] bytes) {
      byte[] copy = bytes.clone();
      copy[0] ^= (byte) (fault == here ? 1 : 0);
      return copy;
    }

    @Override
    public byte[] publicKey(MlKem parameters, Secret seed) throws MlsException {
      byte[] key = super.publicKey(parameters, seed);
      // The last byte belongs to the seed in the key, so that everything else goes on.
      key[key.length - 1] ^= (byte) (fault == Fault.KEY_GENERATION ? 1 : 0);
      return key;
    }

    @Override
    public Encapsulation encapsulate(MlKem parameters, byte[] publicKey, Secret randomness)
        throws MlsException {
      Encapsulation made = super.encapsulate(parameters, publicKey, randomness);
      return new Encapsulation(
          Secret.owning(spoiled(Fault.SHARED_SECRET, made.sharedSecret().copy())),
          spoiled(Fault.ENCAPSULATION, made.encapsulated()));
    }

    @Override
    public Secret decapsulate(MlKem parameters, Secret seed, byte[] ciphertext)
        throws MlsException {
      return Secret.owning(
          spoiled(Fault.DECAPSULATION, super.decapsulate(parameters, seed, ciphertext).copy()));
    }

    @Override
    public SignatureKeyPair signatureKeyPair(SignatureScheme scheme, Secret privateKey)
        throws MlsException {
      SignatureKeyPair keys = super.signatureKeyPair(scheme, privateKey);
      return new SignatureKeyPair(
          scheme, keys.privateKey(), spoiled(Fault.SIGNATURE_KEY, keys.publicKey()));
    }

    @Override
    public SigningKey signingKey(SignatureKeyPair keys) throws MlsException {
      SigningKey real =
          super.signingKey(
              fault == Fault.SIGNATURE_KEY
                  ? super.signatureKeyPair(keys.scheme(), keys.privateKey())
                  : keys);
      return new SigningKey() {
        @Override
        public SignatureScheme scheme() {
          return real.scheme();
        }

        @Override
        public byte[] publicKey() {
          return real.publicKey();
        }

        @Override
        public byte[] sign(byte[] message, RandomGenerator random) {
          return spoiled(Fault.SIGNATURE, real.sign(message, random));
        }
      };
    }

    @Override
    public byte[] seal(
        Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
      byte[] sealed = super.seal(aead, key, nonce, associatedData, plaintext);
      return ++seals == 2 ? spoiled(Fault.SEALING, sealed) : sealed;
    }

    @Override
    public byte[] open(
        Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
        throws MlsException {
      return spoiled(Fault.OPENING, super.open(aead, key, nonce, associatedData, ciphertext));
    }

    @Override
    public VerificationKey verificationKey(SignatureScheme scheme, byte[] publicKey)
        throws MlsException {
      VerificationKey real = super.verificationKey(scheme, publicKey);
      return new VerificationKey() {
        @Override
        public SignatureScheme scheme() {
          return real.scheme();
        }

        @Override
        public byte[] publicKey() {
          return real.publicKey();
        }

        @Override
        public boolean verify(byte[] message, byte[] signature) {
          return real.verify(message, signature) && fault != Fault.VERDICT;
        }
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFaultIsFoundAndNamed(Fault fault) {
    assertThatIllegalStateException()
        .isThrownBy(() -> SelfTest.everything(new Faulty(fault)))
        .withMessageContaining("self-test")
        .withMessageContaining(fault.named);
  }

  @Test
  void thePortablePrimitivesPass() {
    assertThatCode(() -> SelfTest.everything(PortableCrypto.create())).doesNotThrowAnyException();
  }

  @Test
  void eachPartTriesItsOwn() {
    Crypto badKem = new Faulty(Fault.DECAPSULATION);
    assertThatIllegalStateException().isThrownBy(() -> SelfTest.mlKem(badKem));
    assertThatCode(() -> SelfTest.mlDsa(badKem)).doesNotThrowAnyException();
    Crypto badSignatures = new Faulty(Fault.SIGNATURE);
    assertThatIllegalStateException().isThrownBy(() -> SelfTest.mlDsa(badSignatures));
    assertThatCode(() -> SelfTest.mlKem(badSignatures)).doesNotThrowAnyException();
    Crypto badVerdicts = new Faulty(Fault.VERDICT);
    assertThatIllegalStateException().isThrownBy(() -> SelfTest.ed25519(badVerdicts));
  }

  @Test
  void whatFailsItsTrialIsNotUsed() throws Exception {
    IllegalStateException why = new IllegalStateException("The trial failed.");
    Crypto kemsFail = new PortableCrypto(() -> Optional.of(why), Optional::empty);
    Crypto right = PortableCrypto.create();
    Secret seed = Secret.random(MlKem.SEED_LENGTH, random);
    byte[] key = right.publicKey(MlKem.ML_KEM_768, seed);
    byte[] ciphertext =
        right.encapsulate(MlKem.ML_KEM_768, key, Secret.random(32, random)).encapsulated();
    assertThatIllegalStateException().isThrownBy(() -> kemsFail.publicKey(MlKem.ML_KEM_768, seed));
    assertThatIllegalStateException()
        .isThrownBy(() -> kemsFail.encapsulate(MlKem.ML_KEM_768, key, Secret.zero(32)));
    assertThatIllegalStateException()
        .isThrownBy(() -> kemsFail.decapsulate(MlKem.ML_KEM_768, seed, ciphertext));
    SignatureKeyPair keys = right.generateSignatureKeyPair(SignatureScheme.MLDSA44, random);
    assertThat(kemsFail.signingKey(keys)).isNotNull();

    Crypto signaturesFail = new PortableCrypto(Optional::empty, () -> Optional.of(why));
    assertThatIllegalStateException().isThrownBy(() -> signaturesFail.signingKey(keys));
    assertThatIllegalStateException()
        .isThrownBy(() -> signaturesFail.verificationKey(keys.scheme(), keys.publicKey()));
    assertThat(signaturesFail.publicKey(MlKem.ML_KEM_768, seed)).isEqualTo(key);
    assertThat(signaturesFail.generateSignatureKeyPair(SignatureScheme.ED25519, random).publicKey())
        .hasSize(32);
  }

  @Test
  void aTrialThatThrowsIsAFailure() {
    IllegalStateException why = new IllegalStateException("wrong");
    assertThat(
            PortableCrypto.failure(tried -> {
              throw why;
            }))
        .contains(why);
    assertThat(PortableCrypto.failure(tried -> tried.hash(HashFunction.SHA256))).isEmpty();
  }
}

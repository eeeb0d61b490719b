package sotto.mls.crypto;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;

/// The primitives from the JDK and BouncyCastle's lightweight API, on any platform (RFC 9420 §5.1).
///
/// Those of the JDK come from its own providers by name, whichever others an application installs.
/// Each thread makes its engines once and keeps them; between two uses they hold no key of ours.
///
/// What relies on how this JDK draws its randomness (ML-KEM, ML-DSA) is tried before its first use
/// in the process; when the [SelfTest] fails, every use throws `IllegalStateException`.
public final class PortableCrypto implements Crypto {
  private static final PortableCrypto INSTANCE =
      new PortableCrypto(() -> MlKemTrial.FAILURE, () -> MlDsaTrial.FAILURE);

  private static final class MlKemTrial {
    static final Optional<IllegalStateException> FAILURE = failure(SelfTest::mlKem);
  }

  private static final class MlDsaTrial {
    static final Optional<IllegalStateException> FAILURE = failure(SelfTest::mlDsa);
  }

  /// What is wrong with this JDK's lattices, asked before each use; nothing in the instance that is
  /// tried.
  private final Supplier<Optional<IllegalStateException>> mlKemFailure;

  private final Supplier<Optional<IllegalStateException>> mlDsaFailure;

  PortableCrypto(
      Supplier<Optional<IllegalStateException>> mlKemFailure,
      Supplier<Optional<IllegalStateException>> mlDsaFailure) {
    this.mlKemFailure = mlKemFailure;
    this.mlDsaFailure = mlDsaFailure;
  }

  public static PortableCrypto create() {
    return INSTANCE;
  }

  @Override
  public byte[] hash(HashFunction hash, byte[]... parts) {
    allGiven("hash parts", hash, parts);
    return Hashing.ofThread().hash(hash, parts);
  }

  @Override
  public byte[] hmac(HashFunction hash, byte[] key, byte[]... parts) {
    allGiven("hash key parts", hash, key, parts);
    return Hashing.ofThread().hmac(hash, key, parts);
  }

  @Override
  public byte[][] hmacEach(HashFunction hash, byte[] key, byte[]... messages) {
    allGiven("hash key messages", hash, key, messages);
    return Hashing.ofThread().hmacEach(hash, key, messages);
  }

  @Override
  public byte[] seal(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
    allGiven(
        "aead key nonce associatedData plaintext", aead, key, nonce, associatedData, plaintext);
    return AeadCiphers.ofThread().seal(aead, key, nonce, associatedData, plaintext);
  }

  @Override
  public byte[] open(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
      throws MlsException {
    allGiven(
        "aead key nonce associatedData ciphertext", aead, key, nonce, associatedData, ciphertext);
    return AeadCiphers.ofThread().open(aead, key, nonce, associatedData, ciphertext);
  }

  @Override
  public <T, E extends Exception> T together(Sequence<T, E> sequence) throws E {
    given("sequence", sequence);
    return AeadCiphers.ofThread().together(sequence);
  }

  @Override
  public SignatureKeyPair generateSignatureKeyPair(SignatureScheme scheme, RandomGenerator random) {
    allGiven("scheme random", scheme, random);
    try {
      return signatureKeyPair(scheme, generate(scheme, random));
    } catch (MlsException e) {
      throw new IllegalStateException("A private key made here was refused.", e);
    }
  }

  private static Secret generate(SignatureScheme scheme, RandomGenerator random) {
    return switch (scheme) {
      case ED25519, ED448, MLDSA44, MLDSA65, MLDSA87 ->
          Secret.random(scheme.privateKeyLength(), random);
      case ECDSA_P256, ECDSA_P384, ECDSA_P521 ->
          NistCurve.of(EcdsaKey.group(scheme)).generate(random);
    };
  }

  @Override
  public SignatureKeyPair signatureKeyPair(SignatureScheme scheme, Secret privateKey)
      throws MlsException {
    allGiven("scheme privateKey", scheme, privateKey);
    return new SignatureKeyPair(
        scheme, privateKey, expanded(scheme, privateKey).publicKey().clone());
  }

  @Override
  public SigningKey signingKey(SignatureKeyPair keys) throws MlsException {
    SigningKey key = expanded(given("keys", keys).scheme(), keys.privateKey());
    // Ed25519 hashes the public key into the signature: a wrong one would give the private key
    // away.
    if (!MessageDigest.isEqual(key.publicKey(), keys.publicKey())) {
      throw new MlsException("A private signature key does not belong to its public key.");
    }
    return key;
  }

  private SigningKey expanded(SignatureScheme scheme, Secret privateKey) throws MlsException {
    return switch (scheme) {
      case ED25519 -> new Ed25519Key.Signing(privateKey, Ed25519Key.publicKey(privateKey));
      case ED448 -> new Ed448Key.Signing(privateKey, Ed448Key.publicKey(privateKey));
      case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> EcdsaKey.signing(scheme, privateKey);
      case MLDSA44, MLDSA65, MLDSA87 -> {
        checkMlDsa();
        yield MlDsaKey.signing(scheme, privateKey);
      }
    };
  }

  @Override
  public VerificationKey verificationKey(SignatureScheme scheme, byte[] publicKey)
      throws MlsException {
    allGiven("scheme publicKey", scheme, publicKey);
    return switch (scheme) {
      case ED25519 -> Ed25519Key.verification(publicKey);
      case ED448 -> Ed448Key.verification(publicKey);
      case ECDSA_P256, ECDSA_P384, ECDSA_P521 -> EcdsaKey.verification(scheme, publicKey);
      case MLDSA44, MLDSA65, MLDSA87 -> {
        checkMlDsa();
        yield MlDsaKey.verification(scheme, publicKey);
      }
    };
  }

  @Override
  public byte[] publicKey(DhGroup group, Secret privateKey) throws MlsException {
    allGiven("group privateKey", group, privateKey);
    return group.isNist()
        ? NistCurve.of(group).publicKey(privateKey)
        : MontgomeryCurve.publicKey(group, privateKey);
  }

  @Override
  public Secret agree(DhGroup group, Secret privateKey, byte[] publicKey) throws MlsException {
    allGiven("group privateKey publicKey", group, privateKey, publicKey);
    return group.isNist()
        ? NistCurve.of(group).agree(privateKey, publicKey)
        : MontgomeryCurve.agree(group, privateKey, publicKey);
  }

  @Override
  public byte[] publicKey(MlKem parameters, Secret seed) throws MlsException {
    allGiven("parameters seed", parameters, seed);
    checkMlKem();
    return JdkMlKem.ofThread(parameters).publicKey(seed);
  }

  @Override
  public Encapsulation encapsulate(MlKem parameters, byte[] publicKey, Secret randomness)
      throws MlsException {
    allGiven("parameters publicKey randomness", parameters, publicKey, randomness);
    checkMlKem();
    return JdkMlKem.ofThread(parameters).encapsulate(publicKey, randomness);
  }

  @Override
  public Secret decapsulate(MlKem parameters, Secret seed, byte[] ciphertext) throws MlsException {
    allGiven("parameters seed ciphertext", parameters, seed, ciphertext);
    checkMlKem();
    return JdkMlKem.ofThread(parameters).decapsulate(seed, ciphertext);
  }

  private void checkMlKem() {
    refuseIf(mlKemFailure.get());
  }

  private void checkMlDsa() {
    refuseIf(mlDsaFailure.get());
  }

  private static void refuseIf(Optional<IllegalStateException> failure) {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  static Optional<IllegalStateException> failure(Consumer<Crypto> trial) {
    try {
      trial.accept(new PortableCrypto(Optional::empty, Optional::empty));
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(e);
    }
  }
}

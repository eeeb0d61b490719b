package sotto.mls.crypto;

import static sotto.mls.Given.allGiven;
import static sotto.mls.Given.given;

import java.util.List;
import java.util.random.RandomGenerator;
import sotto.mls.codec.Encodable;
import sotto.mls.codec.MlsException;

/// The functions of RFC 9420 §5 and §8 for one cipher suite over one set of primitives.
public record SuiteCrypto(CipherSuite suite, Crypto crypto) {
  public SuiteCrypto {
    allGiven("suite crypto", suite, crypto);
  }

  // --- hashes (RFC 9420 §5.2) ---

  public byte[] hash(byte[]... parts) {
    given("parts", parts);
    return crypto.hash(suite.hash(), parts);
  }

  /// Bytes of a hash and of every secret of the key schedule, `KDF.Nh`.
  public int hashLength() {
    return suite.hash().length();
  }

  /// `RefHash(label, value) = Hash(RefHashInput)`; the label is used as it is, such as "MLS 1.0
  /// KeyPackage Reference".
  public byte[] refHash(String label, byte[] value) {
    allGiven("label value", label, value);
    return hash(Labels.refHashInput(label, value));
  }

  /// `MAC(key, data)`: HMAC with the suite's hash.
  public byte[] mac(Secret key, byte[]... parts) {
    allGiven("key parts", key, parts);
    return key.read(content -> crypto.hmac(suite.hash(), content, parts));
  }

  // --- key derivation (RFC 9420 §8) ---

  /// `KDF.Extract(salt, ikm)`.
  public Secret extract(Secret salt, Secret inputKey) {
    allGiven("salt inputKey", salt, inputKey);
    return Hkdf.extract(crypto, suite.hash(), salt, inputKey);
  }

  /// `ExpandWithLabel(Secret, Label, Context, Length)`; "MLS 1.0 " is put before the label here.
  public Secret expandWithLabel(Secret secret, String label, byte[] context, int length) {
    allGiven("secret label context", secret, label, context);
    return Hkdf.expand(
        crypto, suite.hash(), secret, Labels.kdfLabel(label, context, length), length);
  }

  /// `DeriveSecret(Secret, Label)`.
  public Secret deriveSecret(Secret secret, String label) {
    allGiven("secret label", secret, label);
    return expandWithLabel(secret, label, Labels.EMPTY, hashLength());
  }

  /// `DeriveTreeSecret(Secret, Label, Generation, Length)` of RFC 9420 §9.1; the generation is an
  /// unsigned 32-bit number.
  public Secret deriveTreeSecret(Secret secret, String label, int generation, int length) {
    allGiven("secret label", secret, label);
    return expandWithLabel(secret, label, encoded(generation), length);
  }

  /// ExpandWithLabel for each output of `derivation`, in less time than one by one.
  public List<Secret> expandWithLabels(Secret secret, byte[] context, Derivation derivation) {
    allGiven("secret context derivation", secret, context, derivation);
    return derivation.expand(crypto, suite.hash(), secret, context);
  }

  /// DeriveTreeSecret for each output of `derivation`, of one generation.
  public List<Secret> deriveTreeSecrets(Secret secret, int generation, Derivation derivation) {
    allGiven("secret derivation", secret, derivation);
    return expandWithLabels(secret, encoded(generation), derivation);
  }

  private static byte[] encoded(int generation) {
    return new byte[] {
      (byte) (generation >>> 24),
      (byte) (generation >>> 16),
      (byte) (generation >>> 8),
      (byte) generation
    };
  }

  // --- signatures (RFC 9420 §5.1.2) ---

  public SignatureKeyPair generateSignatureKeyPair(RandomGenerator random) {
    given("random", random);
    return crypto.generateSignatureKeyPair(suite.signature(), random);
  }

  /// @throws MlsException when the key is malformed, not canonical, or of small order
  public VerificationKey verificationKey(byte[] publicKey) throws MlsException {
    given("publicKey", publicKey);
    return crypto.verificationKey(suite.signature(), publicKey);
  }

  /// `SignWithLabel(SignatureKey, Label, Content)`.
  public byte[] signWithLabel(
      SigningKey key, String label, byte[] content, RandomGenerator random) {
    allGiven("key label content random", key, label, content, random);
    return key.sign(Labels.signContent(label, content), random);
  }

  /// The same for content that is encoded for nothing else.
  public byte[] signWithLabel(
      SigningKey key, String label, Encodable content, RandomGenerator random) {
    allGiven("key label content random", key, label, content, random);
    return key.sign(Labels.signContent(label, content), random);
  }

  /// `VerifyWithLabel(VerificationKey, Label, Content, SignatureValue)`.
  ///
  /// @throws MlsException when the signature is not one of this content under this label
  public void verifyWithLabel(VerificationKey key, String label, byte[] content, byte[] signature)
      throws MlsException {
    allGiven("key label content signature", key, label, content, signature);
    verify(key, label, Labels.signContent(label, content), signature);
  }

  /// The same for content that is encoded for nothing else.
  ///
  /// @throws MlsException when the signature is not one of this content under this label
  public void verifyWithLabel(
      VerificationKey key, String label, Encodable content, byte[] signature) throws MlsException {
    allGiven("key label content signature", key, label, content, signature);
    verify(key, label, Labels.signContent(label, content), signature);
  }

  private static void verify(VerificationKey key, String label, byte[] signed, byte[] signature)
      throws MlsException {
    if (!key.verify(signed, signature)) {
      throw new MlsException("A signature (" + label + ") does not verify.");
    }
  }

  // --- public-key encryption (RFC 9420 §5.1.3) ---

  public Hpke hpke() {
    return new Hpke(crypto, suite.kem(), suite.kdf(), suite.aead());
  }

  public HpkeKeyPair generateHpkeKeyPair(RandomGenerator random) {
    given("random", random);
    return hpke().generateKeyPair(random);
  }

  /// `KEM.DeriveKeyPair(secret)`.
  public HpkeKeyPair deriveHpkeKeyPair(Secret secret) {
    given("secret", secret);
    return hpke().deriveKeyPair(secret);
  }

  /// `EncryptWithLabel(PublicKey, Label, Context, Plaintext)`.
  ///
  /// @throws MlsException when the public key is malformed
  public HpkeCiphertext encryptWithLabel(
      byte[] publicKey, String label, byte[] context, byte[] plaintext, RandomGenerator random)
      throws MlsException {
    allGiven(
        "publicKey label context plaintext random", publicKey, label, context, plaintext, random);
    return hpke()
        .seal(publicKey, Labels.encryptContext(label, context), Labels.EMPTY, plaintext, random);
  }

  /// `DecryptWithLabel(PrivateKey, Label, Context, KEMOutput, Ciphertext)`.
  ///
  /// @throws MlsException when it was not sealed to this key under this label and context
  public byte[] decryptWithLabel(
      HpkeKeyPair keys, String label, byte[] context, HpkeCiphertext sealed) throws MlsException {
    allGiven("keys label context sealed", keys, label, context, sealed);
    return hpke().open(keys, Labels.encryptContext(label, context), Labels.EMPTY, sealed);
  }

  // --- authenticated encryption ---

  /// [Crypto#together].
  public <T, E extends Exception> T together(Crypto.Sequence<T, E> sequence) throws E {
    given("sequence", sequence);
    return crypto.together(sequence);
  }

  /// The ciphertext and then the tag of 16 bytes.
  public byte[] seal(Secret key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
    allGiven("key nonce associatedData plaintext", key, nonce, associatedData, plaintext);
    return key.read(
        content -> crypto.seal(suite.aead(), content, nonce, associatedData, plaintext));
  }

  /// @throws MlsException when the tag does not fit: other key, other nonce, or altered bytes
  public byte[] open(Secret key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
      throws MlsException {
    allGiven("key nonce associatedData ciphertext", key, nonce, associatedData, ciphertext);
    return key.read(
        content -> crypto.open(suite.aead(), content, nonce, associatedData, ciphertext));
  }
}

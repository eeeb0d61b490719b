package sotto.mls.crypto;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;

/// The primitives of another [Crypto], but for those that an implementation overrides: the start of
/// an adapter to a native provider (RFC 9420 §5.1).
public interface DelegatingCrypto extends Crypto {
  /// Whoever does what is not overridden.
  Crypto rest();

  @Override
  default byte[] hash(HashFunction hash, byte[]... parts) {
    return rest().hash(hash, parts);
  }

  @Override
  default byte[] hmac(HashFunction hash, byte[] key, byte[]... parts) {
    return rest().hmac(hash, key, parts);
  }

  @Override
  default byte[][] hmacEach(HashFunction hash, byte[] key, byte[]... messages) {
    return rest().hmacEach(hash, key, messages);
  }

  @Override
  default byte[] seal(
      Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
    return rest().seal(aead, key, nonce, associatedData, plaintext);
  }

  @Override
  default byte[] open(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
      throws MlsException {
    return rest().open(aead, key, nonce, associatedData, ciphertext);
  }

  @Override
  default <T, E extends Exception> T together(Sequence<T, E> sequence) throws E {
    return rest().together(sequence);
  }

  @Override
  default SignatureKeyPair generateSignatureKeyPair(
      SignatureScheme scheme, RandomGenerator random) {
    return rest().generateSignatureKeyPair(scheme, random);
  }

  @Override
  default SignatureKeyPair signatureKeyPair(SignatureScheme scheme, Secret privateKey)
      throws MlsException {
    return rest().signatureKeyPair(scheme, privateKey);
  }

  @Override
  default SigningKey signingKey(SignatureKeyPair keys) throws MlsException {
    return rest().signingKey(keys);
  }

  @Override
  default VerificationKey verificationKey(SignatureScheme scheme, byte[] publicKey)
      throws MlsException {
    return rest().verificationKey(scheme, publicKey);
  }

  @Override
  default byte[] publicKey(DhGroup group, Secret privateKey) throws MlsException {
    return rest().publicKey(group, privateKey);
  }

  @Override
  default Secret agree(DhGroup group, Secret privateKey, byte[] publicKey) throws MlsException {
    return rest().agree(group, privateKey, publicKey);
  }

  @Override
  default byte[] publicKey(MlKem parameters, Secret seed) throws MlsException {
    return rest().publicKey(parameters, seed);
  }

  @Override
  default Encapsulation encapsulate(MlKem parameters, byte[] publicKey, Secret randomness)
      throws MlsException {
    return rest().encapsulate(parameters, publicKey, randomness);
  }

  @Override
  default Secret decapsulate(MlKem parameters, Secret seed, byte[] ciphertext) throws MlsException {
    return rest().decapsulate(parameters, seed, ciphertext);
  }
}

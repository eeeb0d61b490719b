package sotto.mls.crypto;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;

/// The primitives beneath the library; a native provider replaces those it has and delegates the
/// rest to [PortableCrypto] (RFC 9420 §5.1).
///
/// Implementations are safe for use by any number of threads and keep no key after a call returns.
/// Whatever peers can influence (public keys, ciphertexts, encapsulations) ends in a value or in
/// [MlsException]; keys and nonces of a wrong size from the caller are bugs and throw
/// `IllegalArgumentException`.
public interface Crypto {
  /// The hash of all parts, one after the other.
  byte[] hash(HashFunction hash, byte[]... parts);

  /// HMAC (RFC 2104) of all parts, one after the other.
  byte[] hmac(HashFunction hash, byte[] key, byte[]... parts);

  /// HMAC of each message by itself, under one key that is prepared once.
  byte[][] hmacEach(HashFunction hash, byte[] key, byte[]... messages);

  /// The ciphertext and then the tag of 16 bytes.
  byte[] seal(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext);

  /// @throws MlsException when the tag does not fit: other key, other nonce, or altered bytes
  byte[] open(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
      throws MlsException;

  /// What seals and opens several times, as every message of RFC 9420 §6.3 does.
  ///
  /// @param <E> what it throws
  @FunctionalInterface
  interface Sequence<T, E extends Exception> {
    T run() throws E;
  }

  /// Runs `sequence` on this thread. Keys that it seals and opens with are forgotten when this call
  /// returns, not after each, because forgetting takes as long as taking a key.
  <T, E extends Exception> T together(Sequence<T, E> sequence) throws E;

  /// A new pair, of the sizes in [SignatureScheme].
  SignatureKeyPair generateSignatureKeyPair(SignatureScheme scheme, RandomGenerator random);

  /// The pair of a stored private key. One of a NIST curve may lack leading zeros.
  ///
  /// @throws MlsException when the private key is malformed
  SignatureKeyPair signatureKeyPair(SignatureScheme scheme, Secret privateKey) throws MlsException;

  /// The key keeps the pair's secret: it signs until that is erased.
  ///
  /// @throws MlsException when the private key is malformed or does not belong to the public key
  SigningKey signingKey(SignatureKeyPair keys) throws MlsException;

  /// @throws MlsException when the key is malformed, not canonical, or of small order
  VerificationKey verificationKey(SignatureScheme scheme, byte[] publicKey) throws MlsException;

  /// The public key of a private one.
  ///
  /// @throws MlsException when the private key has another size or is zero or not below the order
  byte[] publicKey(DhGroup group, Secret privateKey) throws MlsException;

  /// The x-coordinate that two parties share.
  ///
  /// @throws MlsException when the public key is no point of the group, or the result is zero
  Secret agree(DhGroup group, Secret privateKey, byte[] publicKey) throws MlsException;

  /// The encapsulation key of a seed `d || z`.
  ///
  /// @throws MlsException when the seed has not 64 bytes
  byte[] publicKey(MlKem parameters, Secret seed) throws MlsException;

  /// Encapsulates with the 32 bytes `randomness` (`m` of FIPS 203).
  ///
  /// @throws MlsException when the public key fails the checks of FIPS 203 §7.2
  Encapsulation encapsulate(MlKem parameters, byte[] publicKey, Secret randomness)
      throws MlsException;

  /// @throws MlsException when the ciphertext has another size
  Secret decapsulate(MlKem parameters, Secret seed, byte[] ciphertext) throws MlsException;
}

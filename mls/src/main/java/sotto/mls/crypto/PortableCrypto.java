package sotto.mls.crypto;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;

/// The primitives from the JDK and BouncyCastle's lightweight API, on any platform.
public final class PortableCrypto implements Crypto {
  private PortableCrypto() {}

  /// Runs the start-up self-test once for each process.
  ///
  /// @throws IllegalStateException when this JDK does not do what the library relies on
  public static PortableCrypto create() {
    return new PortableCrypto();
  }

  @Override
  public byte[] hash(HashFunction hash, byte[]... parts) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] hmac(HashFunction hash, byte[] key, byte[]... parts) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] seal(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] open(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
      throws MlsException {
    throw new UnsupportedOperationException();
  }

  @Override
  public SignatureKeyPair generateSignatureKeyPair(SignatureScheme scheme, RandomGenerator random) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SigningKey signingKey(SignatureKeyPair keys) throws MlsException {
    throw new UnsupportedOperationException();
  }

  @Override
  public VerificationKey verificationKey(SignatureScheme scheme, byte[] publicKey)
      throws MlsException {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] publicKey(DhGroup group, Secret privateKey) throws MlsException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Secret agree(DhGroup group, Secret privateKey, byte[] publicKey) throws MlsException {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] publicKey(MlKem parameters, Secret seed) throws MlsException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Encapsulation encapsulate(MlKem parameters, byte[] publicKey, Secret randomness)
      throws MlsException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Secret decapsulate(MlKem parameters, Secret seed, byte[] ciphertext) throws MlsException {
    throw new UnsupportedOperationException();
  }
}

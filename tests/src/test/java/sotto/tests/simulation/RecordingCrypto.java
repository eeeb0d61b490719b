package sotto.tests.simulation;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;
import sotto.mls.crypto.Aead;
import sotto.mls.crypto.Crypto;
import sotto.mls.crypto.DhGroup;
import sotto.mls.crypto.Encapsulation;
import sotto.mls.crypto.HashFunction;
import sotto.mls.crypto.MlKem;
import sotto.mls.crypto.Secret;
import sotto.mls.crypto.SignatureKeyPair;
import sotto.mls.crypto.SignatureScheme;
import sotto.mls.crypto.SigningKey;
import sotto.mls.crypto.VerificationKey;

/// The primitives, with every seal written down.
record RecordingCrypto(Crypto real, Ledger ledger) implements Crypto {
  @Override
  public byte[] seal(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
    byte[] ciphertext = real.seal(aead, key, nonce, associatedData, plaintext);
    ledger.sealed(aead, key, nonce, ciphertext);
    return ciphertext;
  }

  @Override
  public byte[] open(Aead aead, byte[] key, byte[] nonce, byte[] associatedData, byte[] ciphertext)
      throws MlsException {
    return real.open(aead, key, nonce, associatedData, ciphertext);
  }

  @Override
  public byte[] hash(HashFunction hash, byte[]... parts) {
    return real.hash(hash, parts);
  }

  @Override
  public byte[] hmac(HashFunction hash, byte[] key, byte[]... parts) {
    return real.hmac(hash, key, parts);
  }

  @Override
  public SignatureKeyPair generateSignatureKeyPair(SignatureScheme scheme, RandomGenerator random) {
    return real.generateSignatureKeyPair(scheme, random);
  }

  @Override
  public SignatureKeyPair signatureKeyPair(SignatureScheme scheme, Secret privateKey)
      throws MlsException {
    return real.signatureKeyPair(scheme, privateKey);
  }

  @Override
  public SigningKey signingKey(SignatureKeyPair keys) throws MlsException {
    return real.signingKey(keys);
  }

  @Override
  public VerificationKey verificationKey(SignatureScheme scheme, byte[] publicKey)
      throws MlsException {
    return real.verificationKey(scheme, publicKey);
  }

  @Override
  public byte[] publicKey(DhGroup group, Secret privateKey) throws MlsException {
    return real.publicKey(group, privateKey);
  }

  @Override
  public Secret agree(DhGroup group, Secret privateKey, byte[] publicKey) throws MlsException {
    return real.agree(group, privateKey, publicKey);
  }

  @Override
  public byte[] publicKey(MlKem parameters, Secret seed) throws MlsException {
    return real.publicKey(parameters, seed);
  }

  @Override
  public Encapsulation encapsulate(MlKem parameters, byte[] publicKey, Secret randomness)
      throws MlsException {
    return real.encapsulate(parameters, publicKey, randomness);
  }

  @Override
  public Secret decapsulate(MlKem parameters, Secret seed, byte[] ciphertext) throws MlsException {
    return real.decapsulate(parameters, seed, ciphertext);
  }
}

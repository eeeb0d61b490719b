package sotto.mls.crypto;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;

/// What a KEM is made of, with the functions of RFC 9180 §4.
sealed interface KemConstruction permits DhKem, LatticeKem, HybridKem {
  /// `GenerateKeyPair()`: the serialized private key.
  Secret generate(Crypto crypto, Kem kem, RandomGenerator random);

  /// `DeriveKeyPair(ikm)`: the serialized private key.
  Secret derive(Crypto crypto, Kem kem, Secret inputKey);

  /// The public key of a serialized private key.
  byte[] publicKey(Crypto crypto, Secret privateKey) throws MlsException;

  /// Refuses what cannot be a public key; the length is right.
  void checkPublicKey(byte[] publicKey) throws MlsException;

  /// `Encap(pkR)`.
  Encapsulation encapsulate(Crypto crypto, Kem kem, byte[] publicKey, RandomGenerator random)
      throws MlsException;

  /// `Decap(enc, skR)`; both have the right length.
  Secret decapsulate(Crypto crypto, HpkeKeyPair keys, byte[] encapsulated) throws MlsException;
}

package sotto.mls.crypto;

import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;

/// ML-KEM alone (draft-ietf-hpke-pq §3). The private key is the seed `d || z`.
record LatticeKem(MlKem parameters) implements KemConstruction {
  @Override
  public Secret generate(Crypto crypto, Kem kem, RandomGenerator random) {
    return Secret.random(MlKem.SEED_LENGTH, random);
  }

  @Override
  public Secret derive(Crypto crypto, Kem kem, Secret inputKey) {
    return inputKey.read(key ->
        LabeledKdf.ofKem(crypto, Kdf.SHAKE256, kem)
            .derive(key, "DeriveKeyPair", Labels.EMPTY, MlKem.SEED_LENGTH));
  }

  @Override
  public byte[] publicKey(Crypto crypto, Secret privateKey) throws MlsException {
    return crypto.publicKey(parameters, privateKey);
  }

  @Override
  public void checkPublicKey(byte[] publicKey) throws MlsException {
    parameters.checkPublicKey(publicKey);
  }

  @Override
  public Encapsulation encapsulate(Crypto crypto, Kem kem, byte[] publicKey, RandomGenerator random)
      throws MlsException {
    Secret randomness = Secret.random(MlKem.RANDOMNESS_LENGTH, random);
    try {
      return crypto.encapsulate(parameters, publicKey, randomness);
    } finally {
      randomness.erase();
    }
  }

  @Override
  public Secret decapsulate(Crypto crypto, HpkeKeyPair keys, byte[] encapsulated)
      throws MlsException {
    return crypto.decapsulate(parameters, keys.privateKey(), encapsulated);
  }
}

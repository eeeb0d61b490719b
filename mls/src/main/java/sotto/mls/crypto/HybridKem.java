package sotto.mls.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import sotto.mls.codec.MlsException;

/// ML-KEM and a Diffie-Hellman group together (draft-ietf-hpke-pq §4): the construction "GC" of
/// draft-irtf-cfrg-hybrid-kems with SHAKE256 as generator and SHA3-256 as combiner. With X25519 it
/// is X-Wing.
///
/// Keys and encapsulations are those of ML-KEM followed by those of the group. The private key is
/// one seed of 32 bytes.
record HybridKem(MlKem parameters, DhGroup group) implements KemConstruction {
  static final int SEED_LENGTH = 32;

  /// The private keys that a seed expands to.
  private record Expanded(Secret lattice, Secret scalar) {
    void erase() {
      lattice.erase();
      scalar.erase();
    }
  }

  @Override
  public Secret generate(Crypto crypto, Kem kem, RandomGenerator random) {
    return Secret.random(SEED_LENGTH, random);
  }

  @Override
  public Secret derive(Crypto crypto, Kem kem, Secret inputKey) {
    return inputKey.read(key ->
        LabeledKdf.ofKem(crypto, Kdf.SHAKE256, kem)
            .derive(key, "DeriveKeyPair", Labels.EMPTY, SEED_LENGTH));
  }

  @Override
  public byte[] publicKey(Crypto crypto, Secret privateKey) throws MlsException {
    Expanded keys = expand(privateKey);
    try {
      return Labels.join(
          crypto.publicKey(parameters, keys.lattice), crypto.publicKey(group, keys.scalar));
    } finally {
      keys.erase();
    }
  }

  @Override
  public void checkPublicKey(byte[] publicKey) throws MlsException {
    int split = parameters.publicKeyLength();
    parameters.checkPublicKey(Arrays.copyOf(publicKey, split));
    group.checkPublicKey(Arrays.copyOfRange(publicKey, split, publicKey.length));
  }

  @Override
  public Encapsulation encapsulate(Crypto crypto, Kem kem, byte[] publicKey, RandomGenerator random)
      throws MlsException {
    int split = parameters.publicKeyLength();
    byte[] latticeKey = Arrays.copyOf(publicKey, split);
    byte[] groupKey = Arrays.copyOfRange(publicKey, split, publicKey.length);
    Secret randomness = Secret.random(MlKem.RANDOMNESS_LENGTH, random);
    Secret seed = Secret.random(groupSeedLength(), random);
    Secret ephemeral = seed.read(bytes -> scalar(bytes, 0));
    try {
      Encapsulation lattice = crypto.encapsulate(parameters, latticeKey, randomness);
      Secret dh = crypto.agree(group, ephemeral, groupKey);
      byte[] element = crypto.publicKey(group, ephemeral);
      return new Encapsulation(
          combine(lattice.sharedSecret(), dh, element, groupKey),
          Labels.join(lattice.encapsulated(), element));
    } finally {
      randomness.erase();
      seed.erase();
      ephemeral.erase();
    }
  }

  @Override
  public Secret decapsulate(Crypto crypto, HpkeKeyPair keys, byte[] encapsulated)
      throws MlsException {
    int split = parameters.ciphertextLength();
    byte[] ciphertext = Arrays.copyOf(encapsulated, split);
    byte[] element = Arrays.copyOfRange(encapsulated, split, encapsulated.length);
    byte[] groupKey =
        Arrays.copyOfRange(keys.publicKey(), parameters.publicKeyLength(), keys.publicKey().length);
    Expanded expanded = expand(keys.privateKey());
    try {
      Secret dh = crypto.agree(group, expanded.scalar, element);
      Secret lattice = crypto.decapsulate(parameters, expanded.lattice, ciphertext);
      return combine(lattice, dh, element, groupKey);
    } finally {
      expanded.erase();
    }
  }

  /// `C2PRICombiner`: SHA3-256 of both secrets, the element, the group key and the label.
  private Secret combine(Secret lattice, Secret dh, byte[] element, byte[] groupKey) {
    Secret shared =
        Secret.owning(
            lattice.read(
                one -> dh.read(other -> Keccak.sha3(one, other, element, groupKey, label()))));
    lattice.erase();
    dh.erase();
    return shared;
  }

  private Expanded expand(Secret seed) throws MlsException {
    if (seed.length() != SEED_LENGTH) {
      throw new MlsException("The private key of a hybrid KEM does not have 32 bytes.");
    }
    byte[] seeds =
        seed.read(bytes -> Keccak.shake256(MlKem.SEED_LENGTH + groupSeedLength(), bytes));
    try {
      return new Expanded(
          Secret.owning(Arrays.copyOf(seeds, MlKem.SEED_LENGTH)), scalar(seeds, MlKem.SEED_LENGTH));
    } finally {
      Arrays.fill(seeds, (byte) 0);
    }
  }

  /// `RandomScalar(seed)`: of a NIST curve the first chunk of the seed that is a private key.
  private Secret scalar(byte[] seed, int from) throws MlsException {
    int length = group.privateKeyLength();
    for (int at = from; at + length <= seed.length; at += length) {
      Secret candidate = Secret.owning(Arrays.copyOfRange(seed, at, at + length));
      if (!group.isNist() || NistCurve.of(group).isPrivateKey(candidate)) {
        return candidate;
      }
      candidate.erase();
    }
    throw new MlsException("No private key was found in the seed of a hybrid KEM.");
  }

  /// Enough chunks that none fits with a probability below 2^-90.
  private int groupSeedLength() {
    return switch (group) {
      case P256 -> 3 * group.privateKeyLength();
      case P384, P521, X25519, X448 -> group.privateKeyLength();
    };
  }

  private byte[] label() {
    String label =
        switch (group) {
          case X25519 -> "\\.//^\\";
          case P256 -> "MLKEM768-P256";
          case P384 -> "MLKEM1024-P384";
          case P521, X448 ->
              throw new IllegalStateException("No hybrid KEM is defined over " + group + ".");
        };
    return label.getBytes(StandardCharsets.US_ASCII);
  }
}

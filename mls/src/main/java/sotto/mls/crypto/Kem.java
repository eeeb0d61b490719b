package sotto.mls.crypto;

import java.util.Arrays;
import java.util.Optional;

/// The key encapsulation mechanisms of HPKE: RFC 9180 §7.1 and draft-ietf-hpke-pq §3 and §4.
///
/// All shared secrets of the post-quantum ones have 32 bytes. Their private keys are seeds.
public enum Kem {
  DHKEM_P256(0x0010, DhGroup.P256, HashFunction.SHA256),
  DHKEM_P384(0x0011, DhGroup.P384, HashFunction.SHA384),
  DHKEM_P521(0x0012, DhGroup.P521, HashFunction.SHA512),
  DHKEM_X25519(0x0020, DhGroup.X25519, HashFunction.SHA256),
  DHKEM_X448(0x0021, DhGroup.X448, HashFunction.SHA512),
  MLKEM512(0x0040, MlKem.ML_KEM_512),
  MLKEM768(0x0041, MlKem.ML_KEM_768),
  MLKEM1024(0x0042, MlKem.ML_KEM_1024),
  MLKEM768_P256(0x0050, MlKem.ML_KEM_768, DhGroup.P256),
  MLKEM1024_P384(0x0051, MlKem.ML_KEM_1024, DhGroup.P384),
  /// X-Wing (draft-connolly-cfrg-xwing-kem).
  MLKEM768_X25519(0x647a, MlKem.ML_KEM_768, DhGroup.X25519);

  /// Bytes of the seed that a hybrid's private key is.
  static final int HYBRID_SEED_LENGTH = 32;

  private final int id;
  private final KemConstruction construction;

  Kem(int id, DhGroup group, HashFunction hash) {
    this.id = id;
    this.construction = new KemConstruction.DiffieHellman(group, hash);
  }

  Kem(int id, MlKem parameters) {
    this.id = id;
    this.construction = new KemConstruction.Lattice(parameters);
  }

  Kem(int id, MlKem parameters, DhGroup group) {
    this.id = id;
    this.construction = new KemConstruction.Hybrid(parameters, group);
  }

  public static Optional<Kem> of(int id) {
    return Arrays.stream(values()).filter(kem -> kem.id == id).findFirst();
  }

  /// The identifier in the HPKE KEM registry.
  public int id() {
    return id;
  }

  KemConstruction construction() {
    return construction;
  }

  /// Bytes of a shared secret, `Nsecret`.
  public int secretLength() {
    return switch (construction) {
      case KemConstruction.DiffieHellman dh -> dh.hash().length();
      case KemConstruction.Lattice _, KemConstruction.Hybrid _ -> MlKem.SHARED_LENGTH;
    };
  }

  /// Bytes of an encapsulated key, `Nenc`.
  public int encapsulationLength() {
    return switch (construction) {
      case KemConstruction.DiffieHellman dh -> dh.group().publicKeyLength();
      case KemConstruction.Lattice lattice -> lattice.parameters().ciphertextLength();
      case KemConstruction.Hybrid hybrid ->
          hybrid.parameters().ciphertextLength() + hybrid.group().publicKeyLength();
    };
  }

  /// Bytes of a public key, `Npk`.
  public int publicKeyLength() {
    return switch (construction) {
      case KemConstruction.DiffieHellman dh -> dh.group().publicKeyLength();
      case KemConstruction.Lattice lattice -> lattice.parameters().publicKeyLength();
      case KemConstruction.Hybrid hybrid ->
          hybrid.parameters().publicKeyLength() + hybrid.group().publicKeyLength();
    };
  }

  /// Bytes of a private key, `Nsk`.
  public int privateKeyLength() {
    return switch (construction) {
      case KemConstruction.DiffieHellman dh -> dh.group().privateKeyLength();
      case KemConstruction.Lattice _ -> MlKem.SEED_LENGTH;
      case KemConstruction.Hybrid _ -> HYBRID_SEED_LENGTH;
    };
  }
}
